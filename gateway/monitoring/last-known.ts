// Figures that take long to get, or hang: asked seldom, and shown as they were last known.

const EVERY_MS = 60_000;
/** Nobody who only asks how things stand waits for longer. */
const PATIENCE_MS = 1_000;

export class LastKnown<T> {
  readonly #ask: () => Promise<T>;
  #known: T | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  /** Undefined until they are known for the first time. Never rejects. */
  async read(): Promise<T | undefined> {
    if (this.#asking === undefined && performance.now() - this.#askedAt >= EVERY_MS) {
      this.#askedAt = performance.now();
      this.#asking = this.#refresh();
    }
    if (this.#asking) await Promise.race([this.#asking, patience()]);
    return this.#known;
  }

  async #refresh(): Promise<void> {
    try {
      this.#known = await this.#ask();
    } catch {
      // What was known is old; that the journal fails is shown by itself.
    } finally {
      this.#asking = undefined;
    }
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS).unref();
  });
}
