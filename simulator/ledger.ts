// What became of every press, in columns: a million presses have to fit into memory and travel between processes.
import type { Identity, Key } from '#protocol/messages.ts';

/** Where a press is, as its device knows it. */
export const IN_OUTBOX = 0;
export const STORED = 1;
export const REJECTED = 2;
/** Never settled, and not in its device's outbox any more: the device has lost it. */
export const GONE = 3;

/** The columns as they travel. Times are milliseconds since the start of the run; NaN: not yet. */
export interface LedgerColumns {
  length: number;
  /** Index of the home in the run. */
  home: Uint32Array;
  bootId: Uint32Array;
  seq: Uint32Array;
  key: Uint8Array;
  /** Presses that the entry stands for. */
  count: Uint16Array;
  state: Uint8Array;
  /** Reason of the rejection, 0 for none. */
  reason: Uint8Array;
  /** When the timetable wanted it. Latency is counted from here. */
  intendedAt: Float64Array;
  madeAt: Float64Array;
  storedAt: Float64Array;
  acceptedAt: Float64Array;
  answeredAt: Float64Array;
}

const FIRST_CAPACITY = 1_024;

function columns(capacity: number): LedgerColumns {
  const times = () => new Float64Array(capacity).fill(Number.NaN);
  return {
    length: 0,
    home: new Uint32Array(capacity),
    bootId: new Uint32Array(capacity),
    seq: new Uint32Array(capacity),
    key: new Uint8Array(capacity),
    count: new Uint16Array(capacity).fill(1),
    state: new Uint8Array(capacity),
    reason: new Uint8Array(capacity),
    intendedAt: times(),
    madeAt: times(),
    storedAt: times(),
    acceptedAt: times(),
    answeredAt: times(),
  };
}

export class Ledger {
  #columns: LedgerColumns;

  constructor(from?: LedgerColumns) {
    this.#columns = from ?? columns(FIRST_CAPACITY);
  }

  get length(): number {
    return this.#columns.length;
  }

  /** The columns themselves: read them, or change the row of a press. */
  get columns(): LedgerColumns {
    return this.#columns;
  }

  /** Adds a press that was made; returns its row. */
  add(home: number, identity: Identity, key: Key, intendedAt: number, madeAt: number): number {
    const row = this.#columns.length;
    if (row === this.#columns.home.length) this.#grow();
    const to = this.#columns;
    to.home[row] = home;
    to.bootId[row] = identity.bootId;
    to.seq[row] = identity.seq;
    to.key[row] = key;
    to.intendedAt[row] = intendedAt;
    to.madeAt[row] = madeAt;
    to.length++;
    return row;
  }

  /** Only the rows in use, to be sent to another process. */
  packed(): LedgerColumns {
    const { length, ...arrays } = this.#columns;
    const cut = Object.entries(arrays).map(([name, array]) => [name, array.slice(0, length)]);
    return { length, ...Object.fromEntries(cut) } as LedgerColumns;
  }

  #grow(): void {
    const from = this.#columns;
    const to = columns(from.length * 2);
    to.length = from.length;
    const { length: _, ...arrays } = from;
    for (const [name, array] of Object.entries(arrays)) {
      (to[name as keyof typeof arrays] as Float64Array).set(array);
    }
    this.#columns = to;
  }
}
