// Timers by name: one under each, and none once they are stopped. All share one of the clock's: 100,000 may wait.
import type { Clock } from '../domain/ports/clock.ts';
import { type Due, DueHeap } from './due-heap.ts';

interface Timer extends Due {
  readonly name: string;
  readonly call: () => void;
}

export class Timers {
  readonly #clock: Clock;
  readonly #byName = new Map<string, Timer>();
  readonly #heap = new DueHeap<Timer>();
  /** When the clock wakes us, and how that is cancelled. */
  #wakesAt = Number.POSITIVE_INFINITY;
  #cancelWaking = () => {};
  #order = 0;
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `call` after so many milliseconds, in place of what waited under this name. */
  after(name: string, milliseconds: number, call: () => void): void {
    this.#remove(name);
    if (this.#stopped) return;
    const at = this.#clock.monotonic() + milliseconds;
    const timer = { at, order: this.#order++, place: 0, name, call };
    this.#byName.set(name, timer);
    this.#heap.add(timer);
    this.#wake();
  }

  cancel(name: string): void {
    this.#remove(name);
    if (this.#byName.size === 0) this.#sleep();
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  stop(): void {
    this.#stopped = true;
    for (const name of [...this.#byName.keys()]) this.cancel(name);
  }

  #remove(name: string): void {
    const timer = this.#byName.get(name);
    if (timer === undefined) return;
    this.#byName.delete(name);
    this.#heap.remove(timer);
  }

  /** At the latest when the first one is due. Earlier does no harm: one that was cancelled leaves it as it is. */
  #wake(): void {
    const at = this.#heap.first?.at ?? Number.POSITIVE_INFINITY;
    if (at >= this.#wakesAt) return;
    this.#cancelWaking();
    this.#wakesAt = at;
    this.#cancelWaking = this.#clock.after(at - this.#clock.monotonic(), () => this.#woken());
  }

  #sleep(): void {
    this.#cancelWaking();
    this.#wakesAt = Number.POSITIVE_INFINITY;
  }

  #woken(): void {
    this.#wakesAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.monotonic();
    for (let first = this.#heap.first; first && first.at <= now; first = this.#heap.first) {
      this.#remove(first.name);
      first.call();
    }
    this.#wake();
  }
}
