// The embedded broker: Aedes' hooks, wired to admission, uplinks and snapshots. Nothing is routed between devices.
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { AuthenticateError, Client, ConnectPacket, PublishPacket } from 'aedes';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import type { CallLifecycle } from '../calls/lifecycle.ts';
import type { DeviceEventListener } from '../domain/ports/administration.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { Supervisor } from '../domain/ports/supervisor.ts';
import type { AdmissionStatus, Admissions } from './admission.ts';
import { UNREAD } from './connection.ts';
import { type DeviceConnections, newsOf } from './device-connections.ts';
import { type KeyPair, Listeners, type ListenTo, type Ports } from './listeners.ts';
import { affordableConnections } from './open-files.ts';
import type { IntakeOptions } from './options.ts';
import type { Overload } from './overload.ts';
import { PacketLimit } from './packet-limit.ts';
import { Refusal, type RefusalCode, type Refusals } from './refusals.ts';
import { saysRed } from './says-red.ts';
import { Slices } from './slices.ts';
import { grantQos1, holdUntilConnack, onPacket, readOn, UnroutedAedes } from './unrouted-aedes.ts';
import type { Uplinks } from './uplinks.ts';

export interface BrokerDeps {
  admissions: Admissions;
  connections: DeviceConnections;
  uplinks: Uplinks;
  calls: CallLifecycle;
  refusals: Refusals;
  supervisor: Supervisor;
  deviceEvents: DeviceEventListener;
  overload: Overload;
  clock: Clock;
  log: Log;
  meter: Meter;
  options: IntakeOptions;
}

export interface BrokerStatus extends AdmissionStatus {
  connected: number;
  sockets: number;
  /** Sockets that haven't said CONNECT. */
  unconnected: number;
  /** Uplinks without an answer yet. */
  underWay: number;
  overloaded: boolean;
  loopDelayMs: number;
}

/** ConnectLimiter cuts sooner. */
const NEVER_MS = 2 ** 31 - 1;

const ignore = () => {};

/** How connections end without anybody's fault, as Aedes says it. */
const ORDINARY_ENDS = new Set(['keep alive timeout', 'connection closed', 'drain timeout']);

/** What Aedes and our own sockets say, where it isn't simply bad MQTT. */
const CODES: Record<string, RefusalCode> = {
  'unacceptable protocol version': 'MQTT_VERSION',
  [UNREAD]: 'DOWNLINK_UNREAD',
};

export class Broker {
  readonly #deps: BrokerDeps;
  readonly #aedes: UnroutedAedes;
  readonly #listeners: Listeners;
  readonly #limit: PacketLimit;
  /** Connections with something to read, a CONNECT with luck: thousands at once when a district comes back. */
  readonly #arrivals: Slices<Socket>;
  readonly #connects = new WeakMap<Client, ConnectPacket>();
  #isStopping = false;
  #whenAnswered = () => {};

  constructor(deps: BrokerDeps) {
    this.#deps = deps;
    const { options, clock, refusals, meter } = deps;
    this.#limit = new PacketLimit(
      (client, code) => refusals.count(code, client.id || undefined),
      clock.monotonic,
    );
    this.#arrivals = new Slices((socket) => this.#handle(socket), clock.monotonic);
    this.#listeners = new Listeners({
      options,
      clock,
      refusals,
      meter,
      maxConnections: options.maxConnections ?? affordableConnections(),
      // A turn accepts only one, so that a slice in each would make those behind it wait for all before them.
      arrived: () => this.#arrivals.holdUp(),
      accept: (socket) => this.#accept(socket),
    });
    this.#aedes = new UnroutedAedes({
      connectTimeout: NEVER_MS,
      maxClientsIdLength: 32,
      maxTopicLevels: 8,
      preConnect: (client, packet, done) => {
        this.#listeners.saidConnect(client.conn as Socket);
        this.#connects.set(client, packet);
        holdUntilConnack(client);
        done(null, !client.conn.destroyed);
      },
      authenticate: (client, _username, _password, done) => void this.#authenticate(client, done),
      authorizeSubscribe: (client, subscription, done) => {
        if (client.conn.destroyed) return;
        const allowed = client.id && subscription.topic === downTopic(client.id);
        if (allowed) done(null, subscription);
        else done(this.#refuse('SUBSCRIPTION_WRONG', client));
      },
      authorizePublish: (client, packet, done) => void this.#authorizePublish(client, packet, done),
    });
    // Its types leave this event out; without a listener it would end the process.
    (this.#aedes as EventEmitter).on('error', (error) =>
      deps.log.error({ error }, 'broker failed'),
    );
    this.#aedes.on('client', (client) => this.#registered(client));
    this.#aedes.on('connackSent', (_packet, client) => deps.connections.of(client)?.open());
    this.#aedes.on('clientDisconnect', (client) => this.#gone(client));
    this.#aedes.on('subscribe', (_subscriptions, client) => this.#sendSnapshot(client));
    this.#aedes.on('clientError', (client, error) => this.#failed(client, error));
    this.#aedes.on('connectionError', (client, error) => this.#failed(client, error));
  }

  /** Listens. Returns the ports. Errors: ADDRESS_UNAVAILABLE, CERTIFICATE_INVALID. */
  async start(listenTo: ListenTo): Promise<Ports> {
    await this.#aedes.listen();
    this.#deps.overload.start();
    return await this.#listeners.start(listenTo);
  }

  /** A new certificate for new connections. Errors: CERTIFICATE_INVALID. */
  reloadTls(pair: KeyPair): void {
    this.#listeners.setCertificate(pair);
  }

  /** Takes nothing new, answers what is under way, as long as that takes no longer than it may, and closes. */
  async stop(): Promise<void> {
    const { clock, options, overload } = this.#deps;
    this.#isStopping = true;
    this.#listeners.stopListening();
    if (overload.underWay > 0) {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(options.stopWithinMs, resolve);
        this.#whenAnswered = () => {
          cancel();
          resolve();
        };
      });
    }
    // The last answers are written at the end of their turn.
    await new Promise<void>((resolve) => setImmediate(resolve));
    overload.stop();
    await new Promise<void>((resolve) => this.#aedes.close(() => resolve()));
    this.#listeners.closeAll();
  }

  /** Connections that nobody has read yet. */
  get arriving(): number {
    return this.#arrivals.size;
  }

  /** For the operator's metrics. */
  status(): BrokerStatus {
    const { connections, overload, admissions } = this.#deps;
    return {
      connected: connections.size,
      sockets: this.#listeners.open,
      unconnected: this.#listeners.unconnected,
      ...admissions.status(),
      underWay: overload.underWay,
      overloaded: overload.isOn,
      loopDelayMs: overload.loopDelayMs,
    };
  }

  /** Aedes keeps 13 kB for each client: whoever says nothing is none. */
  #accept(socket: Socket): void {
    socket.on('error', ignore);
    socket.once('readable', () => {
      if (saysRed(socket)) this.#handle(socket);
      else this.#arrivals.add(socket);
    });
  }

  #handle(socket: Socket): void {
    if (socket.destroyed) return;
    socket.off('error', ignore);
    const client = this.#aedes.handle(socket);
    this.#limit.watch(client);
    onPacket(client, grantQos1);
    // Not `once`, which keeps three objects more for each connection: it is told only once.
    socket.on('close', () => {
      this.#deps.admissions.over(client);
      this.#gone(client);
    });
    readOn(client);
    this.#limit.look(client);
  }

  #gone(client: Client): void {
    const deviceId = this.#deps.connections.remove(client);
    if (deviceId === undefined) return;
    this.#deps.supervisor.disconnected(deviceId);
    this.#deps.deviceEvents.left(deviceId);
  }

  async #authenticate(
    client: Client,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    const packet = this.#connects.get(client) as ConnectPacket;
    this.#connects.delete(client);
    const admission = await this.#deps.admissions.admit(client, packet);
    if (admission === 'gone' || this.#isStopping) return;
    if (admission === 'in') {
      done(null, true);
      return;
    }
    const { code, returnCode } = admission;
    this.#deps.refusals.count(code, packet.clientId);
    done(Object.assign(new Refusal(code), { returnCode }), false);
  }

  /** Only now has Aedes closed the device's former connection. */
  #registered(client: Client): void {
    const connection = this.#deps.connections.of(client);
    // Aedes goes on for a moment with one that was cut.
    if (connection === undefined || client.conn.destroyed) return;
    // Aedes loses sight of a former one that is just closing.
    this.#deps.connections.makeCurrent(connection)?.client.close();
    const { deviceId } = connection.device;
    this.#deps.supervisor.connected(deviceId);
    // On this connection it doesn't listen yet.
    this.#deps.deviceEvents.left(deviceId);
  }

  async #authorizePublish(
    client: Client | null,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): Promise<void> {
    const { connections, uplinks, overload } = this.#deps;
    const connection = client ? connections.of(client) : undefined;
    if (client === null || connection === undefined) return done(new Refusal('TOPIC_WRONG'));
    const payload = packet.payload as Buffer;
    if (packet.cmd !== 'publish') {
      this.#receiveWill(client, payload);
      // The will is ours alone; an error keeps Aedes from routing it.
      return done(new Error('handled'));
    }
    // Without an answer the device keeps what it has.
    if (this.#isStopping || client.conn.destroyed) return;
    if (packet.topic !== upTopic(connection.device.deviceId)) {
      return done(this.#refuse('TOPIC_WRONG', client));
    }
    if (packet.qos !== 1) return done(this.#refuse('QOS_WRONG', client));
    if (packet.retain) return done(this.#refuse('RETAIN_SET', client));
    overload.began();
    try {
      const answer = await uplinks.receive(connection, payload);
      if (answer === 'puback') connection.acknowledge(packet.messageId as number);
      readOn(client);
    } catch (error) {
      done(error as Error);
    } finally {
      overload.answered();
      if (overload.underWay === 0) this.#whenAnswered();
    }
  }

  #receiveWill(client: Client, payload: Uint8Array): void {
    const { connections, uplinks, log } = this.#deps;
    const connection = connections.of(client);
    if (!connection || !connections.isCurrent(connection) || this.#isStopping) return;
    if (!uplinks.receiveWill(connection, payload)) return;
    log.info({ device: connection.device.deviceId }, 'connection lost');
  }

  /** All open calls, or none: after this the device knows where it stands. */
  #sendSnapshot(client: Client): void {
    const { connections, calls, deviceEvents } = this.#deps;
    const connection = connections.of(client);
    if (connection === undefined) return;
    const open = calls.openCallsOf(connection.device.deviceId);
    connection.send({ kind: 'progress', complete: true, calls: open.map(newsOf) });
    this.#deps.admissions.over(client);
    if (connections.isCurrent(connection)) deviceEvents.joined(connection.device.deviceId);
  }

  #refuse(code: RefusalCode, client: Client): Refusal {
    this.#deps.refusals.count(code, client.id);
    return new Refusal(code);
  }

  #failed(client: Client, error: Error): void {
    const code = codeOfEnd(error);
    if (code) this.#deps.refusals.count(code, client.id || undefined, error.message);
  }
}

/**
 * Why a connection ended, from the error that Aedes gives: the code to count, or undefined for what is nobody's fault, or
 * counted already.
 */
function codeOfEnd(error: Error): RefusalCode | undefined {
  const isCounted = error instanceof Refusal;
  // The system's own: the line is gone.
  const isOrdinary = 'code' in error && typeof error.code === 'string';
  if (isCounted || isOrdinary || ORDINARY_ENDS.has(error.message)) return undefined;
  return CODES[error.message] ?? 'MQTT_ERROR';
}
