// What stands at the front of a slot for firmware: what its image is, and the marks of its life, each a word that is
// programmed once. The loader chooses by them which slot starts.

/** First bytes of a head; another layout will have another. */
const MAGIC = 'CBI1';
const SERIAL_AT = 4;
const BYTES_AT = 8;
export const SHA256_AT = 12;
const SHA256_BYTES = 32;
const OLDER_AT = 44;
const VERSION_LENGTH_AT = 45;
const VERSION_AT = 46;
export const MAX_VERSION = 32;
/** CRC-32 of all that is before it. */
export const HEAD_CRC_AT = 80;

/** Where the marks are. A word that isn't 0xFFFFFFFF is set. */
export const WHOLE_AT = 84;
export const TRIAL_AT = 88;
export const TRIALS = 3;
export const GOOD_AT = 100;
export const LEFT_AT = 104;
/** One for each page of payload: all of it is written. */
export const PAGES_AT = 108;
export const MARK = '\0\0\0\0';
const UNMARKED = '\xff\xff\xff\xff';

/** What a loader needs of a head. */
export interface Marks {
  /** The newest slot has the highest. */
  serial: number;
  isWhole: boolean;
  /** Trial words that are left. */
  trials: number;
  isGood: boolean;
  isLeft: boolean;
}

export interface Head {
  serial: number;
  /** Of the payload. */
  bytes: number;
  /** Of the payload, as a text of 32 bytes. */
  sha256: string;
  /** Offered with the word that an older version is wanted too. */
  older: boolean;
  version: string;
}

export function numberIn(text: string, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 256 + text.charCodeAt(i);
  return value;
}

function numberText(value: number): string {
  let text = '';
  for (let scale = 16777216; scale >= 1; scale /= 256) {
    text += String.fromCharCode(Math.floor(value / scale) % 256);
  }
  return text;
}

export function isMarked(head: string, at: number): boolean {
  return head.substring(at, at + 4) !== UNMARKED;
}

/**
 * The marks of a slot whose first PAGES_AT bytes are `head`; null when no image was begun in it. `crc`: CRC-32 of its
 * first HEAD_CRC_AT bytes.
 */
export function marksOf(head: string, crc: number): Marks | null {
  if (head.substring(0, 4) !== MAGIC || numberIn(head, HEAD_CRC_AT) !== crc) return null;
  let trials = 0;
  for (let i = 0; i < TRIALS; i++) if (!isMarked(head, TRIAL_AT + 4 * i)) trials++;
  return {
    serial: numberIn(head, SERIAL_AT),
    isWhole: isMarked(head, WHOLE_AT),
    trials: trials,
    isGood: isMarked(head, GOOD_AT),
    isLeft: isMarked(head, LEFT_AT),
  };
}

/** Of a head whose marks can be read. */
export function headOf(head: string): Head {
  const length = head.charCodeAt(VERSION_LENGTH_AT);
  return {
    serial: numberIn(head, SERIAL_AT),
    bytes: numberIn(head, BYTES_AT),
    sha256: head.substring(SHA256_AT, SHA256_AT + SHA256_BYTES),
    older: head.charCodeAt(OLDER_AT) === 1,
    version: head.substring(VERSION_AT, VERSION_AT + length),
  };
}

/** The HEAD_CRC_AT bytes that CRC-32 covers, and behind them `crc` of these. */
export function headText(head: Head, crc: (text: string) => number): string {
  let text = MAGIC + numberText(head.serial) + numberText(head.bytes) + head.sha256;
  text += String.fromCharCode(head.older ? 1 : 0, head.version.length) + head.version;
  while (text.length < HEAD_CRC_AT) text += '\0';
  return text + numberText(crc(text));
}

/** Three starts and no proof: the loader leaves it. */
export function isSpent(marks: Marks | null): boolean {
  if (marks === null || !marks.isWhole || marks.isLeft) return false;
  return !marks.isGood && marks.trials === 0;
}

export function isStartable(marks: Marks | null): boolean {
  if (marks === null || !marks.isWhole || marks.isLeft) return false;
  return marks.isGood || marks.trials > 0;
}

/** The slot to start: 0, 1, or -1 for none. */
export function chooseSlot(first: Marks | null, second: Marks | null): number {
  if (!isStartable(first)) return isStartable(second) ? 1 : -1;
  if (!isStartable(second)) return 0;
  return (second as Marks).serial > (first as Marks).serial ? 1 : 0;
}
