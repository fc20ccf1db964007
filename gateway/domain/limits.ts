// Time limits and retries of one route, in milliseconds from a press's arrival. docs/reference/limits.md explains them.
import { backoffAfter, type Pauses } from './backoff.ts';
import type { KeyName } from './press.ts';

export interface Limits {
  /** A press that is older than this on arrival is reported as late; it starts no fallback by itself. */
  lateMs: number;
  /** On disk within this, else a red press is sent without. */
  storedMs: number;
  /** Accepted by a destination within this, else its deadline is missed. */
  acceptMs: number;
  /** Answered within this, else the resident is told that nobody could be reached. */
  answerMs: number;
  /** One attempt lives this long. */
  attemptMs: number;
  /** While an attempt hangs, another starts beside it after this. */
  besideMs: number;
  /** Pauses after the first, second, … failed attempt; the last one goes on for ever. */
  pausesMs: Pauses;
}

const MINUTE = 60_000;

export const DEFAULT_LIMITS: Record<Severity, Limits> = {
  red: {
    lateMs: 10_000,
    storedMs: 1_000,
    acceptMs: 2_000,
    answerMs: MINUTE,
    attemptMs: 10_000,
    besideMs: 5_000,
    pausesMs: [250, 500, 1_000, 2_000, 5_000],
  },
  green: {
    lateMs: MINUTE,
    storedMs: 1_000,
    acceptMs: 30_000,
    answerMs: 15 * MINUTE,
    attemptMs: 10_000,
    besideMs: 30_000,
    pausesMs: [1_000, 5_000, 15_000, 30_000, 60_000],
  },
  status: {
    lateMs: 60 * MINUTE,
    storedMs: 5_000,
    acceptMs: 5 * MINUTE,
    answerMs: 24 * 60 * MINUTE,
    attemptMs: 10_000,
    besideMs: MINUTE,
    pausesMs: [5_000, 15_000, MINUTE, 5 * MINUTE],
  },
};

/** What has a lane of its own, in the order of precedence. Notices travel in `status`. */
export const SEVERITIES = ['red', 'green', 'status'] as const;
export type Severity = KeyName | 'status';

/**
 * How much of a lane runs at one time at one destination, so that one that hangs holds up no other. First
 * attempts never wait for repeated ones.
 */
export interface LaneSize {
  concurrency: number;
  repeats: number;
}

/** Red has no bound for first attempts: hung ones must never hold up the next. */
export const LANE_SIZES: Record<Severity, LaneSize> = {
  red: { concurrency: Number.POSITIVE_INFINITY, repeats: 512 },
  green: { concurrency: 32, repeats: 32 },
  status: { concurrency: 8, repeats: 8 },
};

/** The pause after the `failures`-th failed attempt, counted from 1. */
export function pauseAfter(limits: Limits, failures: number): number {
  return backoffAfter(limits.pausesMs, failures);
}
