// Opens a journal that no gateway has open, and tells in words why it can't be.
import { ClassicLevel } from 'classic-level';
import { GatewayError } from '../../domain/errors.ts';
import { causeOf, reasonOf } from '../../domain/reason.ts';
import { META_SCHEMA, SCHEMA } from '../keys.ts';
import { hasDatabase, openFailureOf } from '../level-folder.ts';
import type { Level } from '../recovering-level.ts';

/**
 * Opens what is there, and makes nothing. LevelDB tidies its files as at every start; what they hold stays.
 * Errors: JOURNAL_MISSING, JOURNAL_LOCKED, JOURNAL_UNREADABLE, JOURNAL_FAILED, JOURNAL_SCHEMA, JOURNAL_NEWER.
 */
export async function openJournal(folder: string): Promise<Level> {
  if (!(await hasDatabase(folder))) throw new GatewayError('JOURNAL_MISSING', folder);
  const level: Level = new ClassicLevel(folder, { createIfMissing: false });
  try {
    await level.open();
  } catch (error) {
    throw openError(error, folder);
  }
  const schema = level.getSync(META_SCHEMA) ?? '1';
  if (schema === SCHEMA) return level;
  await level.close();
  const detail = `${folder}: schema ${schema}, and this version reads ${SCHEMA}`;
  throw new GatewayError(schema === '1' ? 'JOURNAL_SCHEMA' : 'JOURNAL_NEWER', detail);
}

/** Of a journal that can't be opened, or not be read, in words that fit the cause. */
export function openError(error: unknown, where: string): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError(CODES[openFailureOf(error)], `${where}: ${reasonOf(causeOf(error))}`);
}

const CODES = {
  locked: 'JOURNAL_LOCKED',
  damaged: 'JOURNAL_UNREADABLE',
  full: 'JOURNAL_FAILED',
  other: 'JOURNAL_FAILED',
} as const;
