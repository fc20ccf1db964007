// LevelDB's MANIFEST, the list of its files: which log counts, and whether anything was ever written. Its format is that
// of a log of "version edits"; LevelDB's documents call it "descriptor".

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_DAMAGE } from '../../messages/journal.ts';
import {
  type FileFault,
  LEVEL_FILE,
  LOG_BLOCK_BYTES,
  Reader,
  wholeRecords,
} from './level-files.ts';

export interface ManifestState {
  /** What is in logs of a lower number is in tables. 0: every log counts. */
  logNumber: number;
  lastSequence: number;
  /** A table was named, also one that is gone. */
  hasTables: boolean;
}

/** Tags of a version edit, as `db/version_edit.cc` of LevelDB numbers them. */
const TAG = {
  comparator: 1,
  logNumber: 2,
  nextFileNumber: 3,
  lastSequence: 4,
  compactPointer: 5,
  deletedFile: 6,
  newFile: 7,
  previousLogNumber: 9,
};

/** As far as it can be read. */
export function readManifest(manifest: Buffer): ManifestState {
  const state: ManifestState = { logNumber: 0, lastSequence: 0, hasTables: false };
  for (const record of wholeRecords(manifest)) {
    try {
      readEdit(new Reader(record, 0), record.length, state);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return state;
}

function readEdit(reader: Reader, end: number, state: ManifestState): void {
  const skipText = () => {
    reader.at += reader.number();
  };
  while (reader.at < end) {
    switch (reader.number()) {
      case TAG.comparator:
        skipText();
        break;
      case TAG.logNumber:
        state.logNumber = reader.number();
        break;
      case TAG.lastSequence:
        state.lastSequence = reader.number();
        break;
      case TAG.nextFileNumber:
      case TAG.previousLogNumber:
        reader.number();
        break;
      case TAG.compactPointer:
        reader.number();
        skipText();
        break;
      case TAG.deletedFile:
        state.hasTables = true;
        reader.number();
        reader.number();
        break;
      case TAG.newFile:
        state.hasTables = true;
        for (let field = 0; field < 3; field++) reader.number();
        skipText();
        skipText();
        break;
      default:
        throw new RangeError('unknown tag');
    }
  }
}

/**
 * Whether anything was ever written to the LevelDB in `folder`. A first start that was cut off leaves files in which
 * nothing is; what can't be read may hold something.
 */
export async function wasEverWritten(folder: string): Promise<boolean> {
  for (const name of await readdir(folder)) {
    if (LEVEL_FILE.table.test(name)) return true;
    const path = join(folder, name);
    if (LEVEL_FILE.log.test(name) && holdsWrites(await readFile(path))) return true;
    if (!LEVEL_FILE.manifest.test(name)) continue;
    const { lastSequence, hasTables } = readManifest(await readFile(path));
    if (lastSequence > 0 || hasTables) return true;
  }
  // A first start makes its log before anything names it: one that is gone was there.
  return missingLog(await countedLogsOf(folder)) !== undefined;
}

/** A first write that was cut off has a few bytes; more in which nothing is whole was something, and is damaged. */
function holdsWrites(log: Buffer): boolean {
  return wholeRecords(log).length > 0 || log.length > LOG_BLOCK_BYTES;
}

/** The logs that count: what stands in older ones is in tables, and they were about to be deleted. */
export interface CountedLogs {
  /** 0: nothing says from which one on they count, and each does. */
  from: number;
  /** Those that are there, the oldest first. */
  names: string[];
}

export async function countedLogsOf(folder: string): Promise<CountedLogs> {
  const { logNumber: from = 0 } = (await currentManifest(folder)) ?? {};
  const isCounted = (name: string) =>
    LEVEL_FILE.log.test(name) && Number.parseInt(name, 10) >= from;
  return { from, names: (await readdir(folder)).filter(isCounted).sort() };
}

/** The log that counts is not there: with it went what no table has yet. Undefined: it is, or nothing says which one it is. */
export function missingLog({ from, names }: CountedLogs): FileFault | undefined {
  if (from === 0 || names.length > 0) return undefined;
  return { file: `${String(from).padStart(6, '0')}.log`, at: 0, what: FILE_DAMAGE.logMissing.en };
}

/** The MANIFEST that CURRENT names; undefined when there is none, or it can't be found that way. */
async function currentManifest(folder: string): Promise<ManifestState | undefined> {
  try {
    const current = await readFile(join(folder, 'CURRENT'), 'utf8');
    return readManifest(await readFile(join(folder, current.trim())));
  } catch {
    return undefined;
  }
}
