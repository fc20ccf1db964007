// All supervised devices: takes in what intake sees, looks around every few seconds, and says who is how.
import type { DeviceEvent, UnknownEvent } from '#protocol/messages.ts';
import { CONDITIONS, type Condition } from '../condition.ts';
import type { DeviceDirectory, DeviceRecord } from '../ports/directory.ts';
import type { Remembered } from '../ports/journal.ts';
import { type CaseSink, Cases, deviceMemory } from './cases.ts';
import {
  awayCaseOf,
  awayCondition,
  caseOf,
  DeviceState,
  isBatteryAt,
  isFaultOver,
  isFlapping,
  isOnBattery,
  NO_CASES,
  type Now,
  type OpenCase,
  seenAt,
  takeConnection,
  takeEvent,
  takeFault,
} from './device-state.ts';
import { DEVICE_STATES, type DeviceStateName, type SupervisedDevice } from './device-view.ts';
import { DEVICE_SUBJECT, recallDevice, recallGroup } from './memory.ts';
import type { SupervisionOptions } from './options.ts';

/** Of one device, unless a case changes: what is lost in a crash is how it was since. */
const REMEMBER_EVERY_MS = 10 * 60_000;

export interface SupervisionStatus {
  devices: Record<DeviceStateName, number>;
  /** Cases that were told and are open; a common case counts once. */
  cases: Record<Condition, number>;
}

export class Fleet {
  options: SupervisionOptions;
  readonly #directory: DeviceDirectory;
  readonly #sink: CaseSink;
  readonly #devices = new Map<string, DeviceState>();
  readonly #cases: Cases;
  #round: Generator<number, void, Now> | undefined;

  constructor(directory: DeviceDirectory, options: SupervisionOptions, sink: CaseSink) {
    this.#directory = directory;
    this.options = options;
    this.#sink = sink;
    this.#cases = new Cases(sink, (deviceId) => this.#devices.get(deviceId));
  }

  /** Takes over what was remembered. Returns the subjects whose value couldn't be read. */
  restore(remembered: readonly Remembered[], now: Now): string[] {
    this.sync(now);
    const bad: string[] = [];
    const groups: NonNullable<ReturnType<typeof recallGroup>>[] = [];
    for (const { subject, state } of remembered) {
      if (state === null) continue;
      if (subject.startsWith(DEVICE_SUBJECT)) {
        const deviceId = subject.slice(DEVICE_SUBJECT.length);
        const device = this.#devices.get(deviceId) ?? this.#stranger(deviceId, now);
        if (!recallDevice(device, state, now)) bad.push(subject);
        else if (!this.#devices.has(deviceId) || !isWatched(device)) this.#closeAll(device, now);
      } else if (subject.startsWith('group/')) {
        const group = recallGroup(state);
        if (group === undefined) bad.push(subject);
        else groups.push(group);
      }
    }
    for (const { group, cases } of groups) {
      for (const { condition, open } of cases) this.#cases.restore(group, condition, open);
    }
    return bad;
  }

  /** Follows the directory: new devices have their full time, those that are gone or blocked have no cases. */
  sync(now: Now): void {
    for (const record of this.#directory.all()) {
      const device = this.#devices.get(record.deviceId);
      if (device === undefined) this.#add(record, now);
      else if (device.record !== record) this.#replace(device, record, now);
    }
    for (const [deviceId, device] of this.#devices) {
      const record = this.#directory.find(deviceId);
      if (record === undefined || record.blocked) this.#remove(device, now);
    }
  }

  connected(deviceId: string, now: Now): void {
    const device = this.#device(deviceId, now);
    if (device === undefined) return;
    takeConnection(device, now.mono, this.options);
    this.#judgeFlapping(device, now);
    this.#rememberSometimes(device, now);
  }

  disconnected(deviceId: string, now: Now): void {
    const device = this.#devices.get(deviceId);
    if (device === undefined) return;
    device.isConnected = false;
    device.downSince = now.mono;
  }

  /** Anything under a good seal is a sign of life; what it says counts from when it happened. */
  heard(deviceId: string, event: DeviceEvent | UnknownEvent, ageMs: number, now: Now): void {
    const device = event.kind === 'lost' ? undefined : this.#device(deviceId, now);
    if (device === undefined) return;
    const before = device.heardAt;
    const moment = now.mono - ageMs;
    device.heardAt = now.mono;
    // Without a connection, as we see it, it would be offline again at once.
    const away = device.isConnected ? awayCaseOf(device) : undefined;
    if (away) this.#close(device, away, now);
    takeEvent(device, event, moment);
    const { options } = this;
    this.#judge(device, 'mains_lost', isOnBattery(device), now, before);
    const wasLow = caseOf(device, 'battery_low') !== undefined;
    const isLow = isBatteryAt(device, 'low', options, wasLow);
    this.#judge(device, 'battery_low', isLow, now, before);
    const wasCritical = caseOf(device, 'battery_critical') !== undefined;
    const isCritical = isBatteryAt(device, 'critical', options, wasCritical);
    this.#judge(device, 'battery_critical', isCritical, now, before);
    const isFault = event.kind === 'fault' && isWatched(device);
    if (isFault && takeFault(device, event.faultKind, event.detail, moment)) {
      const open = caseOf(device, 'fault');
      if (open) this.#cases.change(device, open, now);
      else this.#cases.open(device, 'fault', now, before);
    }
    this.#rememberSometimes(device, now);
  }

  /**
   * Goes on with the round: first every device (who is missing, what has passed), then what many have in
   * common. Does about `work` devices' worth of it, so that a fleet that goes dark at once holds up nobody.
   * True at the end of a round.
   */
  sweep(now: Now, work: number): boolean {
    this.#round ??= this.#goRound();
    let left = work;
    for (let step = this.#round.next(now); ; step = this.#round.next(now)) {
      if (step.done) {
        this.#round = undefined;
        return true;
      }
      left -= step.value;
      if (left <= 0) return false;
    }
  }

  *#goRound(): Generator<number, void, Now> {
    // A generator takes its first value with the second step.
    let now = yield 0;
    for (const device of this.#devices.values()) {
      this.#look(device, now);
      now = yield 1;
    }
    for (const cause of this.#cases.causes())
      now = yield this.#cases.step(cause, now, this.options);
  }

  get size(): number {
    return this.#devices.size;
  }

  #look(device: DeviceState, now: Now): void {
    if (!isWatched(device)) return;
    const missing = awayCondition(device, now.mono, this.options);
    if (missing && !awayCaseOf(device)) {
      const lastGood = missing === 'offline' ? seenAt(device, now.mono) : device.heardAt;
      this.#cases.open(device, missing, now, lastGood);
    }
    if (device.cases === NO_CASES) return;
    this.#judgeFlapping(device, now);
    const fault = caseOf(device, 'fault');
    if (fault && isFaultOver(device, now.mono)) this.#close(device, fault, now);
  }

  status(now: Now): SupervisionStatus {
    const zeros = <K extends string>(names: readonly K[]) =>
      Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
    const devices = zeros(DEVICE_STATES);
    const cases = zeros(Object.keys(CONDITIONS) as Condition[]);
    for (const device of this.#devices.values()) {
      devices[this.#stateOf(device, now)]++;
      for (const { phase, condition } of device.cases) if (phase === 'own') cases[condition]++;
    }
    this.#cases.countCommon((condition) => cases[condition]++);
    return { devices, cases };
  }

  deviceIds(): Iterable<string> {
    return this.#devices.keys();
  }

  viewOf(deviceId: string, now: Now): SupervisedDevice | undefined {
    const device = this.#devices.get(deviceId);
    if (device === undefined) return undefined;
    const { record, percent, rssiDbm, onMains, cases } = device;
    const seen = seenAt(device, now.mono);
    return {
      deviceId,
      group: record.group,
      state: this.#stateOf(device, now),
      ...(seen === undefined ? {} : { seenAt: now.utc - (now.mono - seen) }),
      ...(percent === undefined ? {} : { batteryPercent: percent }),
      ...(rssiDbm === undefined ? {} : { rssiDbm }),
      ...(onMains === undefined ? {} : { onMains }),
      conditions: cases
        .filter(({ phase }) => phase !== 'gathering')
        .map((openCase) => openCase.condition),
    };
  }

  #stateOf(device: DeviceState, { mono }: Now): DeviceStateName {
    if (seenAt(device, mono) === undefined) return 'never_seen';
    const missing = awayCondition(device, mono, this.options);
    return missing ?? (device.isConnected ? 'online' : 'reconnecting');
  }

  #judge(
    device: DeviceState,
    condition: Condition,
    holds: boolean,
    now: Now,
    lastGood: number | undefined,
  ): void {
    const open = caseOf(device, condition);
    if (holds && !open && isWatched(device)) this.#cases.open(device, condition, now, lastGood);
    if (!holds && open) this.#close(device, open, now);
  }

  #judgeFlapping(device: DeviceState, now: Now): void {
    const { reconnects } = device;
    if (reconnects === undefined) return;
    const was = caseOf(device, 'flapping') !== undefined;
    const first = reconnects[0];
    this.#judge(device, 'flapping', isFlapping(device, now.mono, this.options, was), now, first);
  }

  #close(device: DeviceState, openCase: OpenCase, now: Now): void {
    this.#cases.close(device, openCase, now);
    if (device.cases.length === 0) device.cases = NO_CASES;
  }

  #closeAll(device: DeviceState, now: Now): void {
    for (const openCase of device.cases) this.#close(device, openCase, now);
  }

  #rememberSometimes(device: DeviceState, now: Now): void {
    const { rememberedAt } = device;
    if (rememberedAt !== undefined && now.mono - rememberedAt < REMEMBER_EVERY_MS) return;
    device.rememberedAt = now.mono;
    this.#sink.remember(deviceMemory(device, now));
  }

  /** The device, also when it was added since the last sync. */
  #device(deviceId: string, now: Now): DeviceState | undefined {
    const device = this.#devices.get(deviceId);
    if (device) return device;
    const record = this.#directory.find(deviceId);
    return record && this.#add(record, now);
  }

  #add(record: DeviceRecord, now: Now): DeviceState | undefined {
    if (record.blocked) return undefined;
    const device = new DeviceState(record, now.mono);
    this.#devices.set(record.deviceId, device);
    if (isWatched(device)) this.#cases.joinGroup(device);
    return device;
  }

  #replace(device: DeviceState, record: DeviceRecord, now: Now): void {
    const was = isWatched(device);
    const isNow = record.isWatched !== false;
    const moves = device.record.group !== record.group || was !== isNow;
    if (was && !isNow) this.#closeAll(device, now);
    if (was && moves) this.#cases.leaveGroup(device);
    if (device.cases.length === 0) device.cases = NO_CASES;
    device.record = record;
    if (isNow && moves) this.#cases.joinGroup(device);
    // From now on somebody counts on it: it has its full time.
    if (isNow && !was) {
      Object.assign(device, { since: now.mono, downSince: now.mono, reconnects: undefined });
    }
  }

  #remove(device: DeviceState, now: Now): void {
    this.#closeAll(device, now);
    if (isWatched(device)) this.#cases.leaveGroup(device);
    this.#devices.delete(device.record.deviceId);
  }

  /** Remembered, but blocked or no longer in the directory: only good for ending its cases. */
  #stranger(deviceId: string, now: Now): DeviceState {
    const gone = { deviceId, keys: [], group: '', home: { reference: '' }, blocked: true };
    return new DeviceState(this.#directory.find(deviceId) ?? gone, now.mono);
  }
}

/** Whether its troubles are cases. Of the others it is only known how they are. */
function isWatched({ record }: DeviceState): boolean {
  return record.isWatched !== false;
}
