// One lane: work of one severity, first come first served, so many at one time. Lanes don't know of each other.

export class Lane {
  readonly #concurrency: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Runs `work`, which never rejects, as soon as there is room. */
  run(work: () => Promise<void>): void {
    this.#waiting.push(work);
    this.#next();
  }

  #next(): void {
    while (this.#running < this.#concurrency) {
      const work = this.#waiting.shift();
      if (work === undefined) return;
      this.#running++;
      void work().finally(() => {
        this.#running--;
        this.#next();
      });
    }
  }
}
