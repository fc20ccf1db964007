// Time of a simulated year: a queue of what happens when, run in order as fast as it goes.

import { type Due, DueHeap } from '#gateway/system/due-heap.ts';

interface Happening extends Due {
  /** Null when it has happened or was cancelled: then it is in the heap no more. */
  call: (() => void) | null;
}

/** More at one moment is a loop that never ends. */
const MAX_AT_ONCE = 10_000;

export class YearClock {
  /** Milliseconds since the start. */
  now = 0;
  readonly #heap = new DueHeap<Happening>();
  #order = 0;

  at(moment: number, call: () => void): Happening {
    const due = { at: Math.max(moment, this.now), order: this.#order++, place: 0, call };
    this.#heap.add(due);
    return due;
  }

  after(milliseconds: number, call: () => void): Happening {
    return this.at(this.now + milliseconds, call);
  }

  cancel(due: unknown): void {
    const happening = due as Happening | null;
    if (happening === null || happening.call === null) return;
    happening.call = null;
    this.#heap.remove(happening);
  }

  /** Runs what is due until `moment`, and is then there. Throws when time stands still. */
  runUntil(moment: number): void {
    let atOnce = 0;
    for (;;) {
      const next = this.#heap.first;
      if (next === undefined || next.at > moment) break;
      this.#heap.remove(next);
      atOnce = next.at === this.now ? atOnce + 1 : 0;
      if (atOnce > MAX_AT_ONCE) throw new Error(`time stands still at ${this.now} ms`);
      this.now = next.at;
      const { call } = next;
      next.call = null;
      call?.();
    }
    this.now = Math.max(this.now, moment);
  }
}
