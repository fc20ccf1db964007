// The folder of a LevelDB before and after it is opened: whether there is one, and what a failure to open it means.

import { readdir } from 'node:fs/promises';
import { causeOf, codeOf, reasonOf } from '../domain/reason.ts';
import { LEVEL_FILE } from './tools/level-files.ts';
import { wasEverWritten } from './tools/manifest.ts';

/** What was begun and never written to is none: a first start was cut off, and the next one begins anew. */
export async function hasDatabase(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some(isOfLevel) && (await wasEverWritten(folder));
}

/** One of its files is enough: another may be lost, and then it has to be told. */
function isOfLevel(name: string): boolean {
  const { table, log, manifest } = LEVEL_FILE;
  return name === 'CURRENT' || [table, log, manifest].some((file) => file.test(name));
}

/** Without CURRENT LevelDB begins anew and deletes every table that it finds. */
export async function hasLostCurrent(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return !names.includes('CURRENT') && (await hasDatabase(folder));
}

/** Why it can't be opened or read. Each has an advice of its own. */
export type OpenFailure = 'locked' | 'full' | 'damaged' | 'other';

/** LevelDB's words for a file that its list names, and that is not there or was cut off. */
const LOST = /No such file|does not exist \(create_if_missing|Invalid argument/;

export function openFailureOf(error: unknown): OpenFailure {
  const cause = causeOf(error);
  const code = codeOf(cause);
  const reason = reasonOf(cause);
  if (code === 'LEVEL_LOCKED') return 'locked';
  if (/no space left|quota exceeded/i.test(reason)) return 'full';
  // What isn't JSON where we wrote JSON is no row of ours.
  const isDamaged =
    code === 'LEVEL_CORRUPTION' || LOST.test(reason) || cause instanceof SyntaxError;
  return isDamaged ? 'damaged' : 'other';
}
