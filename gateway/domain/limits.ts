// Time limits and retries of a lane, counted from a press's arrival. Milliseconds. DESIGN.md, "Deadlines".
import type { KeyName } from './press.ts';

export interface LaneLimits {
  /** On disk within this, else a red press is sent without. */
  storedMs: number;
  /** Accepted by a destination within this, else it is a breach. */
  acceptMs: number;
  /** Answered within this, else the resident is told that nobody could be reached. */
  answerMs: number;
  /** One attempt lives this long. */
  attemptMs: number;
  /** While an attempt hangs, another starts beside it after this. */
  besideMs: number;
  /** Pauses after the first, second, … failed attempt; the last one goes on for ever. */
  pausesMs: readonly number[];
  /** First attempts of this lane at one time, over all presses. They never wait for repeated ones. */
  concurrency: number;
  /** Repeated attempts of this lane at one time. */
  repeats: number;
}

export const DEFAULT_LIMITS: Record<KeyName, LaneLimits> = {
  red: {
    storedMs: 1_000,
    acceptMs: 2_000,
    answerMs: 60_000,
    attemptMs: 10_000,
    besideMs: 5_000,
    pausesMs: [250, 500, 1_000, 2_000, 5_000],
    concurrency: 2_048,
    repeats: 512,
  },
  green: {
    storedMs: 1_000,
    acceptMs: 30_000,
    answerMs: 15 * 60_000,
    attemptMs: 10_000,
    besideMs: 30_000,
    pausesMs: [1_000, 5_000, 15_000, 30_000, 60_000],
    concurrency: 32,
    repeats: 32,
  },
};

/** The pause after the `failures`-th failed attempt, counted from 1. */
export function pauseAfter(limits: LaneLimits, failures: number): number {
  const { pausesMs } = limits;
  return pausesMs[Math.min(failures, pausesMs.length) - 1] ?? 0;
}
