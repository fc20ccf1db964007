// One record of the flash log: 16 bytes, of which the last 4 are the start of a SHA-256 of the others.
// SHA-256 because every interpreter has it natively; a checksum in script would make a boot take seconds.
import type { Sha256 } from '#protocol/device/envelope.ts';

export const RECORD_BYTES = 16;
const CHECKED_BYTES = 12;

/** Opens a page. `first` is its generation. Written last, so that a page counts only when it is complete. */
export const RECORD_PAGE = 1;
/** `first` is the boot_id. */
export const RECORD_BOOT = 2;
/** A press is waiting. `first`/`second` are boot_id and seq; a second one of the same identity replaces the count. */
export const RECORD_ADDED = 3;
/** The press of `first`/`second` is done. */
export const RECORD_CLEARED = 4;

/** A command was carried out: `first` is its command_id, `mark` its outcome. */
export const RECORD_COMMAND = 5;

export interface FlashRecord {
  kind: number;
  /** Key of the press, plus 128 when it is a test. Outcome of the command. */
  mark: number;
  count: number;
  first: number;
  second: number;
}

function putNumber(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 255;
  bytes[at + 1] = Math.floor(value / 256) & 255;
  bytes[at + 2] = Math.floor(value / 65536) & 255;
  bytes[at + 3] = Math.floor(value / 16777216);
}

/** Puts the checksum behind what it covers. */
export function putCheck(sha256: Sha256, bytes: Uint8Array): void {
  const covered = new Uint8Array(CHECKED_BYTES);
  for (let i = 0; i < CHECKED_BYTES; i++) covered[i] = bytes[i] as number;
  const digest = sha256(covered);
  for (let i = 0; i < 4; i++) bytes[CHECKED_BYTES + i] = digest[i] as number;
}

export function sameBytes(bytes: Uint8Array, other: Uint8Array): boolean {
  for (let i = 0; i < RECORD_BYTES; i++) if (bytes[i] !== other[i]) return false;
  return true;
}

export function encodeRecord(sha256: Sha256, record: FlashRecord): Uint8Array {
  const bytes = new Uint8Array(RECORD_BYTES);
  bytes[0] = record.kind;
  bytes[1] = record.mark;
  bytes[2] = record.count & 255;
  bytes[3] = record.count >> 8;
  putNumber(bytes, 4, record.first);
  putNumber(bytes, 8, record.second);
  putCheck(sha256, bytes);
  return bytes;
}
