// Keeps one sealed session with the gateway alive: connects, proves, loses, waits, connects again.

import type { News } from '#protocol/device/frames.ts';
import { PENDING_RED } from '#protocol/device/password.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import type { Uplink } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { MqttClient, type MqttHandlers } from '../mqtt/client.ts';
import type { ConnectOptions } from '../mqtt/packets.ts';
import { Alarm } from './alarm.ts';
import { Backoff, wait } from './backoff.ts';
import type { LinkState } from './observer.ts';
import { SealedSession } from './session.ts';
import type { Settings } from './settings.ts';

/** A connection that lasted so long, in ms, was sound: the backoff starts anew. */
const STEADY_MS = 60000;

/** On the spare, main is tried again after half to all of this, in ms. */
const RETURN_MS = 3600000;

/** With so many failures the spare has had its turn: from then on a slow line gets its full time. */
const HASTY_FAILURES = 2;

/** A link in which nothing happens for so long after it was due, in ms, has lost a timer. */
const GRACE_MS = 60000;

export interface LinkHandlers {
  /** What waits in the outbox: PENDING_NOTHING, PENDING_GREEN or PENDING_RED. */
  pending(): number;
  /** Nothing waits and no call is open: the line may be changed. */
  isQuiet(): boolean;
  /** CONNACK came: a new session, in which frames may be sent. */
  onOpen(): void;
  /** A downlink sealed for this session. */
  onDownlink(downlink: News): void;
  /** After each change. `waiting` means that the session, if there was one, is gone. */
  onState(state: LinkState, reason: string): void;
}

export class Link implements MqttHandlers {
  hal: Hal;
  settings: Settings;
  /** To be set before the first attempt. */
  bootId: number;
  handlers: LinkHandlers;
  backoff: Backoff;
  state: LinkState;
  /** Why the last connection ended; for people. */
  reason: string;
  /** CONNECTs of this boot. */
  connectNo: number;
  /** Those of them that were taken. */
  connections: number;
  client: MqttClient | null;
  session: SealedSession;
  /** Downlinks of this boot that weren't sealed for their session. */
  refused: number;
  onSpare: boolean;
  connectedAt: number;
  /** Until the next attempt while waiting, the first sealed downlink while open, the return while on the spare. */
  alarm: Alarm;
  /** Until the other address is tried, while a red press waits. */
  haste: Alarm;
  waitingSince: number;
  /** When the next attempt is due; Infinity while parked. */
  dueAt: number;
  /** How long the last attempt kept everything else from running, in ms. */
  blockedMs: number;

  constructor(hal: Hal, settings: Settings, handlers: LinkHandlers) {
    this.hal = hal;
    this.settings = settings;
    this.bootId = 0;
    this.handlers = handlers;
    this.backoff = new Backoff(settings.limits);
    this.state = 'waiting';
    this.reason = '';
    this.connectNo = 0;
    this.connections = 0;
    this.client = null;
    this.session = new SealedSession(hal.sha256, settings, 0, 0);
    this.refused = 0;
    this.onSpare = false;
    this.connectedAt = 0;
    this.alarm = new Alarm(hal);
    this.haste = new Alarm(hal);
    this.waitingSince = 0;
    this.dueAt = 0;
    this.blockedMs = 0;
  }

  /** Ends the session in order, for good. */
  stop(): void {
    this.alarm.clear();
    this.haste.clear();
    if (this.client) this.client.close();
    this.client = null;
    this.state = 'waiting';
    // Wi-Fi that comes back hurries all the same: no attempt is later than this.
    this.dueAt = 0;
  }

  isOpen(): boolean {
    return this.state === 'open' || this.state === 'connected';
  }

  /** Ends the session in order, and stays away until `hurry`. */
  park(): void {
    this.stop();
    this.dueAt = Infinity;
    this.become('waiting', 'battery critical');
  }

  /** False when it stands still: neither waits for an attempt that will come, nor has heard a gateway for long. */
  isAlive(): boolean {
    const limit = this.hal.now() - GRACE_MS;
    if (!this.client) return this.dueAt > limit;
    return this.client.heardAt > limit - this.settings.keepaliveS * 1000;
  }

  /** Seals and sends; the envelope's number. Only while the link is open. */
  send(uplink: Uplink): number {
    const payload = this.session.seal(uplink);
    if (this.client) this.client.publish(upTopic(this.settings.deviceId), payload);
    return this.session.sent;
  }

  /** Finds out whether the line is dead. */
  probe(): void {
    if (this.client) this.client.probe();
  }

  /** A red press has come, or the network has (`network`): waits are cut short. */
  hurry(network: boolean): void {
    if (this.state !== 'waiting') {
      if (network) this.probe();
      this.watch();
      return;
    }
    const now = this.hal.now();
    const random = this.hal.random();
    let soon = this.settings.limits.answer * random;
    if (this.isRed()) soon = network ? 0 : this.backoff.cutShort(now - this.waitingSince, random);
    if (now + soon < this.dueAt) this.plan(soon);
  }

  isRed(): boolean {
    return this.handlers.pending() === PENDING_RED;
  }

  /**
   * While a red press waits and there is a spare, neither a connection nor a receipt is waited for as long as
   * else. Until both had their turn: what is slow must get through in the end.
   */
  watch(): void {
    if (!this.settings.spare || this.haste.isSet || !this.isRed()) return;
    const limits = this.settings.limits;
    const hasty = this.backoff.redFailures < HASTY_FAILURES;
    this.haste.set(hasty ? limits.redAnswer : STEADY_MS, () => {
      if (this.isRed()) this.drop('a red press waits');
    });
  }

  /** Gives up the connection, to try again after the usual wait. */
  drop(reason: string): void {
    if (this.client) this.client.close();
    if (this.client || !this.alarm.isSet) this.onEnd(reason);
  }

  /** After an exception, or when memory ran out: a timer that was set may never come. */
  recover(): void {
    if (this.client) {
      this.drop('exception');
      return;
    }
    if (this.dueAt === Infinity) return;
    const left = this.dueAt - this.hal.now();
    // Never at once: what runs out of memory in the attempt itself would begin it again and again.
    const least = this.settings.limits.redRetryFirst / 2;
    this.plan(left > least ? left : least);
  }

  /** Connects. Once by the device, then by itself. */
  attempt(): void {
    const settings = this.settings;
    const limit = settings.limits.answer;
    this.connectNo++;
    this.session = new SealedSession(this.hal.sha256, settings, this.bootId, this.connectNo);
    const topic = downTopic(settings.deviceId);
    const client = new MqttClient(this.hal, topic, settings.keepaliveS, limit, this);
    this.client = client;
    const spare = settings.spare;
    const address = this.onSpare && spare ? spare : settings.main;
    this.become('connecting', address.host + ':' + address.port);
    const began = this.hal.now();
    client.open(address);
    this.blockedMs = this.hal.now() - began;
    // Not before: where `connect` blocks, its time is not the gateway's.
    this.watch();
  }

  /** Made when CONNECT goes out, because a press may have come while the line was being made. */
  onLine(): ConnectOptions {
    const settings = this.settings;
    return {
      clientId: settings.deviceId,
      username: settings.deviceId,
      password: this.session.password(this.handlers.pending()),
      keepaliveS: settings.keepaliveS,
      willTopic: upTopic(settings.deviceId),
      willPayload: this.session.will(),
    };
  }

  onReady(): void {
    this.connections++;
    this.alarm.set(this.settings.limits.answer, () => this.drop('no sealed downlink'));
    this.become('open', '');
    this.handlers.onOpen();
  }

  onMessage(payload: Uint8Array): void {
    const downlink = this.session.open(payload);
    if (!downlink) {
      this.refused++;
      return;
    }
    const proves = this.state === 'open';
    if (proves) {
      this.alarm.clear();
      this.connectedAt = this.hal.now();
      if (this.onSpare) this.planReturn();
      this.become('connected', '');
    }
    this.handlers.onDownlink(downlink);
    if (!this.isRed()) this.backoff.redFailures = 0;
    // Presses are getting their receipts: no haste, or each has its own.
    if (proves || (downlink.kind === 'receipt' && downlink.identity)) {
      this.haste.clear();
      this.watch();
    }
  }

  /** Not in the middle of a call, and each device at another time. */
  planReturn(): void {
    this.alarm.set(wait(RETURN_MS, RETURN_MS, 0, this.hal.random()), () => {
      if (this.handlers.isQuiet()) this.drop('back to main');
      else this.planReturn();
    });
  }

  onEnd(reason: string): void {
    const now = this.hal.now();
    const red = this.isRed();
    const proved = this.state === 'connected';
    const steady = proved && now - this.connectedAt >= STEADY_MS;
    this.client = null;
    this.haste.clear();
    this.reason = reason;
    if (steady) this.backoff.reset();
    this.backoff.failed(red, proved);
    // Main again only when it was sound and nobody waits; after the spare always main.
    this.onSpare = this.settings.spare !== null && !this.onSpare && (red || !steady);
    this.waitingSince = now;
    const pause = this.backoff.afterFailure(red, this.hal.random());
    // Where a connect stands still nobody's press shows: an idle device is there at least half of the time.
    this.plan(red || pause > this.blockedMs ? pause : this.blockedMs);
    this.become('waiting', reason);
  }

  plan(milliseconds: number): void {
    this.dueAt = this.hal.now() + milliseconds;
    this.alarm.set(milliseconds, () => this.attempt());
  }

  become(state: LinkState, reason: string): void {
    this.state = state;
    this.handlers.onState(state, reason);
  }
}
