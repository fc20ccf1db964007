// What survives a power cut: the boot counter and the presses that wait, as an append-only log on raw flash. It is
// read once per boot, and a page is turned now and then, by the service script (open-log.ts, turn-page.ts).
//
// Only the page of the highest generation counts. When it is full the next page is erased, everything alive
// is copied there, and its header, written last, makes it the one that counts: a power cut at any byte leaves
// either the old page or the new one. Pages take turns, which spreads the wear.
import type { Sha256 } from '#protocol/device/envelope.ts';
import type { Identity, Key } from '#protocol/messages.ts';
import type { Flash } from '../hal.ts';
import {
  encodeRecord,
  type FlashRecord,
  RECORD_ADDED,
  RECORD_BYTES,
  RECORD_CLEARED,
  sameBytes,
} from './flash-record.ts';
import { isSame } from './identity.ts';

/** Added to the key of a test press. */
export const TEST_MARK = 128;
/** Two numbers each. */
export const COMMANDS_KEPT = 8;

/** `count` is at most 65,535, as on the wire. */
export interface StoredPress {
  identity: Identity;
  key: Key;
  count: number;
  test: boolean;
}

/**
 * Copies what is alive, the latest record included, to the next page that works. False when none does, and then
 * `broken` is set; or when this can't be tried.
 */
export type TurnPage = (log: FlashLog) => boolean;

export class FlashLog {
  flash: Flash;
  sha256: Sha256;
  turn: TurnPage;
  bootId: number;
  /** Added and not cleared, oldest first. */
  presses: StoredPress[];
  /** The commands that came last: command_id and outcome in turn, oldest first. */
  commands: number[];
  page: number;
  generation: number;
  /** Where the next record goes, in bytes from the start of the page. */
  at: number;
  /** No page takes a record: nothing more is kept in this boot. */
  broken: boolean;

  constructor(flash: Flash, sha256: Sha256, turn: TurnPage) {
    this.flash = flash;
    this.sha256 = sha256;
    this.turn = turn;
    this.bootId = 0;
    this.presses = [];
    this.commands = [];
    this.page = -1;
    this.generation = 0;
    this.at = flash.pageBytes;
    this.broken = false;
  }

  /** Keeps a press, or the new count of one that is kept. False when flash doesn't take it; it is alive in memory all the same. */
  add(press: StoredPress): boolean {
    this.forget(press.identity);
    this.presses.push(press);
    return this.append(this.added(press));
  }

  /** False when flash doesn't take it: the press will come back at the next boot, which is harmless. */
  clear(identity: Identity): boolean {
    this.forget(identity);
    return this.append(this.record(RECORD_CLEARED, 0, 0, identity.bootId, identity.seq));
  }

  forget(identity: Identity): void {
    this.presses = this.presses.filter((press) => !isSame(press.identity, identity));
  }

  record(kind: number, mark: number, count: number, first: number, second: number): FlashRecord {
    return { kind: kind, mark: mark, count: count, first: first, second: second };
  }

  added(press: StoredPress): FlashRecord {
    const mark = press.key + (press.test ? TEST_MARK : 0);
    return this.record(RECORD_ADDED, mark, press.count, press.identity.bootId, press.identity.seq);
  }

  read(page: number, at: number): Uint8Array {
    return this.flash.read(page * this.flash.pageBytes + at, RECORD_BYTES);
  }

  /** In memory; the service script, which takes commands, appends the record. */
  remember(commandId: number, outcome: number): void {
    this.commands.push(commandId, outcome);
    if (this.commands.length > COMMANDS_KEPT * 2) this.commands.splice(0, 2);
  }

  /** Time to turn the page while nobody presses: erasing takes long. What is left is room for 16 presses on 4 KB. */
  isNearlyFull(): boolean {
    return this.page >= 0 && this.at * 8 > this.flash.pageBytes * 7;
  }

  /** Writes a record that memory already shows: when the page is full, the copy to the next one contains it. */
  append(record: FlashRecord): boolean {
    if (this.broken) return false;
    for (let attempt = 0; attempt < 2; attempt++) {
      const at = this.at;
      if (at + RECORD_BYTES > this.flash.pageBytes) break;
      this.at += RECORD_BYTES;
      if (this.put(this.page, at, record)) return true;
    }
    return this.turn(this);
  }

  /** Writes and reads back: a cell that is worn out shows itself here and not after the next power cut. */
  put(page: number, at: number, record: FlashRecord): boolean {
    try {
      const bytes = encodeRecord(this.sha256, record);
      this.flash.write(page * this.flash.pageBytes + at, bytes);
      return sameBytes(this.read(page, at), bytes);
    } catch {
      return false;
    }
  }
}
