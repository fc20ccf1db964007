// Does something so many times a second, in small portions, until told to stop.

const EVERY_MS = 20;

export class Rate {
  readonly #perSecond: number;
  readonly #act: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(perSecond: number, act: () => void) {
    this.#perSecond = perSecond;
    this.#act = act;
  }

  start(): this {
    let owed = 1;
    let before = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      // After a pause of the process the rate goes on; what was missed is not caught up with.
      owed += (this.#perSecond * Math.min(now - before, 1_000)) / 1_000;
      before = now;
      for (; owed >= 1; owed--) this.#act();
    }, EVERY_MS);
    return this;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
