// One lane: work of one severity at one destination, first come first served, so many at one time.

/** The emptied front of the queue is cut off when it is this long and longer than the rest. */
const CUT_AT = 1_024;

export class Lane<T, At = unknown> {
  /** Where it ends. */
  readonly at: At;
  readonly #concurrency: number;
  readonly #work: (item: T, lane: Lane<T, At>) => Promise<void> | undefined;
  #queue: (T | undefined)[] = [];
  #front = 0;
  #running = 0;

  /** `work` never rejects; it returns undefined when there is nothing to do for the item any more. */
  constructor(
    at: At,
    concurrency: number,
    work: (item: T, lane: Lane<T, At>) => Promise<void> | undefined,
  ) {
    this.at = at;
    this.#concurrency = concurrency;
    this.#work = work;
  }

  /** Works on `item` as soon as there is room. */
  add(item: T): void {
    this.#queue.push(item);
    this.#next();
  }

  get queued(): number {
    return this.#queue.length - this.#front;
  }

  get running(): number {
    return this.#running;
  }

  #next(): void {
    while (this.#running < this.#concurrency && this.queued > 0) {
      this.#running++;
      const done = this.#work(this.#take(), this);
      if (done === undefined) this.#running--;
      else void done.finally(() => this.#ended());
    }
  }

  #ended(): void {
    this.#running--;
    this.#next();
  }

  /** An array's own shift takes time that grows with its length: 100,000 calls may wait. */
  #take(): T {
    const item = this.#queue[this.#front] as T;
    this.#queue[this.#front++] = undefined;
    if (this.#front >= CUT_AT && this.#front * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#front);
      this.#front = 0;
    }
    return item;
  }
}
