// Reads LevelDB's files as they lie on disk, and checks what LevelDB writes and never checks: the sum of every block.
// Both formats are described in LevelDB's own documents, "table_format" and "log_format".

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_DAMAGE } from '../../messages/journal.ts';
import { maskedCrc32c } from './crc32c.ts';
import { unsnap } from './snappy.ts';

export interface FileFault {
  file: string;
  /** Bytes from the file's beginning. */
  at: number;
  what: string;
}

export interface FilesFound {
  /** All files together. */
  bytes: number;
  faults: FileFault[];
  /** The end of the newest log is a write that was cut off: after a power cut it is meant to be so. */
  isTornAtEnd: boolean;
}

/** Names of LevelDB's files, beside CURRENT. */
export const LEVEL_FILE = {
  table: /^\d+\.(ldb|sst)$/,
  log: /^\d+\.log$/,
  manifest: /^MANIFEST-\d+$/,
};

/** Reads one file at a time, whole: LevelDB's have 2 MB, its log 4 MB. A file that goes meanwhile is not there. */
export async function checkLevelFiles(folder: string): Promise<FilesFound> {
  const found: FilesFound = { bytes: 0, faults: [], isTornAtEnd: false };
  const names = (await readdir(folder)).sort();
  const newestLog = names.findLast((name) => LEVEL_FILE.log.test(name));
  for (const name of names) {
    const path = join(folder, name);
    const isTable = LEVEL_FILE.table.test(name);
    const isChecked = isTable || LEVEL_FILE.log.test(name);
    found.bytes += await unlessGone(stat(path)).then((there) => there?.size ?? 0);
    if (!isChecked) continue;
    const bytes = await unlessGone(readFile(path)).catch((error) => {
      if (error.code !== 'EIO') throw error;
      found.faults.push({ file: name, at: 0, what: FILE_DAMAGE.unread.en });
      return undefined;
    });
    if (bytes === undefined) continue;
    if (isTable) {
      for (const { at, what } of tableFaults(bytes)) found.faults.push({ file: name, at, what });
    } else {
      const { faults, isTornAtEnd } = faultsOfLog(name, bytes, name === newestLog);
      found.faults.push(...faults);
      if (isTornAtEnd) found.isTornAtEnd = true;
    }
  }
  return found;
}

/** Of one log. `isNewest`: a write that was cut off at its end is no fault, for nobody was told of it. */
export function faultsOfLog(
  file: string,
  bytes: Buffer,
  isNewest: boolean,
): Pick<FilesFound, 'faults' | 'isTornAtEnd'> {
  const { damagedAt, tornAt } = logFaults(bytes);
  const faults = damagedAt.map((at) => ({ file, at, what: FILE_DAMAGE.recordSum.en }));
  if (tornAt === undefined) return { faults, isTornAtEnd: false };
  if (!isNewest) faults.push({ file, at: tornAt, what: FILE_DAMAGE.cutOff.en });
  return { faults, isTornAtEnd: isNewest };
}

async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

const FOOTER_BYTES = 48;
const MAGIC = 0xdb47_7524_8b80_fb57n;
const TRAILER_BYTES = 5;

interface Place {
  at: number;
  length: number;
}

function tableFaults(table: Buffer): Omit<FileFault, 'file'>[] {
  const footerAt = table.length - FOOTER_BYTES;
  if (footerAt < 0 || table.readBigUInt64LE(table.length - 8) !== MAGIC) {
    return [{ at: Math.max(footerAt, 0), what: FILE_DAMAGE.noFooter.en }];
  }
  const faults: Omit<FileFault, 'file'>[] = [];
  const blockAt = ({ at, length }: Place): Buffer | undefined => {
    const end = at + length;
    if (end + TRAILER_BYTES > footerAt) {
      faults.push({ at, what: FILE_DAMAGE.blockTooLong.en });
    } else if (maskedCrc32c(table.subarray(at, end + 1)) !== table.readUInt32LE(end + 1)) {
      faults.push({ at, what: FILE_DAMAGE.blockSum.en });
    } else {
      return table.subarray(at, end + 1);
    }
    return undefined;
  };
  try {
    const footer = new Reader(table, footerAt);
    for (const list of [footer.place(), footer.place()]) {
      const block = blockAt(list);
      for (const place of block ? placesIn(unpacked(block)) : []) blockAt(place);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.push({ at: footerAt, what: FILE_DAMAGE.blockList.en });
  }
  return faults;
}

/** The last byte of a block says how it is packed: 0 not at all, 1 with Snappy. */
function unpacked(block: Buffer): Buffer {
  const content = block.subarray(0, -1);
  return block.at(-1) === 1 ? unsnap(content) : content;
}

/** The values of a block of which each is the place of another block. */
function placesIn(block: Buffer): Place[] {
  const restarts = block.readUInt32LE(block.length - 4);
  const end = block.length - 4 * (restarts + 1);
  const places: Place[] = [];
  for (const reader = new Reader(block, 0); reader.at < end; ) {
    reader.number();
    const keyLength = reader.number();
    reader.number();
    reader.at += keyLength;
    places.push(reader.place());
  }
  return places;
}

/** Varints, the lower seven bits first. Reading over the end is a RangeError. */
export class Reader {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes.readUInt8(this.at++);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  place(): Place {
    return { at: this.number(), length: this.number() };
  }
}

export const LOG_BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;

/** Of a log: types of the pieces of which a record is made. */
const PIECE = { whole: 1, first: 2, middle: 3, last: 4 };

/** The records of a log whose sums are good, whole, in their order. Pieces of others are left out. */
export function wholeRecords(log: Buffer): Buffer[] {
  const records: Buffer[] = [];
  let pieces: Buffer[] | undefined;
  for (const { at, end, isGood } of piecesOf(log)) {
    const type = log[at + 6];
    const data = log.subarray(at + HEADER_BYTES, end);
    if (!isGood) pieces = undefined;
    else if (type === PIECE.whole) records.push(data);
    else if (type === PIECE.first) pieces = [data];
    else pieces?.push(data);
    if (!isGood || type !== PIECE.last || pieces === undefined) continue;
    records.push(Buffer.concat(pieces));
    pieces = undefined;
  }
  return records;
}

interface Piece {
  at: number;
  /** Behind its last byte. */
  end: number;
  isGood: boolean;
}

function* piecesOf(log: Buffer): Generator<Piece> {
  for (let block = 0; block < log.length; block += LOG_BLOCK_BYTES) {
    const blockEnd = Math.min(block + LOG_BLOCK_BYTES, log.length);
    for (let at = block; at < blockEnd; ) {
      const isTrailer = block + LOG_BLOCK_BYTES - at < HEADER_BYTES;
      if (isTrailer) break;
      const dataAt = at + HEADER_BYTES;
      const end = dataAt <= blockEnd ? dataAt + log.readUInt16LE(at + 4) : Number.POSITIVE_INFINITY;
      const isWhole = end <= blockEnd;
      const isGood = isWhole && maskedCrc32c(log.subarray(at + 6, end)) === log.readUInt32LE(at);
      yield { at, end, isGood };
      if (!isWhole) break;
      at = end;
    }
  }
}

/** A bad record that good ones follow is damage; one that nothing follows is a write that was under way. */
export function logFaults(log: Buffer): { damagedAt: number[]; tornAt: number | undefined } {
  const damagedAt: number[] = [];
  let bad: number[] = [];
  for (const { at, isGood } of piecesOf(log)) {
    if (!isGood) {
      bad.push(at);
      continue;
    }
    damagedAt.push(...bad);
    bad = [];
  }
  return { damagedAt, tornAt: bad[0] };
}
