// Whether the process has more to do than it can: seen from how late its timers come and from what waits for the disk.
import type { Clock } from '../domain/ports/clock.ts';
import type { OverloadOptions } from './options.ts';

const LOOK_EVERY_MS = 100;

export class Overload {
  readonly #options: OverloadOptions;
  readonly #clock: Clock;
  #underWay = 0;
  #cancel = () => {};
  #loopDelayMs = 0;
  #until = Number.NEGATIVE_INFINITY;

  constructor(options: OverloadOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  start(): void {
    this.#lookAfter(this.#clock.monotonic());
  }

  stop(): void {
    this.#cancel();
  }

  /** An uplink came; `answered` belongs to it. */
  began(): void {
    this.#underWay++;
  }

  answered(): void {
    this.#underWay--;
  }

  /** Uplinks that have no answer yet: nearly all of them wait for the journal. */
  get underWay(): number {
    return this.#underWay;
  }

  /** True until nothing was wrong for a while. */
  get isOn(): boolean {
    return this.#clock.monotonic() < this.#until;
  }

  /** How late the event loop came when it was last looked at. */
  get loopDelayMs(): number {
    return this.#loopDelayMs;
  }

  #lookAfter(from: number): void {
    this.#cancel = this.#clock.after(LOOK_EVERY_MS, () => {
      const now = this.#clock.monotonic();
      this.#loopDelayMs = Math.max(0, now - from - LOOK_EVERY_MS);
      const { loopDelayMs, underWay, calmMs } = this.#options;
      if (this.#loopDelayMs > loopDelayMs || this.#underWay > underWay) {
        this.#until = now + calmMs;
      }
      this.#lookAfter(now);
    });
  }
}
