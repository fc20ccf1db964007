// LevelDB's MANIFEST, the list of its files: which log counts, and whether anything was ever written. Its format is that
// of a log of "version edits"; LevelDB's documents call it "descriptor".

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOG_BLOCK_BYTES, Reader, wholeRecords } from './level-files.ts';

const MANIFEST = /^MANIFEST-\d+$/;
const TABLE = /^\d+\.(ldb|sst)$/;
const LOG = /^\d+\.log$/;

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
    if (TABLE.test(name)) return true;
    const path = join(folder, name);
    if (LOG.test(name) && holdsWrites(await readFile(path))) return true;
    if (!MANIFEST.test(name)) continue;
    const { lastSequence, hasTables } = readManifest(await readFile(path));
    if (lastSequence > 0 || hasTables) return true;
  }
  // A first start makes its log before anything names it: one that is gone was there.
  return (await missingLogOf(folder)) !== undefined;
}

/** A first write that was cut off has a few bytes; more in which nothing is whole was something, and is damaged. */
function holdsWrites(log: Buffer): boolean {
  return wholeRecords(log).length > 0 || log.length > LOG_BLOCK_BYTES;
}

/**
 * The log that counts and is not there: with it went what no table has yet. Undefined: it is there, or nothing says which
 * one it is.
 */
export async function missingLogOf(folder: string): Promise<string | undefined> {
  const { logNumber = 0 } = (await currentManifest(folder)) ?? {};
  const names = await readdir(folder);
  const isThere = names.some((name) => LOG.test(name) && Number.parseInt(name, 10) >= logNumber);
  return logNumber === 0 || isThere ? undefined : `${String(logNumber).padStart(6, '0')}.log`;
}

/** The MANIFEST that CURRENT names; undefined when there is none, or it can't be found that way. */
export async function currentManifest(folder: string): Promise<ManifestState | undefined> {
  try {
    const current = await readFile(join(folder, 'CURRENT'), 'utf8');
    return readManifest(await readFile(join(folder, current.trim())));
  } catch {
    return undefined;
  }
}
