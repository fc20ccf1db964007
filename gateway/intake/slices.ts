// Work that comes in heaps, done a slice per turn of the event loop: whoever is connected already is served between.

const SLICE_MS = 5;

export class Slices<T> {
  readonly #work: (one: T) => void;
  readonly #monotonic: () => number;
  #heap: T[] = [];
  #next = 0;

  constructor(work: (one: T) => void, monotonic: () => number) {
    this.#work = work;
    this.#monotonic = monotonic;
  }

  /** In the order of `add`, soon. */
  add(one: T): void {
    if (this.#heap.length === 0) setImmediate(() => this.#slice());
    this.#heap.push(one);
  }

  get size(): number {
    return this.#heap.length - this.#next;
  }

  #slice(): void {
    const until = this.#monotonic() + SLICE_MS;
    do this.#work(this.#heap[this.#next++] as T);
    while (this.size > 0 && this.#monotonic() < until);
    if (this.size > 0) {
      setImmediate(() => this.#slice());
      return;
    }
    this.#heap = [];
    this.#next = 0;
  }
}
