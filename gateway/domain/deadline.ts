// What a call waits for next, and for how long. Pure; time is passed in, UTC milliseconds.
import { type Call, type Deadline, isAtLeast } from './call.ts';
import type { LaneLimits } from './limits.ts';

/** A call whose platform never reports further is closed after this, so that no light burns for ever. */
export const CLOSES_ITSELF_MS = 24 * 60 * 60_000;

export interface Due {
  what: Deadline | 'closed';
  afterMs: number;
}

/**
 * How long to wait, from `now`, for something that was due `limitMs` after `since`. Clamped to between 0
 * and the limit: a clock that was set while the gateway was down neither skips nor stretches it.
 */
export function remaining(since: number, limitMs: number, now: number): number {
  return Math.min(Math.max(since + limitMs - now, 0), limitMs);
}

/** The next thing that falls due, or undefined: a call that nobody has accepted is never given up. */
export function nextDue(call: Call, limits: LaneLimits, now: number): Due | undefined {
  if (!isAtLeast(call, 'accepted') && call.missed.accepted === undefined) {
    return { what: 'accepted', afterMs: remaining(call.openedAt, limits.acceptMs, now) };
  }
  if (!isAtLeast(call, 'answered') && call.missed.answered === undefined) {
    return { what: 'answered', afterMs: remaining(call.openedAt, limits.answerMs, now) };
  }
  if (call.stage === 'stored') return undefined;
  const since = call.reached[call.stage] ?? call.openedAt;
  return { what: 'closed', afterMs: remaining(since, CLOSES_ITSELF_MS, now) };
}
