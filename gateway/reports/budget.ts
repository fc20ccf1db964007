// How many reports on calls that nobody knows one platform may send, before the journal is asked for them no more.
import { TokenBucket } from '../system/token-bucket.ts';

const SIZE = { burst: 60, perSecond: 1 };

/** A bucket for each destination: 60 at once, and one more each second. Reports on open calls cost nothing. */
export class ReportBudget {
  readonly #monotonic: () => number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** True while any of these may still ask. */
  admits(destinations: readonly string[]): boolean {
    const now = this.#monotonic();
    return destinations.some((destination) => this.#bucketOf(destination, now).left(now) >= 1);
  }

  /** One of them named a call that nobody knows. */
  charge(destinations: readonly string[]): void {
    const now = this.#monotonic();
    for (const destination of destinations) this.#bucketOf(destination, now).take(now);
  }

  #bucketOf(destination: string, now: number): TokenBucket {
    const known = this.#buckets.get(destination);
    if (known) return known;
    const bucket = new TokenBucket(SIZE, now);
    this.#buckets.set(destination, bucket);
    return bucket;
  }
}
