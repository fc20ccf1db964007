// Light devices as homes of a generator: their presses, receipts and news go into the recorder.

import { isSame } from '#firmware/src/core/identity.ts';
import { type Limits, standardSettings } from '#firmware/src/core/settings.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { Scheduler } from '#gateway/system/scheduler.ts';
import type { CallNews, Identity, Key } from '#protocol/messages.ts';
import { IN_OUTBOX } from '../ledger.ts';
import { LightDevice, type LightWorld } from '../lightweight/light-device.ts';
import type { LightSession } from '../lightweight/session.ts';
import { isAccepted, isAnswered } from '../stages.ts';
import type { GatewayAddress, HomeToRun } from './messages.ts';
import type { Recorder } from './recorder.ts';
import type { HomeState, RunningHome } from './running-home.ts';

/** Rows of presses that are still to hear something, oldest first. */
type OpenRows = number[];

export class LightHomes {
  readonly #recorder: Recorder;
  readonly #receipted: () => void;
  readonly #world: LightWorld;
  /** Per home that has pressed and was not told of an answer yet. */
  readonly #open = new Map<number, OpenRows>();

  /** `receipted` is called after each receipt. */
  constructor(
    gateway: GatewayAddress,
    recorder: Recorder,
    random: () => number,
    limits: Partial<Limits>,
    receipted: () => void,
  ) {
    this.#recorder = recorder;
    this.#receipted = receipted;
    const address = { ...gateway, tls: false };
    this.#world = {
      gateway,
      limits: { ...standardSettings('', new Uint8Array(0), 0, address, null).limits, ...limits },
      alarms: new Scheduler({ monotonic: recorder.now, after: systemClock.after }),
      now: recorder.now,
      random,
      settled: ({ index }, identity, isRejected, reason) => {
        this.#settled(index, identity, isRejected, reason);
        this.#receipted();
      },
      news: ({ index }, news) => this.#heard(index, news),
      heartbeatSent: () => recorder.heartbeatSent(),
    };
  }

  add({ secret, keyVersion, ...home }: HomeToRun): LightHome {
    // A copy of its own: what came in a message keeps all of that message in memory.
    const key = { version: keyVersion, secret: Uint8Array.from(secret) };
    return new LightHome(new LightDevice(this.#world, { ...home, key }), this);
  }

  stop(): void {
    this.#world.alarms.clear();
  }

  press(device: LightDevice, key: Key, intendedAt: number): void {
    const madeAt = this.#recorder.now();
    const identity = device.press(key);
    if (identity === undefined) {
      this.#recorder.skipped();
      return;
    }
    const row = this.#recorder.made(device.index, identity, key, intendedAt, madeAt);
    const rows = this.#open.get(device.index);
    if (rows === undefined) this.#open.set(device.index, [row]);
    else rows.push(row);
  }

  #settled(home: number, identity: Identity, isRejected: boolean, reason: number): void {
    const { bootId, seq } = this.#recorder.columns;
    const rows = this.#open.get(home) ?? [];
    const place = rows.findIndex(
      (row) => seq[row] === identity.seq && bootId[row] === identity.bootId,
    );
    if (place < 0) return;
    this.#recorder.settled(rows[place] as number, this.#recorder.now(), isRejected, reason);
    if (isRejected) rows.splice(place, 1);
  }

  #heard(home: number, news: CallNews): void {
    if (!isAccepted(news.stage)) return;
    const at = this.#recorder.now();
    this.#recorder.acceptanceSeen(home, news.latest, at);
    const rows = this.#open.get(home);
    if (rows === undefined) return;
    const hasEnded = isAnswered(news.stage);
    const left = rows.filter((row) => {
      if (!this.#recorder.isCovered(row, news)) return true;
      this.#recorder.accepted(row, at);
      if (hasEnded) this.#recorder.answered(row, at);
      // An answer can come before the receipt that the outbox waits for.
      return !hasEnded || this.#recorder.columns.state[row] === IN_OUTBOX;
    });
    if (left.length === 0) this.#open.delete(home);
    else this.#open.set(home, left);
  }
}

export class LightHome implements RunningHome {
  readonly #device: LightDevice;
  readonly #homes: LightHomes;
  #wantsPower = false;
  #isLent = false;

  constructor(device: LightDevice, homes: LightHomes) {
    this.#device = device;
    this.#homes = homes;
  }

  get state(): HomeState {
    const { state } = this.#device;
    return state === 'off' || state === 'connected' ? state : 'connecting';
  }

  press(key: Key, intendedAt: number): void {
    this.#homes.press(this.#device, key, intendedAt);
  }

  holds(identity: Identity): boolean {
    return this.#device.waiting.some((entry) => isSame(entry.identity, identity));
  }

  setPower(on: boolean): void {
    this.#wantsPower = on;
    if (on && !this.#isLent) this.#device.powerOn();
    else if (!on) this.#device.powerOff();
  }

  get isLent(): boolean {
    return this.#isLent;
  }

  /** Off until it is taken back: an attacker has its name and key, in a boot that the device leaves out. */
  lend(): LightSession {
    this.#isLent = true;
    this.#device.powerOff();
    return this.#device.skipBoot();
  }

  takeBack(): void {
    this.#isLent = false;
    if (this.#wantsPower) this.#device.powerOn();
  }

  setNetwork(up: boolean): void {
    this.#device.setNetwork(up);
  }

  setBattery(percent: number, onMains: boolean): void {
    this.#device.setCondition({ percent, onMains });
  }

  beat(): void {
    this.#device.beat();
  }
}
