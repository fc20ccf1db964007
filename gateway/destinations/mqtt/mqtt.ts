// The MQTT destination: calls, notices and device states to somebody's broker. A PUBACK is no acceptance; reports are.
import { setImmediate } from 'node:timers/promises';
import type { Severity } from '../../domain/limits.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type {
  Delivery,
  Destination,
  DestinationContext,
  LinkState,
  Outcome,
} from '../../domain/ports/destination.ts';
import type { Home } from '../../domain/ports/directory.ts';
import { deviceEvent } from '../device-event.ts';
import { eventOf } from '../event.ts';
import { BrokerConnection, type BrokerConnectionOptions } from './broker-connection.ts';
import { GAVE_UP } from './flights.ts';
import { Reports } from './reports.ts';
import type { Broker } from './socket.ts';
import { DeviceStates } from './states.ts';
import { reportsTopic, stateTopic, topicOf } from './topics.ts';

export interface MqttOptions {
  name: string;
  broker: Broker;
  /** Each connection appends a word of its own. */
  clientId: string;
  /** Of all topics. */
  prefix: string;
  /** What goes out of a home beside its reference: everything, or nothing. */
  home: 'full' | 'reference';
  /** States of devices, at most; 0: none are published. */
  devicesPerSecond: number;
  /** CloudEvents source: names this gateway. */
  source: string;
  clock: Clock;
}

export class MqttDestination implements Destination {
  readonly name: string;
  readonly #options: MqttOptions;
  /** Each lane its own: what hangs or queues in one is not in the way of another, nor are reports. */
  readonly #lines: Record<Severity | 'reports', BrokerConnection>;
  /** Retained states have one of their own, if there are any: many brokers cut who retains, and notices must not suffer. */
  readonly #statesLine: BrokerConnection | undefined;
  #context: DestinationContext | undefined;
  #states: DeviceStates | undefined;

  constructor(options: MqttOptions) {
    const { name, prefix, clock } = options;
    this.name = name;
    this.#options = options;
    const reports = new Reports(clock, () => this.#context);
    const onMessage = (payload: Buffer) => reports.take(payload);
    this.#lines = {
      red: this.#line('red'),
      green: this.#line('green'),
      status: this.#line('status'),
      reports: this.#line('reports', {
        subscription: { topic: reportsTopic(prefix), onMessage },
      }),
    };
    if (options.devicesPerSecond === 0) return;
    this.#statesLine = this.#line('states', { onUp: () => this.#states?.all() });
  }

  #allLines(): [name: string, line: BrokerConnection][] {
    const lines: [string, BrokerConnection][] = Object.entries(this.#lines);
    return this.#statesLine ? [...lines, ['states', this.#statesLine]] : lines;
  }

  /** Up when all of its connections are; down for the reason of the first that is not. */
  get link(): LinkState | undefined {
    const states = this.#allLines().map(([lane, { state }]) => [lane, state] as const);
    const since = Math.max(...states.map(([, state]) => state?.since ?? 0));
    for (const [lane, state] of states) {
      if (state && !state.isUp) return { ...state, reason: `${lane}: ${state.reason}` };
    }
    if (!states.every(([, state]) => state)) return undefined;
    const [lane, unsteady] = states.find(([, state]) => state?.reason !== undefined) ?? [];
    return unsteady
      ? { ...unsteady, reason: `${lane}: ${unsteady.reason}` }
      : { isUp: true, since };
  }

  setContext(context: DestinationContext): void {
    this.#context = context;
    const { devicesPerSecond: perSecond, clock } = this.#options;
    if (perSecond === 0) return;
    this.#states = new DeviceStates({
      perSecond,
      clock,
      devices: context.devices,
      isUp: () => this.#statesLine?.state?.isUp === true,
      publish: (deviceId, view) => this.#publishState(deviceId, view),
    });
  }

  async start(): Promise<void> {
    this.#states?.start();
    for (const [, line] of this.#allLines()) line.start();
  }

  async stop(): Promise<void> {
    this.#states?.stop();
    await Promise.all(this.#allLines().map(([, line]) => line.stop()));
  }

  carries(): boolean {
    return true;
  }

  async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    // A turn later: PUBACK and receipt to the device leave before the event is written.
    await setImmediate();
    if (signal.aborted) return GAVE_UP;
    const { prefix, source, home } = this.#options;
    const lane = delivery.kind === 'press' ? delivery.press.key : 'status';
    const told = home === 'full' ? delivery : withReferencesOnly(delivery);
    const payload = JSON.stringify(eventOf(told, source));
    const message = { topic: topicOf(prefix, delivery), payload, retain: false };
    return await this.#lines[lane].publish(message, signal);
  }

  #line(word: string, overrides: Partial<BrokerConnectionOptions> = {}): BrokerConnection {
    const { broker, clientId, clock } = this.#options;
    return new BrokerConnection({
      broker,
      clientId: `${clientId}-${word}`,
      clock,
      onTooLong: () => this.#context?.malformed('a message is too long: connection closed'),
      ...overrides,
    });
  }

  /** An empty retained message takes the one before away: MQTT 3.1.1, 3.3.1.3. */
  #publishState(
    deviceId: string,
    view: ReturnType<DestinationContext['devices']['viewOf']>,
  ): Promise<Outcome> {
    const { prefix, source, clock } = this.#options;
    const payload = view ? JSON.stringify(deviceEvent(view, source, clock.utc())) : '';
    const message = { topic: stateTopic(prefix, deviceId), payload, retain: true };
    const line = this.#statesLine ?? this.#lines.status;
    return line.publish(message, new AbortController().signal);
  }
}

function withReferencesOnly(delivery: Delivery): Delivery {
  const only = ({ reference }: Home): Home => ({ reference });
  if (delivery.kind === 'press') return { ...delivery, home: only(delivery.home) };
  const homes = Object.entries(delivery.homes).map(([id, home]) => [id, only(home)] as const);
  return { ...delivery, homes: Object.fromEntries(homes) };
}
