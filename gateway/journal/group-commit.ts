// Group commit: while one synced write is under way the next gathers. A lone press waits for one sync, a flood shares them.

interface Waiting {
  resolve(): void;
  reject(error: unknown): void;
}

export class GroupCommit<Op> {
  readonly #write: (ops: Op[]) => Promise<void>;
  #ops: Op[] = [];
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  /** `write` makes all operations durable together, or rejects with none of them done. */
  constructor(write: (ops: Op[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the operations are durable. Groups are written in the order of the calls. */
  commit(ops: readonly Op[]): Promise<void> {
    this.#ops.push(...ops);
    const done = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    this.#running ??= this.#run();
    return done;
  }

  /** Resolves when nothing is being written any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn later, so that the frames of one read of a socket share the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const ops = this.#ops;
      const waiting = this.#waiting;
      this.#ops = [];
      this.#waiting = [];
      try {
        await this.#write(ops);
        for (const one of waiting) one.resolve();
      } catch (error) {
        for (const one of waiting) one.reject(error);
      }
    }
    this.#running = undefined;
  }
}
