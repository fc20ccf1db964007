// Work in heaps, done a slice per turn of the event loop: who is connected already, and who only comes, is served between.

const SLICE_MS = 5;
/** A heap is held up for so long, however much is more urgent: nobody waits for ever. */
const HELD_UP_MS = 3_000;
/** And from then on for so long between two slices. */
const HELD_UP_BETWEEN_MS = 10;

export class Slices<T> {
  readonly #work: (item: T) => void;
  readonly #monotonic: () => number;
  #heap: T[] = [];
  #next = 0;
  #lastTurnAt = 0;
  /** The turn that goes on has something more urgent. */
  #isHeldUp = false;
  #heldUpMs = 0;

  constructor(work: (item: T) => void, monotonic: () => number) {
    this.#work = work;
    this.#monotonic = monotonic;
  }

  /** In the order of `add`, soon. */
  add(item: T): void {
    if (this.#heap.length === 0) {
      this.#lastTurnAt = this.#monotonic();
      setImmediate(() => this.#turn());
    }
    this.#heap.push(item);
  }

  /** This turn has something more urgent: the next slice waits for a turn that has not, as long as it may. */
  holdUp(): void {
    this.#isHeldUp = true;
  }

  get size(): number {
    return this.#heap.length - this.#next;
  }

  #turn(): void {
    const now = this.#monotonic();
    if (this.#isHeldUp) this.#heldUpMs += now - this.#lastTurnAt;
    const isEnough = this.#heldUpMs >= HELD_UP_MS;
    if (isEnough) this.#heldUpMs = HELD_UP_MS - HELD_UP_BETWEEN_MS;
    if (isEnough || !this.#isHeldUp) this.#slice(now + SLICE_MS);
    this.#isHeldUp = false;
    if (this.size > 0) {
      this.#lastTurnAt = this.#monotonic();
      setImmediate(() => this.#turn());
      return;
    }
    this.#heap = [];
    this.#next = 0;
    this.#heldUpMs = 0;
  }

  #slice(until: number): void {
    do this.#work(this.#heap[this.#next++] as T);
    while (this.size > 0 && this.#monotonic() < until);
  }
}
