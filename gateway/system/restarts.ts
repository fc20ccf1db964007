// When a child process that ended by itself is started again: later from one failure to the next, until one has run well.
import { backoffAfter, doubling, type Pauses } from '../domain/backoff.ts';
import type { Clock } from '../domain/ports/clock.ts';

/** Before the first, second, … start after a failure, milliseconds; the last one goes on for ever. */
export const RESTART_PAUSES: Pauses = doubling(1_000, 60_000);

/** Who ran so long is well. */
const WELL_MS = 60_000;

export class Restarts {
  readonly #pausesMs: Pauses;
  readonly #clock: Pick<Clock, 'after'>;
  #failures = 0;
  #cancel = () => {};

  constructor(clock: Pick<Clock, 'after'>, pausesMs: Pauses = RESTART_PAUSES) {
    this.#clock = clock;
    this.#pausesMs = pausesMs;
  }

  /** In a row. */
  get failures(): number {
    return this.#failures;
  }

  /** One more failure. Returns the pause that should follow it, milliseconds. */
  failed(): number {
    this.#cancel();
    this.#failures += 1;
    return backoffAfter(this.#pausesMs, this.#failures);
  }

  later(pauseMs: number, start: () => void): void {
    this.#cancel();
    this.#cancel = this.#clock.after(pauseMs, start);
  }

  /** It runs: when it still does after a while, what was before is forgotten. */
  runs(): void {
    this.later(WELL_MS, () => {
      this.#failures = 0;
    });
  }

  stop(): void {
    this.#cancel();
  }
}
