// What survives a power cut: the boot counter and the presses that wait, as an append-only log on raw flash. It is
// read once per boot, by the service script (open-log.ts).
//
// Only the page of the highest generation counts. When it is full the next page is erased, everything alive
// is copied there, and its header, written last, makes it the one that counts: a power cut at any byte leaves
// either the old page or the new one. Pages take turns, which spreads the wear.
import type { Sha256 } from '#protocol/device/envelope.ts';
import { type Identity, KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import type { Flash } from '../hal.ts';
import {
  encodeRecord,
  type FlashRecord,
  RECORD_ADDED,
  RECORD_BOOT,
  RECORD_BYTES,
  RECORD_CLEARED,
  RECORD_COMMAND,
  RECORD_PAGE,
  sameBytes,
} from './flash-record.ts';
import { LANE_RED, MARK_KEPT, MARK_TEST, Rows } from './rows.ts';

/** Added to the key of a test press. */
export const TEST_MARK = 128;

/** How many commands are remembered with what became of them. */
export const COMMANDS_KEPT = 8;

export class FlashLog {
  flash: Flash;
  sha256: Sha256;
  bootId: number;
  /** Its presses are those that were added and not cleared. */
  rows: Rows;
  /** The commands that came last, and what became of each; 0 where there is none. */
  commandIds: Uint32Array;
  outcomes: Uint8Array;
  /** Where the next goes: the place of the oldest. */
  nextCommand: number;
  page: number;
  generation: number;
  /** Where the next record goes, in bytes from the start of the page. */
  at: number;
  /** A page is being made the one that counts: what was broken off here may have done so, or not. */
  isTurning: boolean;
  /** No page takes a record, or what stands there wasn't read: nothing more is kept in this boot. */
  broken: boolean;

  constructor(flash: Flash, sha256: Sha256) {
    this.flash = flash;
    this.sha256 = sha256;
    this.bootId = 0;
    this.rows = new Rows();
    this.commandIds = new Uint32Array(COMMANDS_KEPT);
    this.outcomes = new Uint8Array(COMMANDS_KEPT);
    this.nextCommand = 0;
    this.page = -1;
    this.generation = 0;
    this.at = flash.pageBytes;
    this.isTurning = false;
    this.broken = true;
  }

  /** Writes the press of a row, or its new count. False when flash doesn't take it: it waits in memory all the same. */
  keep(row: number): boolean {
    const isKept = this.append(this.added(row));
    if (isKept) this.rows.mark(row, MARK_KEPT, true);
    return isKept;
  }

  /** False when flash doesn't take it: the press will come back at the next boot, which is harmless. */
  clear(identity: Identity): boolean {
    return this.append(this.record(RECORD_CLEARED, 0, 0, identity.bootId, identity.seq));
  }

  record(kind: number, mark: number, count: number, first: number, second: number): FlashRecord {
    return { kind: kind, mark: mark, count: count, first: first, second: second };
  }

  added(row: number): FlashRecord {
    const rows = this.rows;
    const key = rows.lane(row) === LANE_RED ? KEY_RED : KEY_GREEN;
    const mark = key + (rows.is(row, MARK_TEST) ? TEST_MARK : 0);
    const identity = rows.identity(row);
    const count = rows.counts[row] as number;
    return this.record(RECORD_ADDED, mark, count, identity.bootId, identity.seq);
  }

  read(page: number, at: number): Uint8Array {
    return this.flash.read(page * this.flash.pageBytes + at, RECORD_BYTES);
  }

  /** Time to turn the page while nobody presses: erasing takes long. What is left is room for 16 presses on 4 KB. */
  isNearlyFull(): boolean {
    return this.page >= 0 && this.at * 8 > this.flash.pageBytes * 7;
  }

  /** Writes a record that memory already shows: when the page is full, the copy to the next one contains it. */
  append(record: FlashRecord): boolean {
    if (this.broken) return false;
    try {
      if (this.isTurning) return this.turnPage();
      for (let attempt = 0; attempt < 2; attempt++) {
        const at = this.at;
        if (at + RECORD_BYTES > this.flash.pageBytes) break;
        this.at += RECORD_BYTES;
        if (this.put(this.page, at, record)) return true;
      }
      return this.turnPage();
    } catch {
      // No memory for a checksum: that is no fault of the page.
      return false;
    }
  }

  /**
   * Writes and reads back: a cell that is worn out shows itself here and not after the next power cut. Throws when
   * there is no memory for the checksum: a record without it would be skipped at the next boot.
   */
  put(page: number, at: number, record: FlashRecord): boolean {
    const bytes = encodeRecord(this.sha256, record);
    try {
      this.flash.write(page * this.flash.pageBytes + at, bytes);
      return sameBytes(this.read(page, at), bytes);
    } catch {
      return false;
    }
  }

  /**
   * Copies what is alive, the latest record included, to the next page that works. False when none does. One in 255
   * records on 4 KB, and mostly ahead of time, while nobody presses. Not in the service script: loading that takes
   * memory that a press with 31 others before it doesn't have.
   */
  turnPage(): boolean {
    // Broken off when the header was being written: which page counts is not known, and this one is newer than both.
    if (this.isTurning) this.generation++;
    for (let step = 1; step < this.flash.pages; step++) {
      const page = (this.page + step) % this.flash.pages;
      try {
        this.flash.erase(page);
      } catch {
        continue;
      }
      if (this.fillPage(page)) return true;
    }
    // Trying again at every press would take seconds that a red press doesn't have.
    this.broken = true;
    return false;
  }

  fillPage(page: number): boolean {
    const rows = this.rows;
    const records = rows.depth + COMMANDS_KEPT + 2;
    if (records * RECORD_BYTES > this.flash.pageBytes) return false;
    let at = RECORD_BYTES;
    if (!this.put(page, at, this.record(RECORD_BOOT, 0, 0, this.bootId, 0))) return false;
    for (let i = 0; i < rows.depth; i++) {
      const row = rows.order[i] as number;
      // Status stands last.
      if (!rows.isPress(row)) break;
      at += RECORD_BYTES;
      if (!this.put(page, at, this.added(row))) return false;
    }
    for (let i = 0; i < COMMANDS_KEPT; i++) {
      const command = (this.nextCommand + i) % COMMANDS_KEPT;
      const id = this.commandIds[command] as number;
      if (id === 0) continue;
      at += RECORD_BYTES;
      const outcome = this.outcomes[command] as number;
      if (!this.put(page, at, this.record(RECORD_COMMAND, outcome, 0, id, 0))) return false;
    }
    const header = this.record(RECORD_PAGE, 0, 0, this.generation + 1, 0);
    this.isTurning = true;
    const isWritten = this.put(page, 0, header);
    if (isWritten) {
      this.page = page;
      this.generation++;
      this.at = at + RECORD_BYTES;
    }
    this.isTurning = false;
    if (!isWritten) return false;
    for (let i = 0; i < rows.depth; i++) rows.mark(rows.order[i] as number, MARK_KEPT, true);
    return true;
  }
}
