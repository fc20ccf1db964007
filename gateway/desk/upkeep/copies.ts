// Checks the desk's database, copies it while the desk runs, and puts a copy in its place.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import { reasonOf } from '../../domain/reason.ts';
import { isThere, makeFolder, renameDurably, syncFile } from '../../system/durable.ts';
import { type Comparison, compareLedger } from '../ledger/projection.ts';
import { DATABASE_FILE, openDatabase } from '../store/database.ts';
import { faultOf } from '../store/faults.ts';
import type { Tables } from '../store/schema.ts';
import { DeskStore } from '../store/store.ts';

export interface DeskChecked extends Comparison {
  /** What SQLite finds wrong with the file; empty: nothing. */
  faults: readonly string[];
  records: number;
  open: number;
  /** The ledger is made anew from the records at the next start: while a desk runs that would hold its calls up. */
  isMendedLater: boolean;
}

interface Place {
  /** Of the database. */
  folder: string;
  masterKey: Uint8Array;
}

/**
 * Also beside a desk that runs. A ledger that differs from its records is made anew at the next start. Errors:
 * DESK_MISSING, DESK_LOCKED, DESK_NEWER, DESK_BUSY, DESK_DAMAGED, DESK_FAILED.
 */
export async function checkDesk({ folder, masterKey }: Place): Promise<DeskChecked> {
  await mustBeThere(folder);
  const store = await DeskStore.open({ folder, masterKey });
  try {
    return await checked(store.db);
  } catch (error) {
    throw refusalOf(error, folder);
  } finally {
    await store.close();
  }
}

async function checked(db: Kysely<Tables>): Promise<DeskChecked> {
  const faults = await faultsOf(db);
  const records = await countOf(db, 'record');
  const open = await countOf(db, 'open_call');
  if (faults.length > 0)
    return { faults, records, open, calls: 0, different: 0, isMendedLater: false };
  const comparison = await compareLedger(db);
  const isMendedLater = comparison.different > 0;
  if (isMendedLater) await db.deleteFrom('ledger_made').execute();
  return { faults, records, open, ...comparison, isMendedLater };
}

async function faultsOf(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(20)`.execute(db);
  return rows.map(({ integrity_check }) => integrity_check).filter((text) => text !== 'ok');
}

async function countOf(db: Kysely<Tables>, table: 'record' | 'open_call'): Promise<number> {
  const found = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return found.count;
}

/**
 * One moment of the database as one file, encrypted with the same key, read back before it has its name; also while a
 * desk runs. Errors: those of `checkDesk`, and DESK_BACKUP_EXISTS, BACKUP_FAILED.
 */
export async function backUpDesk({ folder, masterKey }: Place, to: string): Promise<void> {
  await mustBeThere(folder);
  if (await isThere(to)) throw new GatewayError('DESK_BACKUP_EXISTS', to);
  const beside = `${to}.${randomBytes(4).toString('hex')}.new`;
  try {
    const db = await openDatabase(join(folder, DATABASE_FILE), masterKey);
    try {
      await sql`vacuum into ${beside}`.execute(db);
    } finally {
      await db.destroy();
    }
    await mustBeWhole(beside, masterKey);
    await syncFile(beside);
    await renameDurably(beside, to);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('BACKUP_FAILED', reasonOf(error));
  } finally {
    await removeDatabase(beside);
  }
}

/**
 * Puts the copy where a desk without a database will find it. Errors: DESK_BACKUP_WRONG, RESTORE_WOULD_OVERWRITE,
 * RESTORE_FAILED.
 */
export async function restoreDesk({ folder, masterKey }: Place, from: string): Promise<void> {
  const file = join(folder, DATABASE_FILE);
  if (await isThere(file)) throw new GatewayError('RESTORE_WOULD_OVERWRITE', file);
  if (!(await isThere(from))) throw new GatewayError('DESK_BACKUP_WRONG', from);
  const beside = `${file}.restoring`;
  try {
    await makeFolder(folder);
    await removeDatabase(beside);
    // The copy of a copy: the backup itself is only read, and what is wrong with it is found on the way.
    const db = await openDatabase(from, masterKey, { readonly: true });
    try {
      await sql`vacuum into ${beside}`.execute(db);
    } finally {
      await db.destroy();
    }
    await mustBeWhole(beside, masterKey);
    await syncFile(beside);
    await renameDurably(beside, file);
  } catch (error) {
    await removeDatabase(beside);
    if (error instanceof GatewayError) throw error;
    const isWrong = ['DESK_LOCKED', 'DESK_DAMAGED'].includes(faultOf(error) ?? '');
    if (isWrong) throw new GatewayError('DESK_BACKUP_WRONG', from);
    throw new GatewayError('RESTORE_FAILED', reasonOf(error));
  }
}

async function mustBeWhole(file: string, masterKey: Uint8Array): Promise<void> {
  const db = await openDatabase(file, masterKey, { readonly: true });
  try {
    const faults = await faultsOf(db);
    await countOf(db, 'record');
    if (faults.length > 0) throw new GatewayError('DESK_BACKUP_WRONG', `${file}: ${faults[0]}`);
  } finally {
    await db.destroy();
  }
}

async function mustBeThere(folder: string): Promise<void> {
  const file = join(folder, DATABASE_FILE);
  if (!(await isThere(file))) throw new GatewayError('DESK_MISSING', file);
}

async function removeDatabase(file: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(file + end, { force: true });
}

function refusalOf(error: unknown, folder: string): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError(faultOf(error) ?? 'DESK_FAILED', `${folder}: ${reasonOf(error)}`);
}
