// Reads the flash log of earlier boots, once per boot: what is alive on the page that counts.
import type { Sha256 } from '#protocol/device/envelope.ts';
import type { Identity, Key } from '#protocol/messages.ts';
import { type FlashLog, TEST_MARK } from '../core/flash-log.ts';
import {
  type FlashRecord,
  putCheck,
  RECORD_ADDED,
  RECORD_BOOT,
  RECORD_BYTES,
  RECORD_CLEARED,
  RECORD_COMMAND,
  RECORD_PAGE,
  sameBytes,
} from '../core/flash-record.ts';
import { LANE_GREEN, LANE_RED, type Rows } from '../core/rows.ts';
import { remember } from './remember.ts';

function getNumber(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) + (bytes[at + 1] as number) * 256;
  return low + (bytes[at + 2] as number) * 65536 + (bytes[at + 3] as number) * 16777216;
}

function isErased(bytes: Uint8Array): boolean {
  for (let i = 0; i < RECORD_BYTES; i++) if (bytes[i] !== 255) return false;
  return true;
}

/** Null when it throws twice: what fails once, for want of memory, must hide neither the newest page nor a press. */
function tried<T>(work: () => T): T | null {
  let result: T | null = null;
  for (let attempt = 0; attempt < 2 && !result; attempt++) {
    try {
      result = work();
    } catch {
      // The records behind this one count all the same.
    }
  }
  return result;
}

/** The bytes of a record; zeros, which no checksum fits, where flash can't be read. */
function bytesAt(log: FlashLog, page: number, at: number): Uint8Array {
  return tried(() => log.read(page, at)) ?? new Uint8Array(RECORD_BYTES);
}

/** The record in `bytes`, or null when it is erased, torn or damaged. */
function decodeRecord(sha256: Sha256, bytes: Uint8Array): FlashRecord | null {
  if (bytes[0] === 255) return null;
  const expected = new Uint8Array(bytes);
  const isChecked = tried(() => {
    putCheck(sha256, expected);
    return true;
  });
  if (!isChecked || !sameBytes(bytes, expected)) return null;
  return {
    kind: bytes[0] as number,
    mark: bytes[1] as number,
    count: (bytes[2] as number) + (bytes[3] as number) * 256,
    first: getNumber(bytes, 4),
    second: getNumber(bytes, 8),
  };
}

/** Reads the log and writes the boot_id of this boot. False when flash doesn't work: nothing will be kept then. */
export function openLog(log: FlashLog): boolean {
  readLog(log);
  log.broken = false;
  log.bootId++;
  const boot = log.record(RECORD_BOOT, 0, 0, log.bootId, 0);
  // Once more where it found no memory: the next boot would use this boot_id again.
  return log.append(boot) || log.append(boot);
}

/** Reads the log, and writes nothing. */
export function readLog(log: FlashLog): void {
  findPage(log);
  if (log.page >= 0) readPage(log);
}

function findPage(log: FlashLog): void {
  for (let page = 0; page < log.flash.pages; page++) {
    const header = decodeRecord(log.sha256, bytesAt(log, page, 0));
    if (!header || header.kind !== RECORD_PAGE) readBoots(log, page);
    else if (header.first > log.generation) {
      log.page = page;
      log.generation = header.first;
    }
  }
}

/**
 * A page without a header may have been the newest, before a bit of it was lost: its presses are gone, but a boot
 * counter that went back would shut the device out for good. Erased pages are most of them: one record tells.
 */
function readBoots(log: FlashLog, page: number): void {
  if (isErased(bytesAt(log, page, RECORD_BYTES))) return;
  for (let at = RECORD_BYTES; at + RECORD_BYTES <= log.flash.pageBytes; at += RECORD_BYTES) {
    const bytes = bytesAt(log, page, at);
    const record = bytes[0] === RECORD_BOOT ? decodeRecord(log.sha256, bytes) : null;
    if (record) replay(log, record);
  }
}

/** Replays the page. Records that are torn or damaged are skipped; nothing is written before the last byte in use. */
function readPage(log: FlashLog): void {
  // The boot that was copied when the page was turned, and perhaps the only one here: the others tell of it too.
  if (!decodeRecord(log.sha256, bytesAt(log, log.page, RECORD_BYTES))) {
    for (let page = 0; page < log.flash.pages; page++) readBoots(log, page);
  }
  log.at = RECORD_BYTES;
  for (let at = RECORD_BYTES; at + RECORD_BYTES <= log.flash.pageBytes; at += RECORD_BYTES) {
    const bytes = bytesAt(log, log.page, at);
    if (isErased(bytes)) continue;
    log.at = at + RECORD_BYTES;
    const record = decodeRecord(log.sha256, bytes);
    if (record) replay(log, record);
    // It may have been that of a boot: to leave out a boot_id is harmless, to use one again is not.
    else log.bootId++;
  }
}

/**
 * More presses than ever wait: the ends of some were lost, which are most likely those of the oldest. A green one goes
 * before a red one.
 */
function replaceOldest(rows: Rows, identity: Identity, key: Key, test: boolean): number {
  const green = rows.oldest(LANE_GREEN);
  rows.remove(green < 0 ? rows.oldest(LANE_RED) : green);
  return rows.addPress(identity, key, test, null);
}

function replay(log: FlashLog, record: FlashRecord): void {
  const identity = { bootId: record.first, seq: record.second };
  // A press tells of its boot too, whose own record may not have been written.
  const isOfBoot = record.kind >= RECORD_BOOT && record.kind <= RECORD_CLEARED;
  if (isOfBoot && record.first > log.bootId) log.bootId = record.first;
  if (record.kind === RECORD_ADDED) {
    const test = record.mark >= TEST_MARK;
    const key = (test ? record.mark - TEST_MARK : record.mark) as Key;
    let row = log.rows.find(identity);
    if (row < 0) row = log.rows.addPress(identity, key, test, null);
    if (row < 0) row = replaceOldest(log.rows, identity, key, test);
    log.rows.counts[row] = record.count;
  } else if (record.kind === RECORD_CLEARED) {
    const row = log.rows.find(identity);
    if (row >= 0) log.rows.remove(row);
  } else if (record.kind === RECORD_COMMAND) {
    remember(log, record.first, record.mark);
  }
}
