// The machine's clock, with a button: time that nobody has to wait for is skipped. For gateways on real TCP.
import type { Clock } from '#gateway/domain/ports/clock.ts';
import { systemClock } from '#gateway/system/clock.ts';

interface Timer {
  at: number;
  call: () => void;
  cancel: () => void;
}

export class SkippingClock implements Clock {
  #skipped = 0;
  readonly #timers = new Set<Timer>();

  // Taken away from their clock, as functions that tell the time may be.
  readonly utc = () => systemClock.utc() + this.#skipped;
  readonly monotonic = () => systemClock.monotonic() + this.#skipped;

  after(milliseconds: number, call: () => void): () => void {
    const timer: Timer = { at: this.monotonic() + milliseconds, call, cancel: () => {} };
    timer.cancel = systemClock.after(milliseconds, () => this.#fire(timer));
    this.#timers.add(timer);
    return () => {
      timer.cancel();
      this.#timers.delete(timer);
    };
  }

  /** What falls due in this time is called, in its order, each once. */
  skip(milliseconds: number): void {
    this.#skipped += milliseconds;
    const now = this.monotonic();
    const due = [...this.#timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const timer of due) if (this.#timers.has(timer)) this.#fire(timer);
    for (const timer of this.#timers) {
      timer.cancel();
      timer.cancel = systemClock.after(Math.max(timer.at - now, 0), () => this.#fire(timer));
    }
  }

  #fire(timer: Timer): void {
    timer.cancel();
    this.#timers.delete(timer);
    timer.call();
  }
}
