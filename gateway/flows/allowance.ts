// So much a second, and so much at once: what a child may use of the gateway.
import type { Clock } from '../domain/ports/clock.ts';

const GRANTED_BURSTS = 8;

export class Allowance {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #left: number;
  #at: number;

  /** It begins full. */
  constructor(perSecond: number, burst: number, clock: Pick<Clock, 'monotonic'>) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#clock = clock;
    this.#left = burst;
    this.#at = clock.monotonic();
  }

  /** More than time gives, up to eight times what is allowed at once. */
  grant(amount: number): void {
    this.#left = Math.min(this.#left + amount, GRANTED_BURSTS * this.#burst);
  }

  /** False when it is used up. */
  take(amount: number): boolean {
    const now = this.#clock.monotonic();
    const gained = ((now - this.#at) / 1_000) * this.#perSecond;
    // What was granted stays; time fills no more than the burst.
    const most = Math.max(this.#burst, this.#left);
    this.#left = Math.min(most, this.#left + gained) - amount;
    this.#at = now;
    return this.#left >= 0;
  }
}
