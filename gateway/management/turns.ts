// Work of the admin API that grows with the number of devices: in parts, one part of all requests in each turn of the event loop.

/** About 1 ms: no red press waits longer for a turn. */
const AT_ONCE = 50;

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isDue = false;

  /** Resolves in a later turn, in which no other request goes on. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#wake();
    });
  }

  /** What `make` makes of each, in their order. */
  async map<T, R>(items: Iterable<T>, make: (item: T) => R | Promise<R>): Promise<R[]> {
    const made: R[] = [];
    for (const item of items) {
      if (made.length % AT_ONCE === 0) await this.next();
      made.push(await make(item));
    }
    // The answer is written in a turn of its own.
    if (made.length > AT_ONCE) await this.next();
    return made;
  }

  #wake(): void {
    if (this.#isDue || this.#waiting.length === 0) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.#waiting.shift()?.();
      this.#wake();
    });
  }
}
