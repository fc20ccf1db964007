// The embedded broker: Aedes' hooks, wired to admission, uplinks and snapshots. Nothing is routed between devices.
import type { EventEmitter } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import {
  Aedes,
  type AuthenticateError,
  type Client,
  type ConnectPacket,
  type PublishPacket,
} from 'aedes';

import { downTopic, upTopic } from '#protocol/device/topics.ts';
import type { Calls } from '../dispatch/calls.ts';
import { GatewayError } from '../domain/errors.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Admissions } from './admission.ts';
import { type Connections, newsOf } from './connections.ts';
import type { RefusalCode, Refusals } from './refusals.ts';
import type { Uplinks } from './uplinks.ts';

/** A CONNECT with will and password is the longest packet of a device, and far below this. */
export const MAX_PACKET_BYTES = 1_500;

export interface BrokerParts {
  admissions: Admissions;
  connections: Connections;
  uplinks: Uplinks;
  calls: Calls;
  refusals: Refusals;
  log: Log;
}

export interface ListenAddress {
  host: string;
  port: number;
}

/** How connections end without anybody's fault, as Aedes says it. */
const ORDINARY_ENDS = new Set(['keep alive timeout', 'connection closed', 'drain timeout']);

/** An error that Aedes answers by closing the connection, with the code that was counted for it. */
class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

/** The remaining length of a packet (MQTT 3.1.1, 2.2.3); a will has none of its own. */
function lengthOf(packet: object): number {
  return 'length' in packet && typeof packet.length === 'number' ? packet.length : 0;
}

export class Broker {
  readonly #parts: BrokerParts;
  readonly #aedes: Aedes;
  readonly #server: Server;
  readonly #connects = new WeakMap<Client, ConnectPacket>();
  /** Every open socket: a connection that never said CONNECT is no client of Aedes. */
  readonly #sockets = new Set<Socket>();

  constructor(parts: BrokerParts) {
    this.#parts = parts;
    this.#aedes = new Aedes({
      connectTimeout: 10_000,
      // Aedes looks for wills of dead brokers after four of these, by a clock that can be set: we have no such.
      heartbeatInterval: 500_000_000,
      maxClientsIdLength: 32,
      maxTopicLevels: 8,
      preConnect: (client, packet, done) => {
        this.#connects.set(client, packet);
        const isShort = lengthOf(packet) <= MAX_PACKET_BYTES;
        done(isShort ? null : this.#refuse('PACKET_TOO_LONG', client), isShort);
      },
      authenticate: (client, _username, _password, done) => void this.#authenticate(client, done),
      authorizeSubscribe: (client, subscription, done) => {
        const allowed = client.id && subscription.topic === downTopic(client.id);
        if (allowed) done(null, subscription);
        else done(this.#refuse('SUBSCRIPTION_WRONG', client));
      },
      authorizePublish: (client, packet, done) => void this.#authorizePublish(client, packet, done),
    });
    // Its types leave this event out; without a listener it would end the process.
    (this.#aedes as EventEmitter).on('error', (error) =>
      parts.log.error({ error }, 'broker failed'),
    );
    this.#aedes.on('client', (client) => this.#registered(client));
    this.#aedes.on('clientDisconnect', (client) => parts.connections.remove(client));
    this.#aedes.on('subscribe', (_subscriptions, client) => this.#sendSnapshot(client));
    this.#aedes.on('clientError', (client, error) => this.#failed(client, error));
    this.#aedes.on('connectionError', (client, error) => this.#failed(client, error));
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  /** Listens. Throws ADDRESS_UNAVAILABLE. Gives back the port, which is chosen when `port` is 0. */
  async start({ host, port }: ListenAddress): Promise<number> {
    await this.#aedes.listen();
    await new Promise<void>((resolve, reject) => {
      const failed = (error: Error) =>
        reject(
          new GatewayError('ADDRESS_UNAVAILABLE', `MQTT on ${host}:${port}: ${error.message}`),
        );
      this.#server.once('error', failed);
      this.#server.listen({ host, port, backlog: 4_096 }, () => {
        this.#server.off('error', failed);
        resolve();
      });
    });
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await new Promise<void>((resolve) => this.#aedes.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const client = this.#aedes.handle(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#parts.connections.remove(client);
    });
    // Behind Aedes' own listener: what its parser still holds then is one packet that is not whole yet.
    const parser = (client as unknown as { _parser: { _list: { length: number } } })._parser;
    socket.on('readable', () => {
      if (parser._list.length > MAX_PACKET_BYTES) {
        this.#parts.refusals.count('PACKET_TOO_LONG', client.id || undefined);
        socket.destroy();
      }
    });
  }

  async #authenticate(
    client: Client,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    const packet = this.#connects.get(client) as ConnectPacket;
    this.#connects.delete(client);
    const admission = await this.#parts.admissions.admit(client, packet);
    if (admission.ok) {
      this.#parts.connections.admit(admission.connection);
      done(null, true);
      return;
    }
    this.#parts.refusals.count(admission.code, packet.clientId);
    done(Object.assign(new Refusal(admission.code), { returnCode: admission.returnCode }), false);
  }

  /** Only now has Aedes closed the device's former connection. */
  #registered(client: Client): void {
    const connection = this.#parts.connections.of(client);
    if (connection === undefined) return;
    // Aedes loses sight of a former one that is just closing.
    this.#parts.connections.makeCurrent(connection)?.client.close();
  }

  async #authorizePublish(
    client: Client | null,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): Promise<void> {
    const connection = client ? this.#parts.connections.of(client) : undefined;
    if (client === null || connection === undefined) return done(new Refusal('TOPIC_WRONG'));
    const payload = packet.payload as Buffer;
    if (lengthOf(packet) > MAX_PACKET_BYTES) return done(this.#refuse('PACKET_TOO_LONG', client));
    if (packet.cmd !== 'publish') {
      this.#receiveWill(client, payload);
      // The will is ours alone; an error keeps Aedes from routing it.
      return done(new Error('handled'));
    }
    if (packet.topic !== upTopic(connection.device.deviceId)) {
      return done(this.#refuse('TOPIC_WRONG', client));
    }
    if (packet.qos !== 1) return done(this.#refuse('QOS_WRONG', client));
    if (packet.retain) return done(this.#refuse('RETAIN_SET', client));
    try {
      await this.#parts.uplinks.receive(connection, payload);
      done(null);
    } catch {
      done(new Refusal('JOURNAL_FAILED'));
    }
  }

  #receiveWill(client: Client, payload: Uint8Array): void {
    const { connections, uplinks, log } = this.#parts;
    const connection = connections.of(client);
    if (!connection || !connections.isCurrent(connection)) return;
    if (!uplinks.receiveWill(connection, payload)) return;
    log.info({ device: connection.device.deviceId }, 'connection lost');
  }

  /** All open calls, or none: after this the device knows where it stands. */
  #sendSnapshot(client: Client): void {
    const { connections, calls } = this.#parts;
    const connection = connections.of(client);
    if (connection === undefined) return;
    const open = calls.openCallsOf(connection.device.deviceId);
    connection.send({ kind: 'progress', complete: true, calls: open.map(newsOf) });
  }

  #refuse(code: RefusalCode, client: Client): Refusal {
    this.#parts.refusals.count(code, client.id);
    return new Refusal(code);
  }

  #failed(client: Client, error: Error): void {
    const isCounted = error instanceof Refusal;
    const isOrdinary = 'code' in error && typeof error.code === 'string';
    if (isCounted || isOrdinary || ORDINARY_ENDS.has(error.message)) return;
    const isVersion = error.message === 'unacceptable protocol version';
    const code = isVersion ? 'MQTT_VERSION' : 'MQTT_ERROR';
    this.#parts.refusals.count(code, client.id || undefined, error.message);
  }
}
