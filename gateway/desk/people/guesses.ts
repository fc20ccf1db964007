// How often a password may be guessed: by name, and by the address from which it comes.

/** Wrong ones of one name, after which it has to wait; each minute forgives one. */
const MAX_OF_NAME = 10;
const NAME_FORGIVES_MS = 60_000;
/** Of one address: behind a proxy a whole office has the same. */
const MAX_OF_ADDRESS = 60;
const ADDRESS_FORGIVES_MS = 10_000;
/** Whoever guesses chooses names: so many are remembered. */
const MAX_REMEMBERED = 10_000;

export class Guesses {
  readonly #names: Limit;
  readonly #addresses: Limit;

  /** `now` tells monotonic milliseconds. */
  constructor(now: () => number) {
    this.#names = new Limit(MAX_OF_NAME, NAME_FORGIVES_MS, now);
    this.#addresses = new Limit(MAX_OF_ADDRESS, ADDRESS_FORGIVES_MS, now);
  }

  /** Counts one guess, unless there were too many. */
  mayGuess(name: string, address: string): boolean {
    if (this.#names.isReached(name) || this.#addresses.isReached(address)) return false;
    this.#names.count(name);
    this.#addresses.count(address);
    return true;
  }

  /** The name begins anew; the address gets back what this one has cost, and no more. */
  wasRight(name: string, address: string): void {
    this.#names.forget(name);
    this.#addresses.giveBack(address);
  }
}

class Limit {
  readonly #max: number;
  readonly #forgivesMs: number;
  readonly #now: () => number;
  readonly #counts = new Map<string, { count: number; at: number }>();

  constructor(max: number, forgivesMs: number, now: () => number) {
    this.#max = max;
    this.#forgivesMs = forgivesMs;
    this.#now = now;
  }

  isReached(who: string): boolean {
    return this.#countOf(who) >= this.#max;
  }

  count(who: string): void {
    const count = this.#countOf(who) + 1;
    // In the order of their last guess.
    this.#counts.delete(who);
    this.#counts.set(who, { count, at: this.#now() });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_REMEMBERED && oldest !== undefined) this.#counts.delete(oldest);
  }

  forget(who: string): void {
    this.#counts.delete(who);
  }

  giveBack(who: string): void {
    const found = this.#counts.get(who);
    if (found) found.count = Math.max(0, found.count - 1);
  }

  #countOf(who: string): number {
    const found = this.#counts.get(who);
    if (found === undefined) return 0;
    const forgiven = Math.floor((this.#now() - found.at) / this.#forgivesMs);
    return Math.max(0, found.count - forgiven);
  }
}
