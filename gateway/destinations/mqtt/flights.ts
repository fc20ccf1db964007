// What was published over one connection and is not acknowledged yet, and the watch over it.

import type { Clock } from '../../domain/ports/clock.ts';
import type { Outcome } from '../../domain/ports/destination.ts';
import { OUTCOMES } from '../../messages/route-test.ts';

/** Packet ids go to 65,535, and each message takes about a kilobyte until its PUBACK. */
const MOST = 16_384;

export const GAVE_UP: Outcome = { kind: 'failed', code: 'TIMEOUT', detail: OUTCOMES.gaveUp.en };

export class Flights {
  readonly #clock: Clock;
  readonly #withinMs: number;
  readonly #onSilence: () => void;
  readonly #waiting = new Set<(outcome: Outcome) => void>();
  /** Also what nobody waits for any more: the broker owes its PUBACK all the same. */
  #unacknowledged = 0;
  /** On monotonic time: since when nothing has come that was due. */
  #dueSince = 0;
  #cancelWatch: (() => void) | undefined;

  constructor(clock: Clock, withinMs: number, onSilence: () => void) {
    this.#clock = clock;
    this.#withinMs = withinMs;
    this.#onSilence = onSilence;
  }

  get unacknowledged(): number {
    return this.#unacknowledged;
  }

  get isFull(): boolean {
    return this.#unacknowledged >= MOST;
  }

  /** `publish` is called at once, with what is to be called at the PUBACK. */
  begin(signal: AbortSignal, publish: (acknowledged: () => void) => void): Promise<Outcome> {
    return new Promise((resolve) => {
      const end = (outcome: Outcome) => {
        this.#waiting.delete(end);
        signal.removeEventListener('abort', giveUp);
        resolve(outcome);
      };
      const giveUp = () => end(GAVE_UP);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(end);
      if (this.#unacknowledged++ === 0) this.#dueSince = this.#clock.monotonic();
      this.#watch();
      publish(() => {
        this.#unacknowledged--;
        this.#dueSince = this.#clock.monotonic();
        end({ kind: 'unknown' });
      });
    });
  }

  /** The connection is gone, and every PUBACK with it. */
  endAll(outcome: Outcome): void {
    this.#unacknowledged = 0;
    this.#cancelWatch?.();
    this.#cancelWatch = undefined;
    for (const end of [...this.#waiting]) end(outcome);
  }

  /** One timer, not one for each: it looks again when something came meanwhile. */
  #watch(): void {
    if (this.#cancelWatch !== undefined) return;
    const left = this.#dueSince + this.#withinMs - this.#clock.monotonic();
    this.#cancelWatch = this.#clock.after(Math.max(left, 0), () => {
      this.#cancelWatch = undefined;
      if (this.#unacknowledged === 0) return;
      if (this.#clock.monotonic() - this.#dueSince >= this.#withinMs) this.#onSilence();
      else this.#watch();
    });
  }
}
