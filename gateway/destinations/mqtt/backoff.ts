// The pauses between attempts to reach a broker: doubled from one to the next, up to a longest one, with jitter.

export const MIN_MS = 250;
export const MAX_MS = 10_000;

/** After the `failures`-th failure in a row, counted from 1. `random` is from 0 to 1: half of the pause is drawn. */
export function pauseAfterFailure(failures: number, random: number): number {
  const whole = Math.min(MIN_MS * 2 ** Math.min(failures, 20), MAX_MS);
  return Math.round(whole / 2 + (whole / 2) * random);
}
