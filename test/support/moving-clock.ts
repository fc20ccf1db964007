// A clock that stands still until a test moves it. UTC and monotonic time are one, unless a test sets UTC.
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#gateway/domain/ports/clock.ts';

interface Timer {
  at: number;
  call: () => void;
}

export class MovingClock implements Clock {
  #monotonic = 0;
  #utcAtZero: number;
  readonly #timers = new Set<Timer>();

  constructor(utc = Date.UTC(2026, 0, 1)) {
    this.#utcAtZero = utc;
  }

  utc(): number {
    return this.#utcAtZero + this.#monotonic;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { at: this.#monotonic + Math.max(milliseconds, 0), call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are armed. */
  get armed(): number {
    return this.#timers.size;
  }

  /** Somebody sets the wall clock; timers don't notice. */
  setUtc(utc: number): void {
    this.#utcAtZero = utc - this.#monotonic;
  }

  /** Time passes and nothing runs meanwhile: what falls due does so with the next `advance`. */
  pass(milliseconds: number): void {
    this.#monotonic += milliseconds;
  }

  /** Moves time, runs what falls due in its order, and lets each finish before the next. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#monotonic + milliseconds;
    await settle();
    for (let next = this.#nextBefore(until); next; next = this.#nextBefore(until)) {
      this.#timers.delete(next);
      this.#monotonic = Math.max(this.#monotonic, next.at);
      next.call();
      await settle();
    }
    this.#monotonic = until;
  }

  #nextBefore(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  await setImmediate();
}
