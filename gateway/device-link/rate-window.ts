// How often something happened to each within a short time: kept only for those to whom it did.

export class RateWindow<Who> {
  readonly #lengthMs: number;
  readonly #monotonic: () => number;
  readonly #counts = new Map<Who, number>();
  #since = Number.NEGATIVE_INFINITY;

  constructor(lengthMs: number, monotonic: () => number) {
    this.#lengthMs = lengthMs;
    this.#monotonic = monotonic;
  }

  /** Counts once more, and returns how often it was since this window began. At its edge twice as many fit in. */
  count(who: Who): number {
    const now = this.#monotonic();
    if (now - this.#since >= this.#lengthMs) {
      this.#counts.clear();
      this.#since = now;
    }
    const count = (this.#counts.get(who) ?? 0) + 1;
    this.#counts.set(who, count);
    return count;
  }

  /** Everybody begins anew. */
  clear(): void {
    this.#counts.clear();
  }

  /** Counts once less: it turned out not to be the doing of `who`. */
  takeBack(who: Who): void {
    const count = this.#counts.get(who);
    if (count !== undefined && count > 0) this.#counts.set(who, count - 1);
  }
}
