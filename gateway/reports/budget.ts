// How many reports on calls that nobody knows one platform may send, before the journal is asked for them no more.

const MOST = 60;
const EVERY_MS = 1_000;

/** A bucket for each destination: 60 at once, and one more each second. Reports on open calls cost nothing. */
export class ReportBudget {
  readonly #monotonic: () => number;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** True while any of these may still ask. */
  admits(destinations: readonly string[]): boolean {
    return destinations.some((one) => this.#bucketOf(one).left >= 1);
  }

  /** One of them named a call that nobody knows. */
  charge(destinations: readonly string[]): void {
    for (const one of destinations) this.#bucketOf(one).left -= 1;
  }

  #bucketOf(destination: string): { left: number; at: number } {
    const now = this.#monotonic();
    const bucket = this.#buckets.get(destination) ?? { left: MOST, at: now };
    const left = Math.min(MOST, bucket.left + (now - bucket.at) / EVERY_MS);
    const current = { left: Math.max(left, 0), at: now };
    this.#buckets.set(destination, current);
    return current;
  }
}
