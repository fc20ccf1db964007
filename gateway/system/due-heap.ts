// What falls due, the earliest first, and of the same moment what was added first: a binary heap from which anything can be taken out.

export interface Due {
  /** On monotonic time. */
  dueAt: number;
  /** Rises from one that is added to the next. */
  dueOrder: number;
  /** Its place in the heap, which the heap keeps; NOT_DUE when it is in none. */
  duePlace: number;
}

/** What a Due begins with. */
export const NOT_DUE = -1;

export class DueHeap<T extends Due> {
  readonly #heap: T[] = [];
  #order = 0;

  get first(): T | undefined {
    return this.#heap[0];
  }

  /** Adds it, or moves it when it is in the heap already: then it is the last one of its new moment. */
  put(due: T, at: number): void {
    const heap = this.#heap;
    due.dueAt = at;
    due.dueOrder = this.#order++;
    if (due.duePlace === NOT_DUE) {
      heap.push(due);
      this.#raise(due, heap.length - 1);
      return;
    }
    this.#sink(due, due.duePlace);
    this.#raise(due, due.duePlace);
  }

  /** Does nothing when it is not in the heap. */
  remove(due: T): void {
    const place = due.duePlace;
    if (place === NOT_DUE) return;
    due.duePlace = NOT_DUE;
    const last = this.#heap.pop() as T;
    if (last === due) return;
    // The last one takes its place, and goes from there to where it belongs.
    this.#sink(last, place);
    this.#raise(last, last.duePlace);
  }

  clear(): void {
    for (const due of this.#heap) due.duePlace = NOT_DUE;
    this.#heap.length = 0;
  }

  #raise(due: T, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#heap[above] as T;
      if (!goesBefore(due, other)) break;
      this.#place(other, place);
      place = above;
    }
    this.#place(due, place);
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
      this.#place(other, place);
      place = below;
    }
    this.#place(due, place);
  }

  #place(due: T, place: number): void {
    this.#heap[place] = due;
    due.duePlace = place;
  }
}

function goesBefore(due: Due, other: Due): boolean {
  return due.dueAt < other.dueAt || (due.dueAt === other.dueAt && due.dueOrder < other.dueOrder);
}
