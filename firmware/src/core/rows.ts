// What waits for its receipt, in a table that is there from the start: a press needs no memory that lasts.
//
// Where memory runs out the interpreter breaks off whatever runs, between any two steps and past every catch. So a row
// begins to count with one write, that of its mark, which comes last; and it ends with one write.
import {
  type DeviceEvent,
  type Identity,
  KEY_GREEN,
  KEY_RED,
  type Key,
  MAX_UINT32,
} from '#protocol/messages.ts';

/** How many entries may wait. */
export const OUTBOX_ENTRIES = 32;

/** Two more than may wait: a red press is in its row before the green one that goes for it has left its own. */
export const ROWS = OUTBOX_ENTRIES + 2;

/** Lanes in the order of sending. */
export const LANE_RED = 0;
export const LANE_GREEN = 1;
export const LANE_STATUS = 2;

/** Bits of a mark. The lowest two are the key of a press, 0 for another event. A mark of 0 is a free row. */
export const MARK_KEY = 3;
const MARK_STATUS = 4;
export const MARK_TEST = 8;
/** It happened in an earlier boot: how long before this one is not known. */
export const MARK_EARLIER = 16;
/** Was transmitted once, in whatever session: the gateway may hold it, so its count is fixed. */
export const MARK_SENT = 32;
/** First transmitted in this session. */
export const MARK_FRESH = 64;
/** The press is on flash as it stands here. */
export const MARK_KEPT = 128;

export class Rows {
  marks: Uint8Array;
  bootIds: Uint32Array;
  seqs: Uint32Array;
  /** When it happened, by the clock of this boot in ms; 0 when that was an earlier boot. */
  times: Float64Array;
  /** How often the key was pressed, 1 to 65,535. */
  counts: Uint16Array;
  /** Envelope number of the latest transmission in this session, 0 for none. */
  numbers: Uint32Array;
  /** When to send it again, and the wait after which that was, in ms. */
  dueTimes: Float64Array;
  waits: Uint16Array;
  /** By row: what is to be told, where it isn't a press. */
  events: Record<number, DeviceEvent>;
  /** The rows in use, in the order of sending: by lane, then the older identity. What is broken off in it `reorder` mends. */
  order: Uint8Array;
  /** How many rows are in use. */
  depth: number;

  constructor() {
    this.marks = new Uint8Array(ROWS);
    this.bootIds = new Uint32Array(ROWS);
    this.seqs = new Uint32Array(ROWS);
    this.times = new Float64Array(ROWS);
    this.counts = new Uint16Array(ROWS);
    this.numbers = new Uint32Array(ROWS);
    this.dueTimes = new Float64Array(ROWS);
    this.waits = new Uint16Array(ROWS);
    this.events = {};
    // One more: what was broken off can leave a row in it twice.
    this.order = new Uint8Array(ROWS + 1);
    this.depth = 0;
  }

  /** Puts a press in a free row; -1 when there is none. `time` is null when it happened in an earlier boot. */
  addPress(identity: Identity, key: Key, test: boolean, time: number | null): number {
    let mark = key + (test ? MARK_TEST : 0);
    // What an earlier boot left may have been sent.
    if (time === null) mark += MARK_EARLIER + MARK_SENT + MARK_KEPT;
    return this.add(identity, mark, time ?? 0, null);
  }

  /** Puts another event in a free row; -1 when there is none. */
  addStatus(identity: Identity, event: DeviceEvent, time: number): number {
    return this.add(identity, MARK_STATUS, time, event);
  }

  add(identity: Identity, mark: number, time: number, event: DeviceEvent | null): number {
    const row = this.marks.indexOf(0);
    if (row < 0) return -1;
    this.bootIds[row] = identity.bootId;
    this.seqs[row] = identity.seq;
    this.times[row] = time;
    this.counts[row] = 1;
    this.numbers[row] = 0;
    this.waits[row] = 0;
    if (event) this.events[row] = event;
    this.marks[row] = mark;
    this.place(row);
    return row;
  }

  /** Behind those that are sent before it. */
  place(row: number): void {
    let at = this.depth < ROWS ? this.depth : ROWS;
    while (at > 0 && this.isBefore(row, this.order[at - 1] as number)) {
      this.order[at] = this.order[at - 1] as number;
      at--;
    }
    this.order[at] = row;
    this.depth++;
  }

  isBefore(row: number, other: number): boolean {
    const lane = this.lane(row);
    const otherLane = this.lane(other);
    if (lane !== otherLane) return lane < otherLane;
    const bootId = this.bootIds[row] as number;
    const otherBootId = this.bootIds[other] as number;
    if (bootId !== otherBootId) return bootId < otherBootId;
    return (this.seqs[row] as number) < (this.seqs[other] as number);
  }

  /** Makes the order anew from the rows themselves. */
  reorder(): void {
    this.depth = 0;
    for (let row = 0; row < ROWS; row++) if (this.marks[row] !== 0) this.place(row);
  }

  remove(row: number): void {
    this.marks[row] = 0;
    if (this.events[row]) delete this.events[row];
    let at = this.order.indexOf(row);
    if (at < 0 || at >= this.depth) return;
    this.depth--;
    for (; at < this.depth; at++) this.order[at] = this.order[at + 1] as number;
  }

  lane(row: number): number {
    const key = (this.marks[row] as number) & MARK_KEY;
    if (key === KEY_RED) return LANE_RED;
    return key === KEY_GREEN ? LANE_GREEN : LANE_STATUS;
  }

  isPress(row: number): boolean {
    return ((this.marks[row] as number) & MARK_KEY) !== 0;
  }

  identity(row: number): Identity {
    return { bootId: this.bootIds[row] as number, seq: this.seqs[row] as number };
  }

  event(row: number): DeviceEvent {
    const key = (this.marks[row] as number) & MARK_KEY;
    if (key === 0) return this.events[row] as DeviceEvent;
    return { kind: 'press', key: key as Key, count: this.counts[row] as number };
  }

  /** Whether the row is marked with one of the bits above. */
  is(row: number, bit: number): boolean {
    return ((this.marks[row] as number) & bit) !== 0;
  }

  mark(row: number, bit: number, isSet: boolean): void {
    const mark = this.marks[row] as number;
    this.marks[row] = isSet ? mark | bit : mark & ~bit;
  }

  /** Once more the same key. What is on flash is one short from here on. */
  countOn(row: number): void {
    this.mark(row, MARK_KEPT, false);
    if ((this.counts[row] as number) < 65535) this.counts[row] = (this.counts[row] as number) + 1;
  }

  /** A new session: nothing was transmitted in it. */
  newSession(): void {
    for (let i = 0; i < this.depth; i++) {
      const row = this.order[i] as number;
      this.numbers[row] = 0;
      this.waits[row] = 0;
      this.mark(row, MARK_FRESH, false);
    }
  }

  /** Milliseconds since the event; since the start of this boot when it is older. */
  ageMs(row: number, now: number): number {
    const age = now - (this.times[row] as number);
    // An edge's clock that is ahead must not make a press unsendable.
    if (age < 0) return 0;
    return age > MAX_UINT32 ? MAX_UINT32 : age;
  }

  /** The oldest row of a lane; -1 when there is none. */
  oldest(lane: number): number {
    for (let i = 0; i < this.depth; i++) {
      const row = this.order[i] as number;
      if (this.lane(row) === lane) return row;
    }
    return -1;
  }

  /** The row that is sent last of all; -1 when there is none. */
  last(): number {
    return this.depth > 0 ? (this.order[this.depth - 1] as number) : -1;
  }

  /** The row with an identity; -1 when there is none. */
  find(identity: Identity): number {
    for (let i = 0; i < this.depth; i++) {
      const row = this.order[i] as number;
      if (this.seqs[row] === identity.seq && this.bootIds[row] === identity.bootId) return row;
    }
    return -1;
  }
}
