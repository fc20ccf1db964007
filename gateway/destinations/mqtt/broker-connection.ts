// One connection to the broker, made again whenever it ends. Nothing waits here: what is not acknowledged has failed.

import type { Socket } from 'node:net';
import { MqttClient } from 'mqtt';
import { backoffAfter, doubling, withJitter } from '../../domain/backoff.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { LinkState, Outcome } from '../../domain/ports/destination.ts';
import { Flights, GAVE_UP } from './flights.ts';
import { type Broker, openSocket } from './socket.ts';

export interface Subscription {
  topic: string;
  /** The next message comes, and this one is acknowledged, when it resolves. */
  onMessage(payload: Buffer): Promise<void>;
}

export interface BrokerConnectionOptions {
  broker: Broker;
  clientId: string;
  clock: Clock;
  subscription?: Subscription;
  /** The broker sent a packet that is too long. */
  onTooLong(): void;
  /** It is up, and was not. */
  onUp?(): void;
}

export interface Message {
  topic: string;
  payload: string;
  retain: boolean;
}

/** From the first byte to the CONNACK. */
const CONNECT_WITHIN_MS = 5_000;
/** A broker that acknowledges nothing for so long, while something is due, has lost the connection. */
export const PUBACK_WITHIN_MS = 5_000;
/** Between attempts to reach the broker: not longer, because a red press may wait for it. */
export const MAX_PAUSE_MS = 10_000;
const MIN_PAUSE_MS = 250;
const PAUSES_MS = doubling(2 * MIN_PAUSE_MS, MAX_PAUSE_MS);
/** A connection that has been up for so long has lasted: the pauses after its end begin anew. */
export const LASTED_MS = 30_000;
/** So many ends in a row before that are no accident any more, and are told. */
const TELLS_AFTER = 3;
/** A press that waits has a connection that does not last made anew after so long, at most. */
const MAX_WAKE_MS = 2_000;
/** A clean end is waited for so long. */
const END_WITHIN_MS = 500;

/** Why it is down, and what a delivery ends with. */
interface Down {
  code: 'UNREACHABLE' | 'REFUSED' | 'TIMEOUT';
  reason: string;
}

/** CONNACK of MQTT 3.1.1, 3.2.2.3. Only a person can mend these. */
const REFUSALS: Record<number, string> = {
  2: 'CONNACK 2: the broker does not take the client id',
  4: 'CONNACK 4: wrong user or password',
  5: 'CONNACK 5: not authorized',
};

export class BrokerConnection {
  readonly #options: BrokerConnectionOptions;
  readonly #flights: Flights;
  #client: MqttClient | undefined;
  #isUp = false;
  #isOn = false;
  #state: LinkState | undefined;
  #down: Down = { code: 'UNREACHABLE', reason: 'not connected yet' };
  /** In a row, since a connection has lasted. */
  #failures = 0;
  /** Connections in a row that came up and did not last. */
  #shortLived = 0;
  #hasLasted = false;
  #cancelLasted = () => {};
  #triedAt = Number.NEGATIVE_INFINITY;
  #cancelRetry = () => {};
  /** Undefined when it has ended. */
  #firstTry: Promise<void> | undefined;
  #firstTryEnded = () => {};

  constructor(options: BrokerConnectionOptions) {
    this.#options = options;
    this.#flights = new Flights(options.clock, PUBACK_WITHIN_MS, () =>
      this.#drop(this.#client, {
        code: 'TIMEOUT',
        reason: `no PUBACK within ${PUBACK_WITHIN_MS / 1e3} s`,
      }),
    );
  }

  /** Undefined until the first attempt has ended. */
  get state(): LinkState | undefined {
    return this.#state;
  }

  /** Begins to connect, and doesn't wait for it. */
  start(): void {
    this.#isOn = true;
    this.#firstTry = new Promise((resolve) => {
      this.#firstTryEnded = () => {
        this.#firstTry = undefined;
        resolve();
      };
    });
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    const client = this.#client;
    const isIdle = this.#isUp && this.#flights.unacknowledged === 0;
    this.#client = undefined;
    this.#ended({ code: 'UNREACHABLE', reason: 'stopped' });
    if (client === undefined) return;
    const closed = new Promise<void>((resolve) => {
      client.once('close', resolve);
      const giveUp = setTimeout(() => client.stream.destroy(), END_WITHIN_MS);
      client.once('close', () => clearTimeout(giveUp));
    });
    // With DISCONNECT, so that the broker doesn't take it for a failure.
    if (isIdle) client.end();
    else client.end(true);
    if (!client.stream.destroyed) await closed;
  }

  /** Never rejects. Unknown after the PUBACK; failed at once without a connection, but the first one is waited for. */
  async publish(message: Message, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) return GAVE_UP;
    if (this.#firstTry) await Promise.race([this.#firstTry, aborted(signal)]);
    if (signal.aborted) return GAVE_UP;
    const client = this.#client;
    if (client === undefined || !this.#isUp) {
      this.#wake();
      return this.#failed();
    }
    if (this.#flights.isFull) {
      this.#drop(client, { code: 'TIMEOUT', reason: 'too much without a PUBACK' });
      return this.#failed();
    }
    const { topic, payload, retain } = message;
    return this.#flights.begin(signal, (acknowledged) =>
      client.publish(topic, payload, { qos: 1, retain }, (error) => {
        if (!error && this.#client === client) acknowledged();
      }),
    );
  }

  #failed(): Outcome {
    return { kind: 'failed', code: this.#down.code, detail: this.#down.reason };
  }

  /** A delivery need not wait for the end of a pause; a broker that refuses us is left in peace. */
  #wake(): void {
    const isRefused = this.#down.code === 'REFUSED';
    const growing = Math.min(MIN_PAUSE_MS * 2 ** this.#shortLived, MAX_WAKE_MS);
    const least = isRefused ? MAX_PAUSE_MS / 2 : growing;
    if (!this.#isOn || this.#client !== undefined) return;
    if (this.#options.clock.monotonic() - this.#triedAt < least) return;
    this.#cancelRetry();
    this.#connect();
  }

  #connect(): void {
    const { broker, clientId, clock, onTooLong } = this.#options;
    this.#triedAt = clock.monotonic();
    let why: Down | undefined;
    const open = (): Socket => {
      const socket = openSocket(broker, () => {
        onTooLong();
        this.#drop(client, {
          code: 'UNREACHABLE',
          reason: 'a packet from the broker is too long',
        });
      });
      return socket.on('error', (error) => {
        why ??= { code: 'UNREACHABLE', reason: systemCode(error) };
      });
    };
    const client = new MqttClient(open, {
      protocolVersion: 4,
      clientId,
      clean: true,
      keepalive: broker.keepaliveS,
      connectTimeout: CONNECT_WITHIN_MS,
      reconnectPeriod: 0,
      queueQoSZero: false,
      ...(broker.user === undefined ? {} : { username: broker.user }),
      ...(broker.password === undefined ? {} : { password: broker.password }),
    });
    this.#client = client;
    let isConnected = false;
    client.on('error', (error) => {
      const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
      if (!isConnected && code !== undefined) why ??= connackDown(code);
      why ??= { code: 'UNREACHABLE', reason: 'the broker broke the protocol, or answered no ping' };
      this.#drop(client, why);
    });
    client.on('connect', () => {
      isConnected = true;
      this.#connected(client);
    });
    client.once('close', () => {
      const reason = isConnected ? 'the broker closed the connection' : 'no CONNACK';
      this.#drop(client, why ?? { code: 'UNREACHABLE', reason });
    });
  }

  #connected(client: MqttClient): void {
    const { subscription } = this.#options;
    if (this.#client !== client) return;
    if (subscription === undefined) {
      this.#cameUp();
      return;
    }
    client.handleMessage = (packet, done) => {
      // What came with a packet that is too long.
      if (this.#client !== client) return done();
      const { payload } = packet;
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
      void subscription.onMessage(bytes).finally(() => done());
    };
    client.subscribe(subscription.topic, { qos: 1 }, (error, granted) => {
      if (this.#client !== client) return;
      const isGranted = !error && granted?.every(({ qos }) => qos < 128);
      if (isGranted) this.#cameUp();
      else this.#drop(client, { code: 'REFUSED', reason: 'SUBACK 128: may not subscribe' });
    });
  }

  #cameUp(): void {
    const { clock } = this.#options;
    const since = clock.utc();
    this.#isUp = true;
    this.#hasLasted = false;
    this.#state = { isUp: true, since, ...this.#unsteady() };
    // A broker may take the connection and cut it at once, for what is sent over it: only one that lasts is good.
    this.#cancelLasted = clock.after(LASTED_MS, () => {
      this.#hasLasted = true;
      this.#failures = 0;
      this.#shortLived = 0;
      this.#state = { isUp: true, since };
    });
    this.#firstTryEnded();
    this.#options.onUp?.();
  }

  /** What health says of connections that come up and don't last; nothing when they do. */
  #unsteady(): { reason?: string } {
    if (this.#shortLived < TELLS_AFTER) return {};
    const { reason } = this.#down;
    return {
      reason: `${reason}, ${this.#shortLived} times in a row soon after it came up: is client_id "${this.#options.clientId}" used by another gateway, or does the broker forbid what is sent?`,
    };
  }

  /** Ends a connection that is good for nothing, or has ended. Once for each. */
  #drop(client: MqttClient | undefined, why: Down): void {
    if (client === undefined || this.#client !== client) return;
    this.#client = undefined;
    client.end(true);
    this.#ended(why);
    this.#retryLater();
  }

  #ended(why: Down): void {
    this.#down = why;
    const wasUp = this.#isUp;
    this.#cancelLasted();
    if (wasUp && !this.#hasLasted) this.#shortLived++;
    this.#isUp = false;
    const since = wasUp || !this.#state ? this.#options.clock.utc() : this.#state.since;
    this.#state = { isUp: false, since, reason: why.reason, ...this.#unsteady() };
    this.#firstTryEnded();
    this.#cancelRetry();
    this.#flights.endAll(this.#failed());
  }

  #retryLater(): void {
    if (!this.#isOn) return;
    this.#failures++;
    const isRefused = this.#down.code === 'REFUSED';
    const pause = isRefused ? MAX_PAUSE_MS : reconnectPause(this.#failures, Math.random());
    this.#cancelRetry = this.#options.clock.after(pause, () => this.#connect());
  }
}

/** After the `failures`-th failure in a row. `random` is from 0 to 1. */
export function reconnectPause(failures: number, random: number): number {
  return withJitter(backoffAfter(PAUSES_MS, failures), random);
}

function connackDown(code: number): Down {
  const reason = REFUSALS[code];
  if (reason !== undefined) return { code: 'REFUSED', reason };
  return { code: 'UNREACHABLE', reason: `CONNACK ${code}` };
}

/** Such as ECONNREFUSED: messages could name more than belongs in a log. */
function systemCode(error: Error): string {
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  return 'code' in cause ? String(cause.code) : cause.name;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}
