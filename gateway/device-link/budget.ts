// What one device may send before it counts as flooding: two token buckets, with time passed in.
import { TokenBucket } from '../system/token-bucket.ts';
import type { FloodOptions } from './options.ts';

/**
 * `taken`: within the budget. `over`: above it, so not to be handled now.
 * `cut`: above it for too long or by too much; the budget starts anew, without a burst.
 */
export type Verdict = 'taken' | 'over' | 'cut';

/** A device that is back at this level after it was above its budget has calmed down. */
const CALM_LEVEL = 0.5;

export class Budget {
  readonly #options: FloodOptions;
  readonly #all: TokenBucket;
  /** Holds a minute's worth: whoever sends no more in any minute never finds it empty. */
  readonly #red: TokenBucket;
  #over = 0;
  #overSince: number | undefined;

  /** `now` is monotonic milliseconds, here and below. */
  constructor(options: FloodOptions, now: number) {
    this.#options = options;
    const { burst, perMinute, redPerMinute } = options;
    this.#all = new TokenBucket({ burst, perSecond: perMinute / 60 }, now);
    this.#red = new TokenBucket({ burst: redPerMinute, perSecond: redPerMinute / 60 }, now);
  }

  /** Counts one uplink. Red presses within their own allowance are always taken and cost nothing else. */
  take(isRed: boolean, now: number): Verdict {
    if (isRed && this.#red.take(now)) return 'taken';
    if (this.#overSince !== undefined && this.#isCalm(now)) this.#forgive();
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
    this.#all.empty(now);
    return 'cut';
  }

  /** Above its budget and not calm again. */
  isOver(now: number): boolean {
    return this.#overSince !== undefined && !this.#isCalm(now);
  }

  #isCalm(now: number): boolean {
    return this.#all.left(now) >= CALM_LEVEL * this.#options.burst;
  }

  #forgive(): void {
    this.#over = 0;
    this.#overSince = undefined;
  }
}
