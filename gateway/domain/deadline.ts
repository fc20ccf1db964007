// What a call and a press wait for, and for how long. Pure; moments are monotonic milliseconds, passed in.
import { type Call, isAtLeast } from './call.ts';
import { elapsedSince } from './clock-guard.ts';
import type { Route } from './route.ts';

/** A call whose platform never reports further is closed after this, so that no light burns for ever. */
export const CLOSES_ITSELF_MS = 24 * 60 * 60_000;

/** When a call was opened, and when it last moved on. */
export interface Moments {
  openedAt: number;
  movedAt: number;
}

/** What a call waits for. Steps of an escalation are counted from 1. */
export type CallDue =
  | { what: 'answered' | 'closed'; afterMs: number }
  | { what: 'escalation'; step: number; afterMs: number };

export interface PressDue {
  what: 'accepted' | 'fallback';
  afterMs: number;
}

/**
 * How long to wait, from `now`, for something that was due `limitMs` after `since`. Clamped to between 0
 * and the limit: a clock that was set while the gateway was down neither skips nor stretches it.
 */
export function remaining(since: number, limitMs: number, now: number): number {
  return Math.min(Math.max(since + limitMs - now, 0), limitMs);
}

/**
 * The monotonic moment of something that happened at `since` by the wall clock. When that was set since, by more than is
 * plausible, it counts from this moment on.
 */
export function momentOf(since: number, utc: number, monotonic: number): number {
  return monotonic - elapsedSince(since, utc);
}

/**
 * All that a call waits for. Steps in `begun` are under way. A test is never escalated to people, and a call
 * that nobody has accepted is never given up.
 */
export function duesOf(
  call: Call,
  { limits, escalation }: Pick<Route, 'limits' | 'escalation'>,
  { openedAt, movedAt }: Moments,
  begun: ReadonlySet<number>,
  now: number,
): CallDue[] {
  if (call.stage === 'closed') return [];
  const dues: CallDue[] = [];
  if (!isAtLeast(call, 'answered')) {
    if (call.missed.answered === undefined) {
      dues.push({ what: 'answered', afterMs: remaining(openedAt, limits.answerMs, now) });
    }
    for (const [index, { afterMs }] of escalation.entries()) {
      const step = index + 1;
      if (call.test || step <= (call.escalated ?? 0) || begun.has(step)) continue;
      dues.push({ what: 'escalation', step, afterMs: remaining(openedAt, afterMs, now) });
    }
  }
  if (call.stage !== 'stored') {
    dues.push({ what: 'closed', afterMs: remaining(movedAt, CLOSES_ITSELF_MS, now) });
  }
  return dues;
}

/** All that a press which nobody has accepted waits for. `done` is what has fallen due before. */
export function pressDuesOf(
  arrivedAt: number,
  { limits, fallback }: Pick<Route, 'limits' | 'fallback'>,
  done: { accepted: boolean; fallback: boolean },
  now: number,
): PressDue[] {
  const dues: PressDue[] = [];
  if (!done.accepted) {
    dues.push({ what: 'accepted', afterMs: remaining(arrivedAt, limits.acceptMs, now) });
  }
  if (fallback && !done.fallback) {
    dues.push({ what: 'fallback', afterMs: remaining(arrivedAt, fallback.afterMs, now) });
  }
  return dues;
}

/** What falls due next; of those at the same moment the first. */
export function nextOf<T extends { afterMs: number }>(dues: readonly T[]): T | undefined {
  let next: T | undefined;
  for (const due of dues) if (next === undefined || due.afterMs < next.afterMs) next = due;
  return next;
}
