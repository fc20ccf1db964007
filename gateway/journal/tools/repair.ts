// LevelDB's own repair, on a copy: it takes the journal's place only when the check finds nothing wrong with it.

import { cp, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { GatewayError } from '../../domain/errors.ts';
import { reasonOf } from '../../domain/reason.ts';
import { isThere, renameDurably, syncFolder } from '../../system/durable.ts';
import { finish, noteUnfinished, unfinishedIn } from '../../system/unfinished.ts';
import { hasDatabase } from '../level-folder.ts';
import { newestRecordIn } from '../newest-record.ts';
import { checkJournal } from './check.ts';
import { Findings } from './findings.ts';
import { checkLevelFiles, type FilesFound } from './level-files.ts';
import { openJournal } from './open.ts';

export type Repaired =
  | { outcome: 'not needed' }
  /** Nothing was changed: this is what would have been left. */
  | { outcome: 'refused'; files: FilesFound; findings: Findings | undefined }
  | { outcome: 'repaired'; findings: Findings; damaged: string };

const COMMAND = 'call-button gateway --repair-journal';

/**
 * Repairs a journal that LevelDB can't open. It does well when what lists its files is lost or damaged; a damaged
 * table or log it keeps as it is or cuts short, which the check finds. The damaged journal stays, as
 * `{journal}.damaged-{stamp}`. Cut off at any moment, it can be repeated.
 * Errors: JOURNAL_MISSING, JOURNAL_LOCKED, JOURNAL_FAILED, JOURNAL_UNREADABLE.
 */
export async function repairJournal(journal: string, stamp: string): Promise<Repaired> {
  const data = dirname(journal);
  const copy = `${journal}.repairing`;
  try {
    const unfinished = await unfinishedIn(data);
    const isBetween = unfinished?.command === COMMAND && !(await hasDatabase(journal));
    if (isBetween && (await isThere(copy))) return await takeItsPlace(copy, journal, stamp);
    if (await canBeOpened(journal)) {
      await giveUp(copy, data);
      return { outcome: 'not needed' };
    }
    await rm(copy, { recursive: true, force: true });
    await cp(journal, copy, { recursive: true });
    await ClassicLevel.repair(copy);
    const files = await checkLevelFiles(copy);
    const findings = await check(copy);
    if (files.faults.length > 0 || !findings?.isSound) {
      await giveUp(copy, data);
      return { outcome: 'refused', files, findings };
    }
    await syncFolder(copy);
    return await takeItsPlace(copy, journal, stamp, findings);
  } catch (error) {
    // Between its two names the copy is all there is: whoever repeats the command finds it.
    if (await hasDatabase(journal)) await giveUp(copy, data).catch(() => {});
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('JOURNAL_UNREADABLE', `${journal}: ${reasonOf(error)}`);
  }
}

/** The copy is whole and synced. `findings` are those of an earlier look at it. */
async function takeItsPlace(
  copy: string,
  journal: string,
  stamp: string,
  findings?: Findings,
): Promise<Repaired> {
  const data = dirname(journal);
  const damaged = `${journal}.damaged-${stamp}`;
  const unfinished = await unfinishedIn(data);
  if (await hasDatabase(journal)) {
    await noteUnfinished(data, { command: COMMAND, done: [damaged], bringsJournal: true });
    await renameDurably(journal, damaged);
  }
  // An empty folder makes way.
  await renameDurably(copy, journal);
  const found = findings ?? (await check(journal)) ?? new Findings();
  await finish(data);
  return { outcome: 'repaired', findings: found, damaged: unfinished?.done[0] ?? damaged };
}

async function giveUp(copy: string, data: string): Promise<void> {
  await rm(copy, { recursive: true, force: true });
  const unfinished = await unfinishedIn(data);
  if (unfinished?.command === COMMAND) await finish(data);
}

/** Also the proof that no gateway has it: LevelDB takes its lock before it reads anything. */
async function canBeOpened(journal: string): Promise<boolean> {
  try {
    await (await openJournal(journal)).close();
    return true;
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'JOURNAL_UNREADABLE') return false;
    throw error;
  }
}

/** Undefined: it can't be read to its end. */
async function check(folder: string): Promise<Findings | undefined> {
  const level = await openJournal(folder);
  try {
    return await checkJournal(level, await newestRecordIn(folder));
  } catch {
    return undefined;
  } finally {
    await level.close();
  }
}
