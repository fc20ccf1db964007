// Real brokers for the tests of the MQTT destination: Aedes in this process, and a client that listens.
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type AedesOptions } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { HostLookup } from '#gateway/destinations/lookup.ts';
import { MqttDestination, type MqttOptions } from '#gateway/destinations/mqtt/mqtt.ts';
import type { Broker } from '#gateway/destinations/mqtt/socket.ts';
import type { Destination } from '#gateway/domain/ports/destination.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { untilAfter } from '#test/support/until.ts';

export interface TestBroker {
  port: number;
  aedes: Aedes;
  stop(): Promise<void>;
}

export async function startBroker(
  options: AedesOptions = {},
  tls?: { cert: string; key: string; ca?: string; requestCert?: boolean },
): Promise<TestBroker> {
  const aedes = await Aedes.createBroker(options);
  aedes.on('clientError', () => {}).on('connectionError', () => {});
  const server = tls
    ? createTlsServer({ ...tls, rejectUnauthorized: tls.requestCert === true }, aedes.handle)
    : createServer(aedes.handle);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const stop = async () => {
    if (!server.listening) return;
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, aedes, stop };
}

export function mqttTo(
  port: number,
  { broker, ...changes }: Partial<Omit<MqttOptions, 'broker'>> & { broker?: Partial<Broker> } = {},
): MqttDestination {
  return new MqttDestination({
    name: 'city',
    clientId: 'gateway-city',
    prefix: 'callbutton',
    home: 'full',
    devicesPerSecond: 0,
    source: '/g/1',
    clock: systemClock,
    ...changes,
    broker: {
      host: '127.0.0.1',
      port,
      tls: undefined,
      user: undefined,
      password: undefined,
      keepaliveS: 15,
      lookup: new HostLookup().lookup,
      ...broker,
    },
  });
}

export const isUp = (destination: Destination) => destination.link?.isUp === true;

export interface Heard {
  topic: string;
  text: string;
  retain: boolean;
}

/** A platform at the broker: hears a topic filter, and can publish. */
export class Listener {
  readonly heard: Heard[] = [];
  readonly client: MqttClient;
  readonly #changed = new EventEmitter();

  private constructor(client: MqttClient) {
    this.client = client;
    client.on('message', (topic, payload, { retain }) => {
      this.heard.push({ topic, text: payload.toString(), retain });
      this.#changed.emit('one');
    });
  }

  static async start(port: number, filter: string, options: object = {}): Promise<Listener> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, options);
    const listener = new Listener(client);
    onTestFinished(() => client.endAsync(true));
    await client.subscribeAsync(filter, { qos: 1 });
    return listener;
  }

  async whenHeard(count: number): Promise<void> {
    const isThere = () => this.heard.length >= count;
    await untilAfter(this.#changed, 'one', isThere, `${count} messages at the listener`);
  }
}
