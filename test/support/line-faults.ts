// A serial line that spoils what it carries: bytes are lost, changed, late, in pieces, joined by XOFF, or the cable is pulled.

/** Chances from 0 to 1, of a byte or of what is written at once. */
export interface FaultRates {
  /** Of a byte: it is lost. */
  drop: number;
  /** Of a byte: one of its bits is another. */
  flip: number;
  /** Of a byte: an XOFF or XON comes before it. */
  xoff: number;
  /** Of a write: it comes in two pieces. */
  split: number;
  /** Of a write: it comes up to 20 ms late; what follows waits for it. */
  delay: number;
}

export const CLEAN: FaultRates = { drop: 0, flip: 0, xoff: 0, split: 0, delay: 0 };
/** About every third line of 60 bytes arrives whole in both directions. */
export const BAD_LINE: FaultRates = {
  drop: 0.003,
  flip: 0.003,
  xoff: 0.002,
  split: 0.3,
  delay: 0.2,
};

const XOFF = '\x13';
const XON = '\x11';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One direction. */
export class FaultyWire {
  /** Bytes that were given to it. */
  carried = 0;
  readonly #rates: FaultRates;
  readonly #chance: () => number;
  readonly #deliver: (bytes: string) => void;
  #last: Promise<void> = Promise.resolve();

  constructor(rates: FaultRates, chance: () => number, deliver: (bytes: string) => void) {
    this.#rates = rates;
    this.#chance = chance;
    this.#deliver = deliver;
  }

  carry(bytes: string): void {
    this.carried += bytes.length;
    const { split, delay } = this.#rates;
    const spoilt = this.spoil(bytes);
    const at = this.#chance() < split ? Math.floor(this.#chance() * spoilt.length) : 0;
    for (const piece of [spoilt.slice(0, at), spoilt.slice(at)]) {
      const late = this.#chance() < delay ? this.#chance() * 20 : 0;
      this.#last = this.#last.then(
        () =>
          new Promise((done) => {
            setTimeout(() => {
              if (piece !== '') this.#deliver(piece);
              done();
            }, late);
          }),
      );
    }
  }

  spoil(bytes: string): string {
    const { drop, flip, xoff } = this.#rates;
    let spoilt = '';
    for (const byte of bytes) {
      if (this.#chance() < xoff) spoilt += this.#chance() < 0.5 ? XOFF : XON;
      if (this.#chance() < drop) continue;
      const bit = this.#chance() < flip ? 1 << Math.floor(this.#chance() * 8) : 0;
      spoilt += String.fromCharCode(byte.charCodeAt(0) ^ bit);
    }
    return spoilt;
  }
}
