// Work in heaps, done a slice per turn of the event loop: who is connected already, and who only comes, is served between.

const SLICE_MS = 5;
/** However much is more urgent, a slice is done after this: nobody waits for ever. */
const HELD_UP_MS = 45;

export class Slices<T> {
  readonly #work: (one: T) => void;
  readonly #monotonic: () => number;
  #heap: T[] = [];
  #next = 0;
  /** The last slice, or the first of the heap. */
  #lastAt = 0;
  #isHeldUp = false;

  constructor(work: (one: T) => void, monotonic: () => number) {
    this.#work = work;
    this.#monotonic = monotonic;
  }

  /** In the order of `add`, soon. */
  add(one: T): void {
    if (this.#heap.length === 0) {
      this.#lastAt = this.#monotonic();
      setImmediate(() => this.#turn());
    }
    this.#heap.push(one);
  }

  /** This turn has something more urgent: the next slice waits for one that has not, as long as it may. */
  holdUp(): void {
    this.#isHeldUp = true;
  }

  get size(): number {
    return this.#heap.length - this.#next;
  }

  #turn(): void {
    const now = this.#monotonic();
    if (!this.#isHeldUp || now - this.#lastAt >= HELD_UP_MS) this.#slice(now + SLICE_MS);
    this.#isHeldUp = false;
    if (this.size > 0) {
      setImmediate(() => this.#turn());
      return;
    }
    this.#heap = [];
    this.#next = 0;
  }

  #slice(until: number): void {
    do this.#work(this.#heap[this.#next++] as T);
    while (this.size > 0 && this.#monotonic() < until);
    this.#lastAt = this.#monotonic();
  }
}
