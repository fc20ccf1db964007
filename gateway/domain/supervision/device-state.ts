// What is known of one device, and what that means: pure rules, moments on monotonic time passed in.
import type { DeviceEvent, UnknownEvent } from '#protocol/messages.ts';
import type { Condition } from '../condition.ts';
import type { DeviceRecord } from '../ports/directory.ts';
import { type Readings, withReading } from './battery-forecast.ts';
import type { SupervisionOptions } from './options.ts';

/** The same moment on both clocks: durations on monotonic time, what people read in UTC. Milliseconds. */
export interface Now {
  mono: number;
  utc: number;
}

/** A condition that began and hasn't ended. */
export interface OpenCase {
  condition: Condition;
  /** UTC milliseconds: part of its name. */
  openedAt: number;
  lastGoodAt: number | undefined;
  /** `gathering`: not told yet, for others may follow. `own`: told. `common`: part of its group's case. */
  phase: 'gathering' | 'own' | 'common';
  /** How often it was told to have changed. */
  changes: number;
}

/** Faults since the device was last free of them. */
export interface FaultState {
  at: number;
  kind: number;
  detail: number;
  /** One bit per kind that was told: a retransmission is none. */
  kinds: number;
  /** The first start of the device after that. */
  bootedAt: number | undefined;
}

export const NO_CASES: readonly OpenCase[] = [];

/** How far two moments of a device may be apart on arrival, and still be the same. */
const JITTER_MS = 10_000;
/** A device that restarted after a fault is well when it has reported none for so long. */
const FAULT_QUIET_MS = 60 * 60_000;
/** How far above its limit a battery is well again, in percentage points. */
const HYSTERESIS_PERCENT = 5;
/** Reconnections within the time below which a device no longer flaps, inclusive. */
const CALM_RECONNECTS = 2;

/** Fields that few devices need are undefined in the others: there are 100,000 of these. */
export class DeviceState {
  record: DeviceRecord;
  isConnected = false;
  /** Since the gateway's start. */
  hasConnected = false;
  /** Supervised from then on: the gateway's start, or when it was added. */
  since: number;
  /** When it last had a connection, but not before `since`. */
  downSince: number;
  /** The last uplink. Undefined: never. */
  heardAt: number | undefined = undefined;
  percent: number | undefined = undefined;
  batteryAt: number | undefined = undefined;
  /** What the device itself said last of its battery: 1 normal, 2 low, 3 critical. */
  own: { level: number; at: number } | undefined = undefined;
  rssiDbm: number | undefined = undefined;
  onMains: boolean | undefined = undefined;
  mainsAt: number | undefined = undefined;
  readings: Readings | undefined = undefined;
  fault: FaultState | undefined = undefined;
  /** Moments of its last reconnections. */
  reconnects: number[] | undefined = undefined;
  cases: readonly OpenCase[] = NO_CASES;
  rememberedAt: number | undefined = undefined;
  /** The newest name that a case of it got. */
  lastOpenedAt: number | undefined = undefined;

  constructor(record: DeviceRecord, since: number) {
    this.record = record;
    this.since = since;
    this.downSince = since;
  }
}

export function caseOf(device: DeviceState, condition: Condition): OpenCase | undefined {
  // Every uplink asks three times, nearly always of none: not by `find`, whose closure has to be made.
  for (const openCase of device.cases) if (openCase.condition === condition) return openCase;
  return undefined;
}

/** At most one of offline and silent is open: a device that is away has one trouble, not two. */
export function awayCaseOf(device: DeviceState): OpenCase | undefined {
  return device.cases.find(({ condition }) => condition === 'offline' || condition === 'silent');
}

/** When it was last known to live, or undefined. */
export function seenAt(device: DeviceState, mono: number): number | undefined {
  if (device.isConnected) return mono;
  if (!device.hasConnected) return device.heardAt;
  return Math.max(device.heardAt ?? device.downSince, device.downSince);
}

/** Whether it is missing now. A device that was never seen isn't offline; it is silent when its time is over. */
export function awayCondition(
  device: DeviceState,
  mono: number,
  { offlineAfterMs, silentAfterMs }: SupervisionOptions,
): 'offline' | 'silent' | undefined {
  const isGone = !device.isConnected && (device.hasConnected || device.heardAt !== undefined);
  if (isGone && mono - device.downSince >= offlineAfterMs) return 'offline';
  const quietSince = Math.max(device.heardAt ?? device.since, device.since);
  return mono - quietSince >= silentAfterMs ? 'silent' : undefined;
}

/** A connection. The first since the gateway's start may be the gateway's doing, and is no reconnection. */
export function takeConnection(device: DeviceState, mono: number, options: SupervisionOptions) {
  if (device.hasConnected) {
    device.reconnects ??= [];
    device.reconnects.push(mono);
    forgetReconnects(device.reconnects, mono, options);
  }
  device.isConnected = true;
  device.hasConnected = true;
}

/** Whether it is flapping, or still is. */
export function isFlapping(
  device: DeviceState,
  mono: number,
  options: SupervisionOptions,
  was: boolean,
): boolean {
  if (device.reconnects === undefined) return false;
  forgetReconnects(device.reconnects, mono, options);
  const many = options.flappingReconnects;
  return device.reconnects.length > (was ? Math.min(CALM_RECONNECTS, many - 1) : many - 1);
}

function forgetReconnects(
  moments: number[],
  mono: number,
  { flappingReconnects, flappingWithinMs }: SupervisionOptions,
): void {
  const old = moments.findIndex((moment) => moment > mono - flappingWithinMs);
  const tooMany = moments.length - flappingReconnects;
  moments.splice(0, Math.max(old === -1 ? moments.length : old, tooMany));
}

/** Takes in what an uplink says that happened at `moment`. What is known to be newer stays. */
export function takeEvent(
  device: DeviceState,
  event: DeviceEvent | UnknownEvent,
  moment: number,
): void {
  if (event.kind === 'heartbeat') {
    takeBoot(device, moment - event.uptimeS * 1_000);
    if (event.rssiDbm !== 0) device.rssiDbm = event.rssiDbm;
    takeMains(device, event.onMains, moment);
    takeCharge(device, event.batteryPercent, event.batteryMv, moment);
  } else if (event.kind === 'battery') {
    takeLevel(device, event.level, moment);
    takeCharge(device, event.batteryPercent, event.batteryMv, moment);
  } else if (event.kind === 'mains') {
    if (event.state === 1 || event.state === 2) takeMains(device, event.state === 2, moment);
  } else if (event.kind === 'boot') {
    takeBoot(device, moment);
  }
}

function takeMains(device: DeviceState, onMains: boolean, moment: number): void {
  if (device.mainsAt !== undefined && moment < device.mainsAt) return;
  device.mainsAt = moment;
  device.onMains = onMains;
  if (onMains) device.readings = undefined;
}

/** Charge 0 at 0 mV is not known: protocol/README.md, "Heartbeat". */
function takeCharge(device: DeviceState, percent: number, mv: number, moment: number): void {
  if (percent === 0 && mv === 0) return;
  if (device.batteryAt !== undefined && moment < device.batteryAt) return;
  device.batteryAt = moment;
  device.percent = percent;
  if (device.onMains === false) {
    device.readings = withReading(device.readings ?? [], moment, percent);
  }
}

function takeLevel(device: DeviceState, level: number, moment: number): void {
  if (level < 1 || level > 3) return;
  if (device.own !== undefined && moment < device.own.at) return;
  device.own = { level, at: moment };
}

/** A device starts without a fault and with a good battery in mind, and reports what it finds otherwise. */
function takeBoot(device: DeviceState, bootedAt: number): void {
  const { own, fault } = device;
  if (own !== undefined && bootedAt > own.at + JITTER_MS) device.own = { level: 1, at: bootedAt };
  if (fault === undefined || bootedAt <= fault.at + JITTER_MS) return;
  fault.bootedAt = Math.min(bootedAt, fault.bootedAt ?? bootedAt);
}

/** True for a fault that wasn't told yet; false for a retransmission, and for the same kind again. */
export function takeFault(
  device: DeviceState,
  kind: number,
  detail: number,
  moment: number,
): boolean {
  const bit = 1 << (kind < 31 ? kind : 0);
  const former = device.fault;
  if (former !== undefined && (former.kinds & bit) !== 0) {
    if (moment <= former.at + JITTER_MS) return false;
  }
  const isOpen = caseOf(device, 'fault') !== undefined;
  const told = isOpen && former !== undefined ? former.kinds : 0;
  const at = Math.max(moment, former?.at ?? moment);
  const rebootedAt = former?.bootedAt;
  const bootedAt = rebootedAt !== undefined && rebootedAt > at + JITTER_MS ? rebootedAt : undefined;
  device.fault = { at, kind, detail, kinds: told | bit, bootedAt };
  return (told & bit) === 0;
}

/** A device reports each kind once per boot: only after a restart does its silence say that it is well. */
export function isFaultOver({ fault }: DeviceState, mono: number): boolean {
  return fault === undefined || mono - (fault.bootedAt ?? mono) >= FAULT_QUIET_MS;
}

export function isOnBattery(device: DeviceState): boolean {
  return device.onMains === false;
}

/** Low also while it is critical, so that each ends by itself. Nothing known: as it was. */
export function isBatteryAt(
  device: DeviceState,
  level: 'low' | 'critical',
  options: SupervisionOptions,
  was: boolean,
): boolean {
  const { percent, own } = device;
  if (own !== undefined && own.level >= (level === 'low' ? 2 : 3)) return true;
  if (percent === undefined) return was;
  const limit = level === 'low' ? options.batteryLowPercent : options.batteryCriticalPercent;
  return was ? percent < limit + HYSTERESIS_PERCENT : percent <= limit;
}
