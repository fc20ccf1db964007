// Timers by name: one under each, and none once they are stopped.
import type { Clock } from '../domain/ports/clock.ts';
import { NOT_DUE } from './due-heap.ts';
import { type Scheduled, Scheduler } from './scheduler.ts';

class Timer implements Scheduled {
  dueAt = 0;
  dueOrder = 0;
  duePlace = NOT_DUE;
  call = () => {};
  readonly #name: string;
  readonly #byName: Map<string, Timer>;

  constructor(name: string, byName: Map<string, Timer>) {
    this.#name = name;
    this.#byName = byName;
  }

  wake(): void {
    this.#byName.delete(this.#name);
    this.call();
  }
}

export class Timers {
  readonly #clock: Clock;
  readonly #scheduler: Scheduler;
  readonly #byName = new Map<string, Timer>();
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#scheduler = new Scheduler(clock);
  }

  /** Calls `call` after so many milliseconds, in place of what waited under this name. */
  after(name: string, milliseconds: number, call: () => void): void {
    if (this.#stopped) return;
    let timer = this.#byName.get(name);
    if (timer === undefined) {
      timer = new Timer(name, this.#byName);
      this.#byName.set(name, timer);
    }
    timer.call = call;
    this.#scheduler.set(timer, this.#clock.monotonic() + milliseconds);
  }

  cancel(name: string): void {
    const timer = this.#byName.get(name);
    if (timer === undefined) return;
    this.#byName.delete(name);
    this.#scheduler.cancel(timer);
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  stop(): void {
    this.#stopped = true;
    this.#byName.clear();
    this.#scheduler.clear();
  }
}
