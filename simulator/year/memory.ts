// Memory that runs out in a simulated year: what runs then is broken off, past every catch, as on the interpreter.

/** No exception of the language. */
export class BreakOff {}

/** Where memory can run out while the firmware runs. */
export interface Memory {
  /** Runs out after so many more uses, once; whatever was planned before. */
  failAfter(uses: number): void;
  /** The firmware calls the hardware. */
  use(): void;
  /** Whether the callback that has just ended, or thrown this, was broken off. Asked after each. */
  takeBroken(problem: unknown): boolean;
}

/**
 * Runs out at calls of the hardware only: the firmware isn't changed for it. A catch of the firmware may hold it up
 * until the next such call.
 */
export class HalMemory implements Memory {
  #left = Number.POSITIVE_INFINITY;
  #isOut = false;

  failAfter(uses: number): void {
    this.#left = uses;
  }

  use(): void {
    this.#left--;
    if (this.#left < 0) this.#isOut = true;
    if (this.#isOut) throw new BreakOff();
  }

  takeBroken(): boolean {
    const wasOut = this.#isOut;
    if (wasOut) this.#left = Number.POSITIVE_INFINITY;
    this.#isOut = false;
    return wasOut;
  }
}
