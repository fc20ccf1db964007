// What outlives a restart, as small JSON: one value per device, one per group with a common case. Checked when read.

import { CONDITIONS, type Condition } from '../condition.ts';
import { isRecord } from '../json.ts';
import type { CommonCase } from './common-cause.ts';
import { type DeviceState, type Now, type OpenCase, seenAt } from './device-state.ts';

/** What is remembered of a device lies under this and its device_id. */
export const DEVICE_SUBJECT = 'device/';

const VERSION = 1;
const MINUTE = 60_000;
const NO_GOOD = -1;

/** A case in memory: condition, openedAt (UTC), seconds from the last good moment to that or -1, changes. */
type CaseRow = [code: string, openedAt: number, goodBeforeS: number, changes: number];

/** One letter each: a device's value stays below 300 bytes. */
const CODES: Record<Condition, string> = {
  offline: 'o',
  silent: 's',
  flapping: 'w',
  battery_low: 'l',
  battery_critical: 'c',
  mains_lost: 'm',
  fault: 'f',
  journal_damaged: 'j',
  nobody_on_duty: 'n',
  red_unanswered: 'u',
  update_stopped: 'p',
  update_finished: 'd',
};
const BY_CODE = new Map(
  (Object.keys(CONDITIONS) as Condition[]).map((condition) => [CODES[condition], condition]),
);

interface DeviceMemory {
  v: number;
  /** Last seen, UTC milliseconds: what is relative is relative to this. */
  s?: number;
  c?: CaseRow[];
  /** Percent; mains 1 on, 0 off; the device's own level. */
  p?: number;
  m?: number;
  l?: number;
  /** Fault: seconds before `s`, kind, detail, kinds. */
  f?: number[];
  /** Reconnections: how many, seconds from the first and the last to `s`. Those between are spread evenly. */
  k?: number[];
  /** Readings: minutes before `s`, percent, … */
  r?: number[];
}

/** What of a device outlives a restart. Cases that were not told, or belong to the group, are not its own. */
export function rememberDevice(device: DeviceState, now: Now): DeviceMemory {
  const seen = seenAt(device, now.mono);
  const memory: DeviceMemory = { v: VERSION };
  const own = device.cases.filter(({ phase }) => phase === 'own');
  if (own.length > 0) memory.c = own.map(caseRow);
  if (seen === undefined) return memory;
  memory.s = Math.round(now.utc - (now.mono - seen));
  const { percent, onMains, own: level, fault, reconnects, readings } = device;
  const secondsBefore = (mono: number) => Math.round((seen - mono) / 1_000);
  if (percent !== undefined) memory.p = percent;
  if (onMains !== undefined) memory.m = onMains ? 1 : 0;
  if (level !== undefined && level.level > 1) memory.l = level.level;
  if (fault) memory.f = [secondsBefore(fault.at), fault.kind, fault.detail, fault.kinds];
  if (reconnects && reconnects.length > 0) {
    const first = reconnects[0] as number;
    const last = reconnects.at(-1) as number;
    memory.k = [reconnects.length, secondsBefore(first), secondsBefore(last)];
  }
  if (readings) {
    memory.r = readings.map((value, index) =>
      index % 2 === 0 ? Math.round((seen - value) / MINUTE) : value,
    );
  }
  return memory;
}

function caseRow({ condition, openedAt, lastGoodAt, changes }: OpenCase): CaseRow {
  const goodBeforeS =
    lastGoodAt === undefined ? NO_GOOD : Math.max(Math.round((openedAt - lastGoodAt) / 1_000), 0);
  return [CODES[condition], openedAt, goodBeforeS, changes];
}

/**
 * Puts back what `rememberDevice` gave. False when the value has another shape: then nothing is put back.
 * Moments that are not over yet, because the wall clock was set, are taken as just over.
 */
export function recallDevice(device: DeviceState, value: unknown, now: Now): boolean {
  if (!isRecord(value) || value.v !== VERSION) return false;
  const { s, c = [], p, m, l, f, k, r } = value;
  const cases = Array.isArray(c) ? c.map(openCase) : [undefined];
  const isGood =
    !cases.includes(undefined) &&
    (s === undefined || isWhole(s, 1)) &&
    (p === undefined || isWhole(p, 0, 100)) &&
    (m === undefined || m === 0 || m === 1) &&
    (l === undefined || isWhole(l, 1, 3)) &&
    (f === undefined || isNumbers(f, (count) => count === 4)) &&
    (k === undefined || isNumbers(k, (count) => count === 3)) &&
    (r === undefined || isNumbers(r, (count) => count > 0 && count % 2 === 0 && count <= 64));
  if (!isGood) return false;
  device.cases = cases as OpenCase[];
  if (s === undefined) return true;
  const seen = now.mono - Math.max(now.utc - (s as number), 1);
  // Never after it was seen last: what follows from then on is newer.
  const before = (milliseconds: number) => seen - Math.max(milliseconds, 0);
  device.heardAt = seen;
  device.rememberedAt = now.mono;
  if (p !== undefined) {
    device.percent = p as number;
    device.batteryAt = seen;
  }
  if (m !== undefined) {
    device.onMains = m === 1;
    device.mainsAt = seen;
  }
  if (l !== undefined) device.own = { level: l as number, at: seen };
  if (f !== undefined) {
    const [agoS, kind, detail, kinds] = f as [number, number, number, number];
    device.fault = { at: before(agoS * 1_000), kind, detail, kinds, bootedAt: undefined };
  }
  if (k !== undefined) device.reconnects = spread(k as [number, number, number], before);
  if (r !== undefined) {
    device.readings = (r as number[]).map((reading, index) =>
      index % 2 === 0 ? before(reading * MINUTE) : reading,
    );
  }
  return true;
}

function spread(
  [count, firstS, lastS]: [number, number, number],
  before: (milliseconds: number) => number,
): number[] {
  const many = Math.min(Math.max(count, 0), 1_000);
  const step = many < 2 ? 0 : (firstS - lastS) / (many - 1);
  return Array.from({ length: many }, (_, index) => before((firstS - step * index) * 1_000));
}

function openCase(row: unknown): OpenCase | undefined {
  if (!Array.isArray(row) || row.length !== 4) return undefined;
  const [code, openedAt, goodBeforeS, changes] = row;
  const condition = BY_CODE.get(code);
  if (condition === undefined || !isWhole(openedAt, 1)) return undefined;
  if (!isWhole(goodBeforeS, NO_GOOD) || !isWhole(changes, 0)) return undefined;
  const lastGoodAt = goodBeforeS === NO_GOOD ? undefined : openedAt - goodBeforeS * 1_000;
  return { condition, openedAt, lastGoodAt, phase: 'own', changes };
}

interface GroupMemory {
  v: number;
  group: string;
  cases: {
    condition: Condition;
    openedAt: number;
    lastGoodAt?: number;
    changes: number;
    away: string[];
    back: string[];
  }[];
}

/** The open common cases of a group. */
export function rememberGroup(
  group: string,
  cases: readonly { condition: Condition; open: CommonCase }[],
): GroupMemory {
  return {
    v: VERSION,
    group,
    cases: cases.map(({ condition, open }) => ({
      condition,
      openedAt: open.openedAt,
      changes: open.changes,
      away: [...open.away],
      ...(open.lastGoodAt === undefined ? {} : { lastGoodAt: open.lastGoodAt }),
      back: [...open.members].filter((deviceId) => !open.away.has(deviceId)),
    })),
  };
}

/** What `rememberGroup` gave, or undefined when the value has another shape. */
export function recallGroup(
  value: unknown,
): { group: string; cases: { condition: Condition; open: CommonCase }[] } | undefined {
  if (!isRecord(value) || value.v !== VERSION || typeof value.group !== 'string') return undefined;
  if (!Array.isArray(value.cases)) return undefined;
  const cases = value.cases.map(commonCase);
  if (cases.includes(undefined)) return undefined;
  return { group: value.group, cases: cases as { condition: Condition; open: CommonCase }[] };
}

function commonCase(value: unknown): { condition: Condition; open: CommonCase } | undefined {
  if (!isRecord(value)) return undefined;
  const { condition, openedAt, lastGoodAt, changes, away, back } = value;
  const isGood =
    Object.hasOwn(CONDITIONS, String(condition)) &&
    isWhole(openedAt, 1) &&
    (lastGoodAt === undefined || isWhole(lastGoodAt, 0)) &&
    isWhole(changes, 0) &&
    isTexts(away) &&
    isTexts(back);
  if (!isGood) return undefined;
  const open: CommonCase = {
    openedAt,
    changes,
    lastGoodAt: lastGoodAt as number | undefined,
    members: new Set([...away, ...back]),
    away: new Set(away),
  };
  return { condition: condition as Condition, open };
}

function isWhole(value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isNumbers(value: unknown, isCount: (count: number) => boolean): value is number[] {
  return Array.isArray(value) && isCount(value.length) && value.every(Number.isSafeInteger);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
