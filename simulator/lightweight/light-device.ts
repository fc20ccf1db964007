// A light device: everything that the gateway can see of a button, made from the protocol without its firmware.
// Thousands share a process: no timers, no buffers, no closures of their own.

import { LANE_GREEN, LANE_RED } from '#firmware/src/core/rows.ts';
import { NOT_DUE } from '#gateway/system/due-heap.ts';
import type { Scheduled, Scheduler } from '#gateway/system/scheduler.ts';
import { PENDING_GREEN, PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import {
  type CallNews,
  type DeviceEvent,
  type Downlink,
  type Identity,
  type Key,
  MAX_UINT32,
  RECEIPT_REJECTED,
  type Receipt,
} from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';
import { LightLink, type LinkState, type LinkUser, type LinkWorld } from './light-link.ts';
import { BOOTED, type Condition, eventsOf, heartbeat, WELL } from './messages.ts';
import { Outbox, type Waiting } from './outbox.ts';
import { LightSession } from './session.ts';

const ASK_EVERY_MS = 3_600_000;
const NEVER = Number.POSITIVE_INFINITY;

/** What all light devices of a process share. */
export interface LightWorld extends LinkWorld {
  alarms: Scheduler;
  /** The receipt that took a press out of the outbox. `reason` is that of a rejection, else 0. */
  settled(device: LightDevice, identity: Identity, isRejected: boolean, reason: number): void;
  news(device: LightDevice, news: CallNews): void;
  heartbeatSent(): void;
}

export interface LightOptions {
  /** Place of the home in the run. */
  index: number;
  deviceId: string;
  key: SealKey;
  /** The boot of the first `powerOn`. */
  firstBootId: number;
  heartbeatMs: number;
}

export class LightDevice implements LinkUser, Scheduled {
  readonly index: number;
  dueAt = 0;
  dueOrder = 0;
  duePlace = NOT_DUE;
  readonly #world: LightWorld;
  readonly #heartbeatMs: number;
  readonly #link: LightLink;
  readonly #outbox = new Outbox();
  #seq = 0;
  #bootedAt = 0;
  #askedAt = 0;
  #condition: Condition = WELL;
  #heartbeatAt = NEVER;
  #receiptAt = NEVER;

  constructor(world: LightWorld, options: LightOptions) {
    const { index, deviceId, key, firstBootId, heartbeatMs } = options;
    this.#world = world;
    this.index = index;
    this.#heartbeatMs = heartbeatMs;
    // powerOn counts up, as a device's boot counter does.
    this.#link = new LightLink(world, new LightSession(deviceId, key, firstBootId - 1), this);
  }

  get deviceId(): string {
    return this.#link.session.deviceId;
  }

  get bootId(): number {
    return this.#link.session.bootId;
  }

  get state(): LinkState {
    return this.#link.state;
  }

  /** Entries without a receipt. */
  get waiting(): readonly Waiting[] {
    return this.#outbox.entries;
  }

  powerOn(): void {
    if (this.state !== 'off') return;
    this.#link.session.newBoot();
    this.#outbox.newBoot();
    this.#seq = 0;
    this.#bootedAt = this.#world.now();
    this.#add(BOOTED);
    this.#link.start();
  }

  /** Power is cut: the connection breaks without a word, presses stay. */
  powerOff(): void {
    this.#link.stop();
    this.#world.alarms.set(this, NEVER);
  }

  /** Leaves out a boot, for somebody else who uses the device's name and key while it is off. */
  skipBoot(): LightSession {
    const { session } = this.#link;
    session.newBoot();
    return new LightSession(session.deviceId, session.key, session.bootId);
  }

  /** While the network is down there is no connection, and every attempt at one fails. */
  setNetwork(up: boolean): void {
    this.#link.setNetwork(up);
  }

  /** The identity of the press, or undefined when the power is off. */
  press(key: Key): Identity | undefined {
    if (this.state === 'off') return undefined;
    const identity = this.#add({ kind: 'press', key, count: 1 });
    if (this.pending() === PENDING_RED) this.#link.hurry();
    this.#pump();
    return identity;
  }

  setCondition(condition: Condition): void {
    const events = eventsOf(this.#condition, condition);
    this.#condition = condition;
    if (this.state === 'off') return;
    for (const event of events) this.#add(event);
    this.#pump();
  }

  /** One more heartbeat; nothing when there is no session. */
  beat(): void {
    if (this.#link.isOpen) this.#beat(false);
  }

  wake(now: number): void {
    if (now >= this.#link.dueAt) this.#link.wake(now);
    if (this.#link.isOpen) {
      if (now >= this.#heartbeatAt) this.#beat(now - this.#askedAt >= ASK_EVERY_MS);
      if (now >= this.#receiptAt) this.#pump();
    }
    this.linkChanged();
  }

  pending(): number {
    const lane = this.#outbox.firstLane;
    if (lane === LANE_RED) return PENDING_RED;
    return lane === LANE_GREEN ? PENDING_GREEN : PENDING_NOTHING;
  }

  linkOpened(): void {
    this.#outbox.newSession();
    this.#pump();
    this.#beat(true);
  }

  downlink(downlink: Downlink): void {
    if (downlink.kind === 'receipt') this.#receipted(downlink);
    else if (downlink.kind === 'progress') {
      for (const news of downlink.calls) this.#world.news(this, news);
    }
  }

  /** Plans the next wake. */
  linkChanged(): void {
    if (this.state === 'off') return;
    const own = this.#link.isOpen ? Math.min(this.#heartbeatAt, this.#receiptAt) : NEVER;
    const next = Math.min(this.#link.dueAt, own);
    // Woken too early it plans anew: cheaper than moving in the heap with every press.
    if (this.duePlace === NOT_DUE || next < this.dueAt) this.#world.alarms.set(this, next);
  }

  #receipted({ identity, answers, result, reason }: Receipt): void {
    if (result > RECEIPT_REJECTED) return;
    const entry = this.#outbox.take(identity, answers);
    if (entry === undefined) return;
    if (entry.event.kind === 'press') {
      this.#world.settled(this, entry.identity, result === RECEIPT_REJECTED, reason);
    }
    this.#pump();
  }

  #add(event: DeviceEvent): Identity {
    this.#seq++;
    const identity = { bootId: this.bootId, seq: this.#seq };
    this.#outbox.add(identity, event, this.#world.now());
    return identity;
  }

  #pump(): void {
    if (this.#link.isOpen) {
      const now = this.#world.now();
      this.#receiptAt = this.#outbox.pump(now, (entry) => this.#transmit(entry, now));
    }
    this.linkChanged();
  }

  #transmit({ identity, event, at }: Waiting, now: number): number {
    const ageIsLowerBound = Number.isNaN(at);
    const age = Math.floor(now - (ageIsLowerBound ? this.#bootedAt : at));
    const ageMs = Math.min(age, MAX_UINT32);
    return this.#link.send({ ageMs, ageIsLowerBound, test: false, identity, event });
  }

  #beat(asks: boolean): void {
    const now = this.#world.now();
    const vitals = {
      condition: this.#condition,
      uptimeMs: now - this.#bootedAt,
      outboxDepth: this.#outbox.entries.length,
      reconnects: this.#link.session.connectNo - 1,
    };
    const identity = null;
    const event = heartbeat(vitals, asks);
    this.#link.send({ ageMs: 0, ageIsLowerBound: false, test: false, identity, event });
    if (asks) this.#askedAt = now;
    this.#heartbeatAt = now + this.#heartbeatMs;
    this.#world.heartbeatSent();
    this.linkChanged();
  }
}
