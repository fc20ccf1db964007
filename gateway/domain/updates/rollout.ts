// A rollout: one image on its way to many devices, in stages, which stops by itself when a device doesn't come well out
// of it. Pure: what devices say and the time are passed in.
import {
  UPDATE_FAILED,
  UPDATE_GOOD,
  UPDATE_REFUSED,
  UPDATE_TRIAL,
  UPDATE_WAITING,
  UPDATE_WANTED,
  UPDATE_WHOLE,
} from '#protocol/messages.ts';
import type { Now } from '../supervision/device-state.ts';
import {
  DEVICE_STEPS,
  type DeviceProgress,
  type DeviceReport,
  type DeviceStep,
  progressOf,
  type RolloutHead,
  type StepCounts,
  type Stop,
} from './progress.ts';
import { enoughOf, stagesOf } from './stages.ts';

const MINUTE = 60_000;
/** From "all of it is there" to "it is good". */
export const BACK_WITHIN_MS = 30 * MINUTE;
/** A device may wait with its restart for a press or a call, and not for ever. */
export const RESTARTS_WITHIN_MS = 24 * 60 * MINUTE;
/** A device that doesn't come for so long is carried to the last stage, and another takes its place. */
export const STAND_IN_AFTER_MS = 60 * MINUTE;
/** Transfers of one image to one device, at most: a flash that does not keep it wears out. */
const MAX_ROUNDS = 3;
const MAX_DETAIL = 64;

/** What such a device came to is known, and it does not count to its stage. */
const OUT: ReadonlySet<DeviceStep> = new Set(['refused', 'failed', 'lost', 'unsupported', 'gone']);
/** They have the image, or may have it. */
const HAVE_IT: ReadonlySet<DeviceStep> = new Set(['whole', 'trial', 'good', 'lost']);

export class Rollout {
  readonly head: RolloutHead;
  readonly #devices = new Map<string, DeviceProgress>();
  readonly #order: DeviceProgress[] = [];
  /** Those before it in the order have a stage that has begun. */
  #from = 0;
  /** By stage: how many devices are at each step. */
  readonly #counts: Record<DeviceStep, number>[] = [];
  /** To be told by `takeMoved`. */
  readonly #moved = new Set<DeviceProgress>();
  /** Those whose deadline runs. */
  readonly #timed = new Set<DeviceProgress>();

  /** `devices` in the order in which they get it. */
  constructor(head: RolloutHead, devices: Iterable<DeviceProgress>) {
    this.head = head;
    for (let stage = 0; stage < Math.max(head.stages, 1); stage++) this.#counts.push(noCounts());
    for (const device of devices) {
      this.#devices.set(device.deviceId, device);
      this.#order.push(device);
      this.#countsOf(device.stage)[device.step]++;
      if (isTimed(device.step)) this.#timed.add(device);
    }
  }

  /** A new one, whose first stage begins now. */
  static begin(
    head: Pick<RolloutHead, 'number' | 'image' | 'version' | 'older' | 'scope' | 'by'>,
    deviceIds: readonly string[],
    now: Now,
  ): Rollout {
    const stages = stagesOf(deviceIds.length);
    const devices = deviceIds.map((deviceId, at) => progressOf(deviceId, stages[at] ?? 0, now.utc));
    return new Rollout(
      {
        ...head,
        startedAt: now.utc,
        state: 'running',
        direction: 'forward',
        stage: 0,
        stages: (stages.at(-1) ?? 0) + 1,
        stageSince: now.utc,
      },
      devices,
    );
  }

  get devices(): Iterable<DeviceProgress> {
    return this.#devices.values();
  }

  device(deviceId: string): DeviceProgress | undefined {
    return this.#devices.get(deviceId);
  }

  /** Of all stages together, or of one. */
  counts(stage?: number): StepCounts {
    if (stage !== undefined) return { ...this.#countsOf(stage) };
    const all = noCounts();
    for (const counts of this.#counts) {
      for (const step of DEVICE_STEPS) all[step] += counts[step];
    }
    return all;
  }

  get isRunning(): boolean {
    return this.head.state === 'running';
  }

  /** Whether this device may be offered the image at this moment, as far as the rollout goes. */
  mayGet({ stage, step }: DeviceProgress): boolean {
    const { direction } = this.head;
    if (!this.isRunning || direction !== 'forward' || stage > this.head.stage) return false;
    return step === 'waiting' || step === 'sending';
  }

  /** Whether this device is asked how it stands, whatever the state of the rollout: its news count. */
  isAsked({ step, mayHaveIt }: DeviceProgress): boolean {
    if (step === 'returning') return this.isRunning;
    if (step === 'waiting' || step === 'sending') return mayHaveIt;
    return step === 'whole' || step === 'trial' || step === 'lost';
  }

  /** What a device says of this image. False: nothing is different. */
  report(deviceId: string, report: DeviceReport, now: Now): boolean {
    const device = this.#devices.get(deviceId);
    if (device === undefined) return false;
    const before = `${device.step} ${device.detail}`;
    if (this.head.direction === 'back') this.#reportBack(device, report, now);
    else this.#reportForward(device, report, now);
    return before !== `${device.step} ${device.detail}`;
  }

  #reportForward(device: DeviceProgress, { state, detail }: DeviceReport, now: Now): void {
    const { step } = device;
    if (state === UPDATE_GOOD) {
      if (step !== 'good' && step !== 'gone') this.#move(device, 'good', '', now);
      return;
    }
    // What it came to is known; only a device that was given up for lost may have more to say.
    if (step === 'good' || (OUT.has(step) && step !== 'lost')) return;
    switch (state) {
      case UPDATE_WANTED:
        this.#reportWanted(device, now);
        break;
      case UPDATE_WAITING:
        if (step === 'waiting' || step === 'sending') this.#move(device, 'waiting', detail, now);
        break;
      case UPDATE_WHOLE:
        this.#reportWhole(device, now);
        break;
      case UPDATE_TRIAL:
        if (step !== 'trial') this.#move(device, 'trial', '', now);
        break;
      case UPDATE_REFUSED:
        // A device without slots is like one that knows no updates: it says nothing against the image.
        if (detail === 'slots') this.#leave(device, 'unsupported', detail, now);
        else this.#fail(device, 'refused', detail, now);
        break;
      case UPDATE_FAILED:
        this.#fail(device, 'failed', detail, now);
        break;
    }
  }

  #reportWanted(device: DeviceProgress, now: Now): void {
    if (HAVE_IT.has(device.step)) {
      device.rounds++;
      if (device.rounds >= MAX_ROUNDS) {
        this.#fail(device, 'failed', 'not kept', now);
        return;
      }
    }
    device.mayHaveIt = false;
    this.#move(device, this.isRunning ? 'sending' : 'waiting', '', now);
  }

  /** It is there, and waits for a moment to restart. One that was on trial had that moment. */
  #reportWhole(device: DeviceProgress, now: Now): void {
    if (device.step === 'trial') return;
    if (device.step !== 'whole') this.#move(device, 'whole', '', now);
    device.deadline = Math.min(now.mono + BACK_WITHIN_MS, device.lastDeadline);
  }

  #reportBack(device: DeviceProgress, { state, detail }: DeviceReport, now: Now): void {
    if (device.step !== 'returning') return;
    // No answer to "back" is WANTED: that one belongs to a question of before.
    if (state === UPDATE_FAILED) {
      this.#move(device, 'returned', '', now);
    } else if (state === UPDATE_REFUSED) {
      this.#move(device, 'stayed', detail, now);
    } else if (state === UPDATE_WAITING) {
      this.#move(device, 'returning', detail, now);
    }
  }

  /** It was sent the last step: it may start the image although it says nothing any more. */
  sentAll(deviceId: string): void {
    const device = this.#devices.get(deviceId);
    if (device) device.mayHaveIt = true;
  }

  /** It has a turn, and is offered the image. */
  offered(deviceId: string, now: Now): void {
    const device = this.#devices.get(deviceId);
    if (device?.step === 'waiting') this.#move(device, 'sending', '', now);
  }

  /** It is away, or the gateway waits with it, in the middle of it. `detail`: why. */
  interrupted(deviceId: string, detail: string, now: Now): boolean {
    const device = this.#devices.get(deviceId);
    if (device === undefined || (device.step !== 'sending' && device.step !== 'waiting'))
      return false;
    if (device.step === 'waiting' && device.detail === detail) return false;
    this.#move(device, 'waiting', detail, now);
    return true;
  }

  /** It takes what it is sent, and comes no further. */
  stuck(deviceId: string, now: Now): void {
    const device = this.#devices.get(deviceId);
    if (device?.step === 'sending') this.#fail(device, 'failed', 'stuck', now);
  }

  /** It is connected, and answers nothing about updates. */
  unsupported(deviceId: string, now: Now): void {
    const device = this.#devices.get(deviceId);
    if (device?.step === 'sending' || device?.step === 'waiting') {
      this.#leave(device, 'unsupported', '', now);
    }
  }

  /** It is not in service any more. What it has come to stays known. */
  gone(deviceId: string, now: Now): boolean {
    const device = this.#devices.get(deviceId);
    if (device === undefined || OUT.has(device.step)) return false;
    if (device.step === 'good' || device.step === 'returned' || device.step === 'stayed')
      return false;
    this.#leave(device, 'gone', '', now);
    return true;
  }

  /**
   * Looks what time has brought: devices that didn't come back, a stage that is over, the end. `isThere`: whether a
   * device could get it now. Returns the devices that are lost by it.
   */
  tick(now: Now, isThere: (deviceId: string) => boolean): DeviceProgress[] {
    const late = [...this.#timed].filter((device) => now.mono >= device.deadline);
    for (const device of late) this.#fail(device, 'lost', '', now);
    if (this.isRunning && this.head.direction === 'back') {
      if (this.counts().returning === 0) this.#finish(now);
      return late;
    }
    while (this.isRunning && this.#isStageOver()) {
      if (this.head.stage === this.#lastStage) this.#finish(now);
      else this.#nextStage(now);
    }
    if (this.isRunning) this.#letStandIn(now, isThere);
    return late;
  }

  /** The devices that have come to another stage since this was asked last. */
  takeMoved(): DeviceProgress[] {
    const moved = [...this.#moved];
    this.#moved.clear();
    return moved;
  }

  /** False: it does not run. */
  stopBy(stop: Stop): boolean {
    if (!this.isRunning) return false;
    this.head.state = 'stopped';
    this.head.stop = stop;
    const now = { utc: stop.at, mono: 0 };
    for (const device of this.#devices.values()) {
      if (device.step === 'sending') this.#move(device, 'waiting', '', now);
    }
    return true;
  }

  /** False: it was not stopped. Devices that refused it or failed stay out. */
  resume(now: Now): boolean {
    if (this.head.state !== 'stopped') return false;
    this.head.state = 'running';
    this.head.stop = undefined;
    this.head.stageSince = now.utc;
    return true;
  }

  /** Some device has the image, or may have it. */
  get canGoBack(): boolean {
    return [...this.#devices.values()].some(mayHave);
  }

  /** Every device that has the image, or may have it, is to leave it. False: there is none. */
  goBack(now: Now): boolean {
    const { head } = this;
    if (head.direction === 'back') return false;
    if (!this.canGoBack) return false;
    // One that is being sent it may have heard the last step of it already, and be about to restart.
    const having = [...this.#devices.values()].filter(
      (device) => mayHave(device) || device.step === 'sending',
    );
    head.direction = 'back';
    head.state = 'running';
    head.stop = undefined;
    head.endedAt = undefined;
    for (const device of having) this.#move(device, 'returning', '', now);
    return true;
  }

  /** Another one has begun. */
  replaced(now: Now): void {
    this.head.state = 'replaced';
    this.head.endedAt ??= now.utc;
    this.#timed.clear();
  }

  #fail(
    device: DeviceProgress,
    step: 'refused' | 'failed' | 'lost',
    detail: string,
    now: Now,
  ): void {
    this.#leave(device, step, detail, now);
    const { deviceId } = device;
    this.stopBy({ why: step, deviceId, detail: device.detail, at: now.utc });
  }

  /** It counts no more, and the stage that runs gets another one in its place. */
  #leave(device: DeviceProgress, step: DeviceStep, detail: string, now: Now): void {
    const { stage } = device;
    this.#move(device, step, detail, now);
    if (stage === this.head.stage && stage < this.#lastStage) this.#takeInto(stage, () => true);
  }

  get #lastStage(): number {
    return this.head.stages - 1;
  }

  /** Takes the next device that has not begun into this stage. */
  #takeInto(stage: number, isFit: (device: DeviceProgress) => boolean): DeviceProgress | undefined {
    while ((this.#order[this.#from]?.stage ?? this.#lastStage + 1) <= stage) this.#from++;
    for (let at = this.#from; at < this.#order.length; at++) {
      const device = this.#order[at] as DeviceProgress;
      if (device.stage <= stage || device.step !== 'waiting' || !isFit(device)) continue;
      this.#setStage(device, stage);
      return device;
    }
    return undefined;
  }

  #isStageOver(): boolean {
    const { stage } = this.head;
    const counts = this.#countsOf(stage);
    if (counts.sending + counts.whole + counts.trial > 0) return false;
    if (stage === this.#lastStage) return counts.waiting === 0;
    return counts.good >= enoughOf(counts.good + counts.waiting);
  }

  /** Whom the stage that is over has left is carried to the end. */
  #nextStage(now: Now): void {
    const { head } = this;
    if (this.#countsOf(head.stage).waiting > 0) {
      for (const device of this.#devices.values()) {
        if (device.stage !== head.stage || device.step !== 'waiting') continue;
        this.#setStage(device, this.#lastStage);
      }
    }
    head.stage++;
    head.stageSince = now.utc;
  }

  /** A stage must not wait for ever for a device that is away, or waits itself: one that is there takes its place. */
  #letStandIn(now: Now, isThere: (deviceId: string) => boolean): void {
    const { head } = this;
    const counts = this.#countsOf(head.stage);
    const isWaiting = counts.waiting > 0 && counts.sending + counts.whole + counts.trial === 0;
    if (head.stage === this.#lastStage || !isWaiting) return;
    if (now.utc - head.stageSince < STAND_IN_AFTER_MS) return;
    // Where nobody can, that is looked at again soon.
    head.stageSince = now.utc - STAND_IN_AFTER_MS + MINUTE;
    for (const device of this.#order) {
      const { stage, step, deviceId, detail } = device;
      if (stage !== head.stage || step !== 'waiting') continue;
      // One that has nothing to wait for has its turn at any moment.
      if (detail === '' && isThere(deviceId)) continue;
      const standIn = this.#takeInto(head.stage, (other) => isThere(other.deviceId));
      if (standIn === undefined) break;
      head.stageSince = now.utc;
      this.#setStage(device, this.#lastStage);
    }
  }

  #finish(now: Now): void {
    this.head.state = 'finished';
    this.head.endedAt = now.utc;
  }

  #move(device: DeviceProgress, step: DeviceStep, detail: string, now: Now): void {
    const counts = this.#countsOf(device.stage);
    counts[device.step]--;
    counts[step]++;
    if (device.step !== step) device.since = now.utc;
    const wasTimed = isTimed(device.step);
    device.step = step;
    device.detail = detail.slice(0, MAX_DETAIL);
    if (!isTimed(step)) {
      this.#timed.delete(device);
      return;
    }
    if (!wasTimed) {
      device.deadline = now.mono + BACK_WITHIN_MS;
      device.lastDeadline = now.mono + RESTARTS_WITHIN_MS;
    }
    this.#timed.add(device);
  }

  #setStage(device: DeviceProgress, stage: number): void {
    this.#countsOf(device.stage)[device.step]--;
    device.stage = stage;
    this.#countsOf(stage)[device.step]++;
    this.#moved.add(device);
  }

  #countsOf(stage: number): Record<DeviceStep, number> {
    return this.#counts[Math.min(stage, this.#counts.length - 1)] as Record<DeviceStep, number>;
  }
}

function mayHave({ step, mayHaveIt }: DeviceProgress): boolean {
  return HAVE_IT.has(step) || (mayHaveIt && (step === 'waiting' || step === 'sending'));
}

function isTimed(step: DeviceStep): boolean {
  return step === 'whole' || step === 'trial';
}

function noCounts(): Record<DeviceStep, number> {
  return Object.fromEntries(DEVICE_STEPS.map((step) => [step, 0])) as Record<DeviceStep, number>;
}
