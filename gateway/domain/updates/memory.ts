// What of rollouts outlives a restart, as plain JSON in the journal: one value per rollout, one per device. Checked when read.

import type { Scope } from '../administration/settings.ts';
import { isRecord } from '../json.ts';
import {
  DEVICE_STEPS,
  type DeviceProgress,
  progressOf,
  type RolloutHead,
  type StepCounts,
  type Stop,
} from './progress.ts';
import { BACK_WITHIN_MS, RESTARTS_WITHIN_MS } from './rollout.ts';

const VERSION = 1;
const ROLLOUT = 'updates/rollout/';
const DEVICE = 'updates/device/';

/** A rollout with what its devices have come to: of one that is over the devices themselves are forgotten. */
export interface RolloutRecord {
  head: RolloutHead;
  counts: StepCounts;
}

/** What is known of a device: where it stands in the newest rollout that it is of, and which images failed on it. */
export interface DeviceRecord {
  rollout: number;
  /** Its place in the order of the rollout. */
  place: number;
  progress: DeviceProgress;
  failed: readonly string[];
}

export function rolloutSubject(number: number): string {
  return ROLLOUT + number;
}

export function deviceSubject(deviceId: string): string {
  return DEVICE + deviceId;
}

export function isRollout(subject: string): boolean {
  return subject.startsWith(ROLLOUT);
}

/** The device_id in a subject of the journal, or undefined when it is about something else. */
export function deviceIn(subject: string): string | undefined {
  return subject.startsWith(DEVICE) ? subject.slice(DEVICE.length) : undefined;
}

export function rememberRollout(record: RolloutRecord): unknown {
  return { v: VERSION, ...record };
}

export function rememberDevice({ rollout, place, progress, failed }: DeviceRecord): unknown {
  const { stage, step, detail, since, rounds, mayHaveIt } = progress;
  return {
    v: VERSION,
    r: rollout,
    o: place,
    s: stage,
    p: step,
    t: since,
    ...(detail === '' ? {} : { d: detail }),
    ...(rounds === 0 ? {} : { n: rounds }),
    ...(mayHaveIt ? { m: true } : {}),
    ...(failed.length === 0 ? {} : { f: failed }),
  };
}

/** What `rememberRollout` gave, or undefined when the value has another shape. */
export function recallRollout(value: unknown): RolloutRecord | undefined {
  if (!isRecord(value) || value.v !== VERSION || !isRecord(value.head)) return undefined;
  const { head, counts } = value;
  const { state, direction, endedAt, stop } = head;
  const isGood =
    [head.number, head.startedAt, head.stage, head.stages, head.stageSince].every(isCount) &&
    isImage(head.image) &&
    isText(head.version) &&
    isText(head.by) &&
    typeof head.older === 'boolean' &&
    isScope(head.scope) &&
    ['running', 'stopped', 'finished', 'replaced'].includes(String(state)) &&
    (direction === 'forward' || direction === 'back') &&
    (endedAt === undefined || isCount(endedAt)) &&
    (stop === undefined || isStop(stop)) &&
    isRecord(counts) &&
    DEVICE_STEPS.every((step) => isCount(counts[step]));
  return isGood ? ({ head, counts } as unknown as RolloutRecord) : undefined;
}

/**
 * What `rememberDevice` gave, or undefined when the value has another shape. A device that had to be back by a moment
 * gets all of its time anew from `mono`: it could not come while there was no gateway.
 */
export function recallDevice(
  deviceId: string,
  value: unknown,
  mono: number,
): DeviceRecord | undefined {
  if (!isRecord(value) || value.v !== VERSION) return undefined;
  const { r, o, s, p, t, d = '', n = 0, f = [] } = value;
  const step = DEVICE_STEPS.find((known) => known === p);
  const isGood =
    [r, o, s, t, n].every(isCount) && isText(d) && Array.isArray(f) && f.every(isImage);
  if (!isGood || step === undefined) return undefined;
  const isTimed = step === 'whole' || step === 'trial';
  const progress: DeviceProgress = {
    ...progressOf(deviceId, s as number, t as number),
    // What was under way is asked anew.
    step: step === 'sending' ? 'waiting' : step,
    detail: d as string,
    rounds: n as number,
    mayHaveIt: value.m === true,
    ...(isTimed
      ? { deadline: mono + BACK_WITHIN_MS, lastDeadline: mono + RESTARTS_WITHIN_MS }
      : {}),
  };
  return { rollout: r as number, place: o as number, progress, failed: f as string[] };
}

function isScope(value: unknown): value is Scope {
  if (!isRecord(value)) return false;
  if (value.kind === 'device') return isText(value.deviceId);
  return value.kind === 'all' || (value.kind === 'group' && isText(value.group));
}

function isStop(value: unknown): value is Stop {
  if (!isRecord(value)) return false;
  const { why, deviceId = '', detail = '', at } = value;
  const isWhy = ['operator', 'refused', 'failed', 'lost'].includes(String(why));
  return isWhy && isText(deviceId) && isText(detail) && isCount(at);
}

function isImage(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1_000;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
