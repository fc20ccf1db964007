// Flash that counts its wear, and whose power can fail at any byte of a write or an erase.
import type { Flash } from '#firmware/src/hal.ts';

/** The power is gone: nothing that this boot still does has any effect. */
export class PowerCut extends Error {}

export class TornFlash implements Flash {
  readonly pages: number;
  readonly pageBytes: number;
  writes = 0;
  readonly erases: number[];
  /** Bytes until the power fails; Infinity while nobody wants that. */
  budget = Number.POSITIVE_INFINITY;
  /** The moment at which they are used up. */
  onPowerCut: () => void = () => {};
  readonly #bytes: Uint8Array;

  constructor(pages = 16, pageBytes = 4096) {
    this.pages = pages;
    this.pageBytes = pageBytes;
    this.#bytes = new Uint8Array(pages * pageBytes).fill(255);
    this.erases = new Array(pages).fill(0);
  }

  read(at: number, length: number): Uint8Array {
    return this.#bytes.slice(at, at + length);
  }

  write(at: number, bytes: Uint8Array): void {
    this.writes++;
    for (const [place, byte] of bytes.entries()) {
      this.#spend();
      this.#bytes[at + place] = (this.#bytes[at + place] as number) & byte;
    }
  }

  /** A torn erase leaves the rest of the page as it was. */
  erase(page: number): void {
    this.erases[page] = (this.erases[page] as number) + 1;
    for (let i = 0; i < this.pageBytes; i++) {
      this.#spend();
      this.#bytes[page * this.pageBytes + i] = 255;
    }
  }

  #spend(): void {
    if (this.budget <= 0) {
      this.onPowerCut();
      throw new PowerCut();
    }
    this.budget--;
  }
}
