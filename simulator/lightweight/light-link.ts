// Keeps one sealed session of a light device alive: connects, proves, pings, loses, waits, connects again.
import { Backoff } from '#firmware/src/core/backoff.ts';
import type { Limits } from '#firmware/src/core/settings.ts';
import {
  CONNACK,
  encodeConnect,
  encodePingreq,
  encodePuback,
  encodeSubscribe,
  PINGRESP,
  PUBACK,
  PUBLISH,
  SUBACK,
} from '#firmware/src/mqtt/packets.ts';
import { PENDING_RED } from '#protocol/device/password.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import type { Downlink, Uplink } from '#protocol/messages.ts';
import { PacketSocket, type PacketSocketUser } from './packet-socket.ts';
import { encodePublish } from './packets.ts';
import type { LightSession } from './session.ts';

const KEEPALIVE_S = 60;
const PING_MS = 50_000;
/** A connection that lasted so long was sound: the backoff starts anew. */
const STEADY_MS = 60_000;
const SUBSCRIBE_ID = 1;
const SUBACK_FAILURE = 128;
const NEVER = Number.POSITIVE_INFINITY;

/** Shared by all links of a process. */
export interface LinkWorld {
  gateway: { host: string; port: number };
  limits: Limits;
  /** Milliseconds, never going back. */
  now(): number;
  /** 0 ≤ n < 1 */
  random(): number;
}

export interface LinkUser {
  /** As CONNECT tells it: PENDING_NOTHING, PENDING_GREEN or PENDING_RED. */
  pending(): number;
  /** CONNACK came: frames may be sent. */
  linkOpened(): void;
  downlink(downlink: Downlink): void;
  /** After each change of `dueAt`. */
  linkChanged(): void;
}

/** `open`: CONNACK came. `connected`: the gateway has proved itself with a sealed downlink. */
export type LinkState = 'off' | 'waiting' | 'connecting' | 'open' | 'connected';

export class LightLink implements PacketSocketUser {
  state: LinkState = 'off';
  readonly session: LightSession;
  readonly #world: LinkWorld;
  readonly #user: LinkUser;
  #backoff: Backoff;
  #line: PacketSocket | null = null;
  #packetId = SUBSCRIBE_ID;
  #isCutOff = false;
  #connectedAt = 0;
  #waitingSince = 0;
  /** When to connect while waiting; until when an answer must have come otherwise. */
  #stepAt = NEVER;
  #pingAt = NEVER;

  constructor(world: LinkWorld, session: LightSession, user: LinkUser) {
    this.#world = world;
    this.session = session;
    this.#user = user;
    this.#backoff = new Backoff(world.limits);
  }

  get isOpen(): boolean {
    return this.state === 'open' || this.state === 'connected';
  }

  /** When `wake` has something to do. */
  get dueAt(): number {
    return Math.min(this.#stepAt, this.#pingAt);
  }

  start(): void {
    this.#backoff = new Backoff(this.#world.limits);
    this.#attempt();
  }

  /** Breaks the connection without a word. */
  stop(): void {
    this.#drop();
    this.state = 'off';
  }

  /** While the network is down there is no connection, and every attempt at one fails. */
  setNetwork(up: boolean): void {
    this.#isCutOff = !up;
    if (!up && this.#line !== null) this.#end();
  }

  /** A red press has come: a wait is cut short. */
  hurry(): void {
    if (this.state !== 'waiting') return;
    const now = this.#world.now();
    const wait = this.#backoff.cutShort(now - this.#waitingSince, this.#world.random());
    this.#stepAt = Math.min(this.#stepAt, now + wait);
  }

  /** Seals and sends; the envelope's number. Only while the link is open. */
  send(uplink: Uplink): number {
    const payload = this.session.seal(uplink);
    this.#packetId = (this.#packetId % 65_535) + 1;
    this.#line?.write(encodePublish(this.#packetId, upTopic(this.session.deviceId), payload));
    return this.session.sent;
  }

  wake(now: number): void {
    if (now >= this.#stepAt) {
      if (this.state === 'waiting') this.#attempt();
      else this.#end();
    } else if (now >= this.#pingAt) {
      this.#line?.write(encodePingreq());
      this.#pingAt = now + PING_MS;
      this.#stepAt = Math.min(this.#stepAt, now + this.#world.limits.answer);
    }
  }

  /** SUBSCRIBE follows CONNECT without waiting, which 3.1.4 allows. */
  lineOpened(line: PacketSocket): void {
    const { deviceId } = this.session;
    const connect = encodeConnect({
      clientId: deviceId,
      username: deviceId,
      keepaliveS: KEEPALIVE_S,
      password: this.session.password(this.#user.pending()),
      willTopic: upTopic(deviceId),
      willPayload: this.session.will(),
    });
    line.write(connect);
    line.write(encodeSubscribe(SUBSCRIBE_ID, downTopic(deviceId)));
  }

  lineEnded(): void {
    this.#end();
  }

  packet(first: number, bytes: Uint8Array, from: number, to: number): void {
    const type = first >> 4;
    if (this.#line === null) return;
    // 3.2: the first packet from the broker must be CONNACK.
    if (!this.isOpen) {
      if (type === CONNACK && to - from === 2 && bytes[from + 1] === 0) this.#opened();
      else this.#end();
    } else if (type === PUBLISH) {
      this.#message(first, bytes, from, to);
    } else if (type === PINGRESP) {
      if (this.state === 'connected') this.#stepAt = NEVER;
    } else if (type === SUBACK) {
      if (to - from !== 3 || bytes[from + 2] === SUBACK_FAILURE) this.#end();
    } else if (type !== PUBACK) {
      this.#end();
    }
  }

  #attempt(): void {
    const { now, limits, gateway } = this.#world;
    this.session.renew();
    this.state = 'connecting';
    if (this.#isCutOff) {
      this.#end();
      return;
    }
    this.#packetId = SUBSCRIBE_ID;
    this.#stepAt = now() + limits.answer;
    this.#line = new PacketSocket(gateway.host, gateway.port, this);
    this.#user.linkChanged();
  }

  #opened(): void {
    const now = this.#world.now();
    this.state = 'open';
    this.#stepAt = now + this.#world.limits.answer;
    this.#pingAt = now + PING_MS;
    this.#user.linkOpened();
  }

  #drop(): void {
    this.#line?.cut();
    this.#line = null;
    this.#stepAt = NEVER;
    this.#pingAt = NEVER;
  }

  #end(): void {
    const now = this.#world.now();
    const proved = this.state === 'connected';
    if (proved && now - this.#connectedAt >= STEADY_MS) this.#backoff.reset();
    this.#drop();
    this.state = 'waiting';
    const isRed = this.#user.pending() === PENDING_RED;
    this.#backoff.failed(isRed, proved);
    this.#waitingSince = now;
    this.#stepAt = now + this.#backoff.afterFailure(isRed, this.#world.random());
    this.#user.linkChanged();
  }

  /** 3.3: topic, packet id when QoS is 1, payload. */
  #message(first: number, bytes: Uint8Array, from: number, to: number): void {
    const qos = (first >> 1) & 3;
    const topicEnd = from + 2 + (bytes[from] as number) * 256 + (bytes[from + 1] as number);
    const payloadAt = topicEnd + (qos === 0 ? 0 : 2);
    if (to - from < 2 || qos > 1 || payloadAt > to) {
      this.#end();
      return;
    }
    if (qos === 1) {
      const packetId = (bytes[topicEnd] as number) * 256 + (bytes[topicEnd + 1] as number);
      this.#line?.write(encodePuback(packetId));
    }
    const downlink = this.session.open(bytes.subarray(payloadAt, to));
    if (downlink === null) return;
    if (this.state === 'open') {
      this.state = 'connected';
      this.#connectedAt = this.#world.now();
      this.#stepAt = NEVER;
    }
    this.#user.downlink(downlink);
  }
}
