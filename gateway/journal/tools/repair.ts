// LevelDB's own repair, on a copy: it takes the journal's place only when the check finds nothing wrong with it.

import { cp, rename, rm } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import { GatewayError } from '../../domain/errors.ts';
import { reasonOf } from '../../domain/reason.ts';
import { renameDurably, syncFolder } from '../../system/durable.ts';
import { checkJournal } from './check.ts';
import type { Findings } from './findings.ts';
import { checkLevelFiles, type FilesFound } from './level-files.ts';
import { openJournal } from './open.ts';

export type Repaired =
  | { outcome: 'not needed' }
  /** Nothing was changed: this is what would have been left. */
  | { outcome: 'refused'; files: FilesFound; findings: Findings | undefined }
  | { outcome: 'repaired'; findings: Findings; damaged: string };

/**
 * Repairs a journal that LevelDB can't open. It does well when what lists its files is lost or damaged; a damaged
 * table or log it keeps as it is or cuts short, which the check finds. The damaged journal stays, as
 * `{journal}.damaged-{stamp}`. Errors: JOURNAL_MISSING, JOURNAL_LOCKED, JOURNAL_FAILED, JOURNAL_UNREADABLE.
 */
export async function repairJournal(journal: string, stamp: string): Promise<Repaired> {
  if (await canBeOpened(journal)) return { outcome: 'not needed' };
  const copy = `${journal}.repairing`;
  try {
    await rm(copy, { recursive: true, force: true });
    await cp(journal, copy, { recursive: true });
    await ClassicLevel.repair(copy);
    const files = await checkLevelFiles(copy);
    const findings = await check(copy);
    if (files.faults.length > 0 || !findings?.isSound) {
      return { outcome: 'refused', files, findings };
    }
    await syncFolder(copy);
    const damaged = `${journal}.damaged-${stamp}`;
    await rename(journal, damaged);
    await renameDurably(copy, journal);
    return { outcome: 'repaired', findings, damaged };
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('JOURNAL_UNREADABLE', `${journal}: ${reasonOf(error)}`);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
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
    return await checkJournal(level);
  } catch {
    return undefined;
  } finally {
    await level.close();
  }
}
