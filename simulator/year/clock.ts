// Time of a simulated year: a queue of what happens when, run in order as fast as it goes.
import { type Due, DueHeap, NOT_DUE } from '#gateway/system/due-heap.ts';

interface Happening extends Due {
  call: () => void;
}

/** More at one moment is a loop that never ends. */
const MAX_AT_ONCE = 10_000;

export class YearClock {
  /** Milliseconds since the start. */
  now = 0;
  readonly #heap = new DueHeap<Happening>();

  at(moment: number, call: () => void): Happening {
    const happening = { dueAt: 0, dueOrder: 0, duePlace: NOT_DUE, call };
    this.#heap.put(happening, Math.max(moment, this.now));
    return happening;
  }

  after(milliseconds: number, call: () => void): Happening {
    return this.at(this.now + milliseconds, call);
  }

  /** Does nothing when it has happened already, or is null. */
  cancel(happening: unknown): void {
    if (happening !== null) this.#heap.remove(happening as Happening);
  }

  /** Runs what is due until `moment`, and is then there. Throws when time stands still. */
  runUntil(moment: number): void {
    let atOnce = 0;
    for (;;) {
      const next = this.#heap.first;
      if (next === undefined || next.dueAt > moment) break;
      this.#heap.remove(next);
      atOnce = next.dueAt === this.now ? atOnce + 1 : 0;
      if (atOnce > MAX_AT_ONCE) throw new Error(`time stands still at ${this.now} ms`);
      this.now = next.dueAt;
      next.call();
    }
    this.now = Math.max(this.now, moment);
  }
}
