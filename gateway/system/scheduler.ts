// Calls back whatever falls due, at its moment: 100,000 may wait, and all share one timer of the clock.
import type { Clock } from '../domain/ports/clock.ts';
import { type Due, DueHeap } from './due-heap.ts';

export interface Scheduled extends Due {
  /** It is due, and scheduled no more. `now` is on monotonic time. */
  wake(now: number): void;
}

export class Scheduler<T extends Scheduled = Scheduled> {
  readonly #clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly #heap = new DueHeap<T>();
  /** When the clock wakes us, and how that is cancelled. */
  #wakesAt = Number.POSITIVE_INFINITY;
  #cancelWaking = () => {};

  constructor(clock: Pick<Clock, 'monotonic' | 'after'>) {
    this.#clock = clock;
  }

  /** Wakes it at this moment, and not at any that was set before; Infinity: never. */
  set(scheduled: T, at: number): void {
    if (at === Number.POSITIVE_INFINITY) {
      this.cancel(scheduled);
      return;
    }
    this.#heap.put(scheduled, at);
    this.#arm();
  }

  cancel(scheduled: T): void {
    this.#heap.remove(scheduled);
    if (this.#heap.first === undefined) this.#disarm();
  }

  /** Nothing is scheduled any more. */
  clear(): void {
    this.#heap.clear();
    this.#disarm();
  }

  /** At the latest when the first one is due. Earlier does no harm: one that was cancelled leaves it as it is. */
  #arm(): void {
    const at = this.#heap.first?.dueAt ?? Number.POSITIVE_INFINITY;
    if (at >= this.#wakesAt) return;
    this.#cancelWaking();
    this.#wakesAt = at;
    this.#cancelWaking = this.#clock.after(at - this.#clock.monotonic(), () => this.#ring());
  }

  #disarm(): void {
    this.#cancelWaking();
    this.#wakesAt = Number.POSITIVE_INFINITY;
  }

  #ring(): void {
    this.#wakesAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.monotonic();
    for (let first = this.#heap.first; first && first.dueAt <= now; first = this.#heap.first) {
      this.#heap.remove(first);
      first.wake(now);
    }
    this.#arm();
  }
}
