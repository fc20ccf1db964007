// A power cut for a gateway that was killed: what LevelDB had not synced is cut off its log at a random point.
import { readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../scenario/random.ts';
import type { SyncedLength } from './synced.ts';

/** What the disk held for certain: written by the gateway's process after each sync. */
async function lastSynced(file: string): Promise<SyncedLength | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Cuts the log between what was synced and its end. Returns how many bytes went; 0 when the log was begun
 * anew since, or nothing followed.
 */
export async function cutPower(
  journal: string,
  syncedFile: string,
  random: Random,
): Promise<number> {
  const synced = await lastSynced(syncedFile);
  if (synced === undefined) return 0;
  const log = join(journal, synced.log);
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= synced.length) return 0;
  const left = synced.length + Math.floor(random() * (size - synced.length));
  await truncate(log, left);
  return size - left;
}
