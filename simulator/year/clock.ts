// Time of a simulated year: a queue of what happens when, run in order as fast as it goes.

interface Due {
  at: number;
  order: number;
  call: (() => void) | null;
}

/** More at one moment is a loop that never ends. */
const MOST_AT_ONCE = 10_000;

export class YearClock {
  /** Milliseconds since the start. */
  now = 0;
  /** A binary heap by time, then by order of `at`. */
  readonly #heap: Due[] = [];
  #order = 0;

  at(moment: number, call: () => void): Due {
    const due = { at: Math.max(moment, this.now), order: this.#order++, call };
    this.#heap.push(due);
    this.#rise(this.#heap.length - 1);
    return due;
  }

  after(milliseconds: number, call: () => void): Due {
    return this.at(this.now + milliseconds, call);
  }

  cancel(due: unknown): void {
    if (due !== null) (due as Due).call = null;
  }

  /** Runs what is due until `moment`, and is then there. Throws when time stands still. */
  runUntil(moment: number): void {
    let atOnce = 0;
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > moment) break;
      this.#takeFirst();
      atOnce = next.at === this.now ? atOnce + 1 : 0;
      if (atOnce > MOST_AT_ONCE) throw new Error(`time stands still at ${this.now} ms`);
      this.now = next.at;
      next.call?.();
    }
    this.now = Math.max(this.now, moment);
  }

  #takeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop() as Due;
    if (heap.length === 0) return;
    heap[0] = last;
    let place = 0;
    for (;;) {
      let first = place;
      for (const child of [2 * place + 1, 2 * place + 2]) {
        if (child < heap.length && isBefore(heap[child] as Due, heap[first] as Due)) first = child;
      }
      if (first === place) return;
      this.#swap(place, first);
      place = first;
    }
  }

  #rise(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(this.#heap[place] as Due, this.#heap[parent] as Due)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    [heap[one], heap[other]] = [heap[other] as Due, heap[one] as Due];
  }
}

function isBefore(one: Due, other: Due): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
