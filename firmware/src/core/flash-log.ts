// What survives a power cut: the boot counter and the presses that wait, as an append-only log on raw flash. It is
// read once per boot, by the service script (open-log.ts).
//
// Only the page of the highest generation counts. When it is full the next page is erased, everything alive
// is copied there, and its header, written last, makes it the one that counts: a power cut at any byte leaves
// either the old page or the new one. Pages take turns, which spreads the wear.
import type { Sha256 } from '#protocol/device/envelope.ts';
import type { Identity, Press } from '#protocol/messages.ts';
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
import { isSame } from './identity.ts';

/** Added to the key of a test press. */
export const TEST_MARK = 128;

/** `count` is at most 65,535, as on the wire. An entry of the outbox is one: kept twice, 32 would take 160 variables more. */
export interface StoredPress {
  identity: Identity;
  event: Press;
  test: boolean;
}

export class FlashLog {
  flash: Flash;
  sha256: Sha256;
  bootId: number;
  /** Added and not cleared, oldest first. */
  presses: StoredPress[];
  /** The commands that came last: command_id and outcome in turn, oldest first. */
  commands: number[];
  page: number;
  generation: number;
  /** Where the next record goes, in bytes from the start of the page. */
  at: number;
  /** No page takes a record, or what stands there wasn't read: nothing more is kept in this boot. */
  broken: boolean;

  constructor(flash: Flash, sha256: Sha256) {
    this.flash = flash;
    this.sha256 = sha256;
    this.bootId = 0;
    this.presses = [];
    this.commands = [];
    this.page = -1;
    this.generation = 0;
    this.at = flash.pageBytes;
    this.broken = true;
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
    const mark = press.event.key + (press.test ? TEST_MARK : 0);
    const identity = press.identity;
    return this.record(RECORD_ADDED, mark, press.event.count, identity.bootId, identity.seq);
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
    const commands = this.commands;
    const records = this.presses.length + commands.length / 2 + 2;
    if (records * RECORD_BYTES > this.flash.pageBytes) return false;
    let at = RECORD_BYTES;
    if (!this.put(page, at, this.record(RECORD_BOOT, 0, 0, this.bootId, 0))) return false;
    for (const press of this.presses) {
      at += RECORD_BYTES;
      if (!this.put(page, at, this.added(press))) return false;
    }
    for (let i = 0; i < commands.length; i += 2) {
      at += RECORD_BYTES;
      const id = commands[i] as number;
      const record = this.record(RECORD_COMMAND, commands[i + 1] as number, 0, id, 0);
      if (!this.put(page, at, record)) return false;
    }
    const header = this.record(RECORD_PAGE, 0, 0, this.generation + 1, 0);
    if (!this.put(page, 0, header)) return false;
    this.page = page;
    this.generation++;
    this.at = at + RECORD_BYTES;
    return true;
  }
}
