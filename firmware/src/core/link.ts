// Keeps one sealed session with the gateway alive: connects, proves, loses, waits, connects again.

import type { News } from '#protocol/device/frames.ts';
import { PENDING_RED } from '#protocol/device/password.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import type { Address, Uplink } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { MqttClient, type MqttHandlers } from '../mqtt/client.ts';
import type { ConnectOptions } from '../mqtt/packets.ts';
import { Alarm } from './alarm.ts';
import { Backoff } from './backoff.ts';
import type { LinkState } from './observer.ts';
import { SealedSession } from './session.ts';
import type { Settings } from './settings.ts';

/** A connection that lasted so long, in ms, was sound: the backoff starts anew. */
const STEADY_MS = 60000;

export interface LinkHandlers {
  /** What waits in the outbox: PENDING_NOTHING, PENDING_GREEN or PENDING_RED. */
  pending(): number;
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
  /** CONNECTs of this boot. */
  connectNo: number;
  client: MqttClient | null;
  session: SealedSession;
  /** Downlinks of this boot that weren't sealed for their session. */
  refused: number;
  onSpare: boolean;
  connectedAt: number;
  /** Until the next attempt while waiting, until the first sealed downlink while open. */
  alarm: Alarm;
  waitingSince: number;
  dueAt: number;

  constructor(hal: Hal, settings: Settings, handlers: LinkHandlers) {
    this.hal = hal;
    this.settings = settings;
    this.bootId = 0;
    this.handlers = handlers;
    this.backoff = new Backoff(settings.limits);
    this.state = 'waiting';
    this.connectNo = 0;
    this.client = null;
    this.session = new SealedSession(hal.sha256, settings, 0, 0);
    this.refused = 0;
    this.onSpare = false;
    this.connectedAt = 0;
    this.alarm = new Alarm(hal);
    this.waitingSince = 0;
    this.dueAt = 0;
  }

  /** Ends the session in order, for good. */
  stop(): void {
    this.alarm.clear();
    if (this.client) this.client.close();
    this.client = null;
    this.state = 'waiting';
  }

  isOpen(): boolean {
    return this.state === 'open' || this.state === 'connected';
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

  /** A red press has come: a wait is cut short. */
  hurry(): void {
    if (this.state !== 'waiting') return;
    const now = this.hal.now();
    const wait = this.backoff.cutShort(now - this.waitingSince, this.hal.random());
    if (now + wait < this.dueAt) this.plan(wait);
  }

  /** Gives up the connection, to try again after the usual wait. */
  drop(reason: string): void {
    if (this.client) this.client.close();
    if (this.client || !this.alarm.isSet) this.onEnd(reason);
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
    const address = this.address();
    this.become('connecting', address.host + ':' + address.port);
    client.open(address);
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

  address(): Address {
    const spare = this.settings.spare;
    return this.onSpare && spare ? spare : this.settings.main;
  }

  onReady(): void {
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
    if (this.state === 'open') {
      this.alarm.clear();
      this.connectedAt = this.hal.now();
      this.become('connected', '');
    }
    this.handlers.onDownlink(downlink);
  }

  onEnd(reason: string): void {
    const now = this.hal.now();
    const red = this.handlers.pending() === PENDING_RED;
    this.client = null;
    if (this.state === 'connected') {
      if (now - this.connectedAt >= STEADY_MS) this.backoff.reset();
    } else {
      this.onSpare = !this.onSpare;
    }
    this.backoff.failed(red);
    this.waitingSince = now;
    this.plan(this.backoff.afterFailure(red, this.hal.random()));
    this.become('waiting', reason);
  }

  plan(wait: number): void {
    this.dueAt = this.hal.now() + wait;
    this.alarm.set(wait, () => this.attempt());
  }

  become(state: LinkState, reason: string): void {
    this.state = state;
    this.handlers.onState(state, reason);
  }
}
