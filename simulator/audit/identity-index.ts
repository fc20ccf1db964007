// Finds rows of columns by three numbers: a hash table of 4 to 8 bytes a row where a Map takes a hundred.

/** Three columns that name a row: a press by its home, or a call by the press that opened it. */
export interface IdentityColumns {
  home: Uint32Array;
  bootId: Uint32Array;
  seq: Uint32Array;
}

const EMPTY = -1;
const FIRST_SLOTS = 1_024;

function hash(home: number, bootId: number, seq: number): number {
  let mixed = Math.imul(home, 0x9e3779b1) ^ Math.imul(bootId, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) ^ Math.imul(seq, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x165667b1);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export class IdentityIndex {
  #columns: IdentityColumns;
  #slots = new Int32Array(FIRST_SLOTS).fill(EMPTY);
  #used = 0;

  constructor(columns: IdentityColumns) {
    this.#columns = columns;
  }

  /** The same rows moved to larger columns. */
  moveTo(columns: IdentityColumns): void {
    this.#columns = columns;
  }

  /** The row of this name, or -1. */
  find(home: number, bootId: number, seq: number): number {
    return this.#slots[this.#slotOf(home, bootId, seq)] as number;
  }

  /** Adds `row`, whose columns are written; returns the row that has its name already, or `row`. */
  add(row: number): number {
    if ((this.#used + 1) * 2 > this.#slots.length) this.#grow();
    const { home, bootId, seq } = this.#columns;
    const slot = this.#slotOf(home[row] as number, bootId[row] as number, seq[row] as number);
    const former = this.#slots[slot] as number;
    if (former !== EMPTY) return former;
    this.#slots[slot] = row;
    this.#used++;
    return row;
  }

  #slotOf(home: number, bootId: number, seq: number): number {
    const mask = this.#slots.length - 1;
    const of = this.#columns;
    let slot = hash(home, bootId, seq) & mask;
    for (;;) {
      const row = this.#slots[slot] as number;
      if (row === EMPTY) return slot;
      if (of.seq[row] === seq && of.home[row] === home && of.bootId[row] === bootId) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const rows = this.#slots.filter((row) => row !== EMPTY);
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    this.#used = 0;
    for (const row of rows) this.add(row);
  }
}
