// What falls due, the earliest first, and of the same moment what was added first: a binary heap from which anything can be taken out.

export interface Due {
  /** On monotonic time. */
  readonly at: number;
  /** Rises from one that is added to the next. */
  readonly order: number;
  /** Its place in the heap, which the heap keeps. */
  place: number;
}

export class DueHeap<T extends Due> {
  readonly #heap: T[] = [];

  get first(): T | undefined {
    return this.#heap[0];
  }

  add(due: T): void {
    this.#raise(due, this.#heap.length);
  }

  /** It is in the heap. */
  remove(due: T): void {
    const last = this.#heap.pop() as T;
    if (last === due) return;
    // The last one takes its place, and goes from there to where it belongs.
    this.#sink(last, due.place);
    this.#raise(last, last.place);
  }

  #raise(due: T, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#heap[above] as T;
      if (!goesBefore(due, other)) break;
      this.#put(other, place);
      place = above;
    }
    this.#put(due, place);
  }

  #sink(due: T, from: number): void {
    const heap = this.#heap;
    let place = from;
    for (;;) {
      let below = place * 2 + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      if (right !== undefined && goesBefore(right, heap[below] as T)) below++;
      const other = heap[below] as T;
      if (!goesBefore(other, due)) break;
      this.#put(other, place);
      place = below;
    }
    this.#put(due, place);
  }

  #put(due: T, place: number): void {
    this.#heap[place] = due;
    due.place = place;
  }
}

function goesBefore(one: Due, other: Due): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
