// What must arrive and has no receipt yet: bounded, in the order of sending. Presses are on flash as well.
import { type DeviceEvent, type Identity, KEY_RED, type Key } from '#protocol/messages.ts';
import type { FlashLog } from './flash-log.ts';
import {
  LANE_GREEN,
  LANE_RED,
  LANE_STATUS,
  MARK_EARLIER,
  MARK_KEPT,
  MARK_SENT,
  MARK_TEST,
  OUTBOX_ENTRIES,
  type Rows,
} from './rows.ts';

/** Events that aren't presses hold memory while they wait, so that few of them may. */
export const STATUS_ENTRIES = 8;

/** What became of a press. */
export interface Added {
  /** The row that stands for it; -1 when it didn't get in: a green press, when the outbox is full of red ones. */
  row: number;
  identity: Identity;
  /** A green press that had to go. */
  dropped: Identity | null;
}

export class Outbox {
  log: FlashLog;
  rows: Rows;
  seq: number;
  /** Entries that a full outbox dropped or refused, not yet reported. */
  lost: number;
  /** The press that was counted in another one last: its key, when it was, and the row. */
  joinedKey: Key;
  joinedAt: number;
  joinedRow: number;

  constructor(log: FlashLog) {
    this.log = log;
    this.rows = log.rows;
    this.seq = 0;
    this.lost = 0;
    this.joinedKey = KEY_RED;
    this.joinedAt = -1;
    this.joinedRow = -1;
  }

  /**
   * Adds a press to memory; `keep` writes that to flash. When the outbox is full the oldest status goes, then,
   * for red, the oldest green. Else the press raises `count` in the newest entry of its key that was never
   * sent. A green press that finds none takes the place of the oldest green. Red is never refused.
   */
  addPress(key: Key, test: boolean, at: number): Added {
    const rows = this.rows;
    let dropped = -1;
    if (this.isFull() && !this.dropStatus()) {
      if (key === KEY_RED) dropped = rows.oldest(LANE_GREEN);
      if (dropped < 0) {
        const joined = this.newestUnsent(key, test);
        if (joined >= 0) return this.join(joined, key, at);
        if (key !== KEY_RED) dropped = rows.oldest(LANE_GREEN);
      }
    }
    const identity = this.nextIdentity();
    const refused = dropped < 0 && key !== KEY_RED && this.isFull();
    if (refused || dropped >= 0) this.lost++;
    const added: Added = { row: -1, identity: identity, dropped: null };
    if (!refused) added.row = rows.addPress(identity, key, test, at);
    if (dropped >= 0) {
      added.dropped = rows.identity(dropped);
      // Not before: memory that runs out breaks this off.
      rows.remove(dropped);
    }
    return added;
  }

  /** Counts a press in an entry that was never sent. */
  join(row: number, key: Key, at: number): Added {
    this.rows.countOn(row);
    this.joinedKey = key;
    this.joinedRow = row;
    this.joinedAt = at;
    return { row: row, identity: this.rows.identity(row), dropped: null };
  }

  /**
   * What stands for a press that may have been added already, by something that memory broke off half-way; null when
   * nothing does. One key has no two presses at one time.
   */
  findPress(key: Key, at: number): Added | null {
    const rows = this.rows;
    let found = -1;
    if (this.joinedKey === key && this.joinedAt === at) found = this.joinedRow;
    for (let i = 0; i < rows.depth && found < 0; i++) {
      const row = rows.order[i] as number;
      if (rows.times[row] !== at || rows.is(row, MARK_EARLIER)) continue;
      if (rows.lane(row) === laneOf(key)) found = row;
    }
    return found < 0 ? null : { row: found, identity: rows.identity(found), dropped: null };
  }

  /** Writes a press to flash, and then that another had to go. False when flash doesn't take it. */
  keep(added: Added): boolean {
    const kept = this.log.keep(added.row);
    return added.dropped ? this.log.clear(added.dropped) && kept : kept;
  }

  /** Writes what found no memory, or was broken off, when its time was. */
  keepRest(): void {
    const rows = this.rows;
    for (let i = 0; i < rows.depth; i++) {
      const row = rows.order[i] as number;
      if (rows.isPress(row) && !rows.is(row, MARK_KEPT)) this.log.keep(row);
    }
  }

  /**
   * Adds an event that isn't a press; it lives in memory only. When there are many already the oldest such goes.
   * Its identity, or null when presses leave no room.
   */
  addStatus(event: DeviceEvent, now: number): Identity | null {
    let statuses = 0;
    // They stand last.
    const rows = this.rows;
    while (
      statuses < rows.depth &&
      !rows.isPress(rows.order[rows.depth - 1 - statuses] as number)
    ) {
      statuses++;
    }
    const isFull = this.isFull();
    if ((isFull || statuses >= STATUS_ENTRIES) && !this.dropStatus() && isFull) {
      this.lost++;
      return null;
    }
    const identity = this.nextIdentity();
    this.rows.addStatus(identity, event, now);
    return identity;
  }

  dropStatus(): boolean {
    const oldest = this.rows.oldest(LANE_STATUS);
    if (oldest < 0) return false;
    this.lost++;
    this.rows.remove(oldest);
    return true;
  }

  /** The row that a receipt means: by identity, else by the envelope number that it answers. -1 for none. */
  find(identity: Identity | null, number: number): number {
    const rows = this.rows;
    if (identity) return rows.find(identity);
    for (let i = 0; i < rows.depth; i++) {
      const row = rows.order[i] as number;
      if (rows.numbers[row] === number) return row;
    }
    return -1;
  }

  /** Takes an entry out, from flash too. False when flash doesn't take it. */
  clear(row: number): boolean {
    const identity = this.rows.isPress(row) ? this.rows.identity(row) : null;
    this.rows.remove(row);
    return !identity || this.log.clear(identity);
  }

  /**
   * When nothing but reds fills the outbox, the newest waits unsent until another is settled: so there is
   * always one left in which a further red press can be counted, and none is lost. -1 when none is held back.
   */
  heldBack(): number {
    if (!this.isFull()) return -1;
    const last = this.rows.last();
    return this.rows.lane(last) === LANE_RED && !this.rows.is(last, MARK_SENT) ? last : -1;
  }

  isFull(): boolean {
    return this.rows.depth >= OUTBOX_ENTRIES;
  }

  /** The newest row of the key that was never sent; -1 for none. A test never stands for a real press. */
  newestUnsent(key: Key, test: boolean): number {
    const rows = this.rows;
    for (let i = rows.depth - 1; i >= 0; i--) {
      const row = rows.order[i] as number;
      if (rows.lane(row) !== laneOf(key) || rows.is(row, MARK_SENT)) continue;
      if (rows.is(row, MARK_TEST) === test) return row;
    }
    return -1;
  }

  nextIdentity(): Identity {
    this.seq++;
    return { bootId: this.log.bootId, seq: this.seq };
  }
}

function laneOf(key: Key): number {
  return key === KEY_RED ? LANE_RED : LANE_GREEN;
}
