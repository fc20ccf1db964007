// Timers by name: one under each, and none once they are stopped.
import type { Clock } from '../domain/ports/clock.ts';

export class Timers {
  readonly #clock: Clock;
  readonly #cancels = new Map<string, () => void>();
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `call` after so many milliseconds, in place of what waited under this name. */
  after(name: string, milliseconds: number, call: () => void): void {
    this.cancel(name);
    if (this.#stopped) return;
    const cancel = this.#clock.after(milliseconds, () => {
      this.#cancels.delete(name);
      call();
    });
    this.#cancels.set(name, cancel);
  }

  cancel(name: string): void {
    this.#cancels.get(name)?.();
    this.#cancels.delete(name);
  }

  has(name: string): boolean {
    return this.#cancels.has(name);
  }

  stop(): void {
    this.#stopped = true;
    for (const name of [...this.#cancels.keys()]) this.cancel(name);
  }
}
