// So much at once, and so much a second: the one measure of what somebody may use up. Time is passed in.

export interface BucketSize {
  /** What a full bucket holds. */
  burst: number;
  perSecond: number;
}

/** Begins full and fills evenly. `now` is monotonic milliseconds everywhere. */
export class TokenBucket {
  readonly #size: BucketSize;
  #tokens: number;
  #at: number;

  constructor(size: BucketSize, now: number) {
    this.#size = size;
    this.#tokens = size.burst;
    this.#at = now;
  }

  /** What is there now. Negative after more was spent. */
  left(now: number): number {
    const { burst, perSecond } = this.#size;
    const gained = ((now - this.#at) / 1_000) * perSecond;
    this.#at = now;
    // What was added beyond the burst stays; time fills no more than the burst.
    if (this.#tokens < burst) this.#tokens = Math.min(burst, this.#tokens + gained);
    return this.#tokens;
  }

  /** False, and nothing is taken, where there is less. */
  take(now: number, amount = 1): boolean {
    if (this.left(now) < amount) return false;
    this.#tokens -= amount;
    return true;
  }

  /** Takes it also where there is less, to be paid off by time. False: there was less. */
  spend(now: number, amount: number): boolean {
    this.#tokens = this.left(now) - amount;
    return this.#tokens >= 0;
  }

  /** More than time gives, until there are `most`. */
  add(now: number, amount: number, most: number): void {
    this.#tokens = Math.min(this.left(now) + amount, most);
  }

  empty(now: number): void {
    this.#at = now;
    this.#tokens = 0;
  }
}
