// What one device may send before it counts as flooding: two token buckets, with time passed in.
import type { FloodOptions } from './options.ts';

/**
 * `taken`: within the budget. `over`: above it, so not to be handled now.
 * `cut`: above it for too long or by too much; the budget starts anew, without a burst.
 */
export type Verdict = 'taken' | 'over' | 'cut';

/** Fills evenly up to its size. */
class Bucket {
  readonly #size: number;
  readonly #perMs: number;
  #tokens: number;
  #at: number;

  constructor(size: number, perMinute: number, now: number) {
    this.#size = size;
    this.#perMs = perMinute / 60_000;
    this.#tokens = size;
    this.#at = now;
  }

  /** As full as it is now, 0 to 1. */
  level(now: number): number {
    this.#tokens = Math.min(this.#size, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
    return this.#tokens / this.#size;
  }

  take(now: number): boolean {
    this.level(now);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  empty(): void {
    this.#tokens = 0;
  }
}

/** A device that is back at this level after it was above its budget has calmed down. */
const CALM_LEVEL = 0.5;

export class Budget {
  readonly #options: FloodOptions;
  readonly #all: Bucket;
  /** Holds a minute's worth: whoever sends no more in any minute never finds it empty. */
  readonly #red: Bucket;
  #over = 0;
  #overSince: number | undefined;

  /** `now` is monotonic milliseconds, here and below. */
  constructor(options: FloodOptions, now: number) {
    this.#options = options;
    this.#all = new Bucket(options.burst, options.perMinute, now);
    this.#red = new Bucket(options.redPerMinute, options.redPerMinute, now);
  }

  /** Counts one uplink. Red presses within their own allowance are always taken and cost nothing else. */
  take(isRed: boolean, now: number): Verdict {
    if (isRed && this.#red.take(now)) return 'taken';
    if (this.#overSince !== undefined && this.#all.level(now) >= CALM_LEVEL) this.#forgive();
    const isTaken = this.#all.take(now);
    if (!isTaken) {
      this.#over++;
      this.#overSince ??= now;
    }
    const { maxOver, maxOverMs } = this.#options;
    const tooLong = this.#overSince !== undefined && now - this.#overSince > maxOverMs;
    if (!tooLong && this.#over <= maxOver) return isTaken ? 'taken' : 'over';
    // One that is within the budget just now is no reason to cut.
    if (isTaken) return 'taken';
    this.#forgive();
    this.#all.empty();
    return 'cut';
  }

  /** Above its budget and not calm again. */
  isOver(now: number): boolean {
    return this.#overSince !== undefined && this.#all.level(now) < CALM_LEVEL;
  }

  #forgive(): void {
    this.#over = 0;
    this.#overSince = undefined;
  }
}
