// How long to wait before something that failed is tried again: longer from one failure to the next, up to a longest pause.

/** Milliseconds after the first, second, … failure in a row; the last one goes on for ever. */
export type Pauses = readonly number[];

/** Each twice as long as the one before, until it would be longer than `longestMs`. */
export function doubling(firstMs: number, longestMs: number): Pauses {
  const pauses: number[] = [];
  for (let pause = firstMs; pause < longestMs; pause *= 2) pauses.push(pause);
  return [...pauses, longestMs];
}

/** The pause after the `failures`-th failure in a row, counted from 1. No pauses at all: 0. */
export function backoffAfter(pauses: Pauses, failures: number): number {
  return pauses[Math.min(failures, pauses.length) - 1] ?? 0;
}

/** Half of the pause is drawn, so that many who failed at one moment don't all come back at another. `random`: 0 to 1. */
export function withJitter(pauseMs: number, random: number): number {
  return Math.round(pauseMs / 2 + (pauseMs / 2) * random);
}
