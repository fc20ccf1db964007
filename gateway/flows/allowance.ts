// So much a second, and so much at once: what a child may use of the gateway.

export class Allowance {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #monotonic: () => number;
  #left: number;
  #at: number;

  /** `monotonic` in milliseconds. It begins full. */
  constructor(perSecond: number, burst: number, monotonic: () => number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#monotonic = monotonic;
    this.#left = burst;
    this.#at = monotonic();
  }

  /** False when it is used up. */
  take(amount: number): boolean {
    const now = this.#monotonic();
    const gained = ((now - this.#at) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#burst, this.#left + gained) - amount;
    this.#at = now;
    return this.#left >= 0;
  }
}
