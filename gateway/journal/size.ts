// How large the journal is: on disk, and in what it holds.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { endOf, LOG, logNumber } from './keys.ts';
import type { Level } from './recovering-level.ts';

export interface JournalSize {
  /** Of all files of its folder. */
  bytes: number;
  /** Groups of entries in the log. */
  records: number;
  openPresses: number;
  openCalls: number;
}

export async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) {
    // LevelDB deletes files at any moment.
    bytes += await stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return bytes;
}

/** Records are numbered without gaps, and leave from the old end. */
export async function recordsIn(level: Level): Promise<number> {
  const [first] = await level.keys({ gte: LOG, lt: endOf(LOG), limit: 1 }).all();
  const [last] = await level.keys({ gte: LOG, lt: endOf(LOG), limit: 1, reverse: true }).all();
  return first && last ? logNumber(last) - logNumber(first) + 1 : 0;
}
