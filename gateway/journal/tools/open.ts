// Opens a journal that no gateway has open, and tells in words why it can't be.

import { readdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import { GatewayError } from '../../domain/errors.ts';
import { causeOf, codeOf, reasonOf } from '../../domain/reason.ts';
import { META_SCHEMA, SCHEMA } from '../keys.ts';
import type { Level } from '../recovering-level.ts';

/** Files of LevelDB. One of them is enough: another may be lost, and then it has to be told. */
const FILE = /^(CURRENT|MANIFEST-\d+|\d+\.(ldb|sst|log))$/;

export async function hasJournal(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => FILE.test(name));
}

/**
 * Opens what is there, and makes nothing. LevelDB tidies its files as at every start; what they hold stays.
 * Errors: JOURNAL_MISSING, JOURNAL_LOCKED, JOURNAL_UNREADABLE, JOURNAL_FAILED, JOURNAL_SCHEMA, JOURNAL_NEWER.
 */
export async function openJournal(folder: string): Promise<Level> {
  if (!(await hasJournal(folder))) throw new GatewayError('JOURNAL_MISSING', folder);
  const level: Level = new ClassicLevel(folder, { createIfMissing: false });
  try {
    await level.open();
  } catch (error) {
    const cause = causeOf(error);
    const code = codeOf(cause);
    const detail = `${folder}: ${reasonOf(cause)}`;
    if (code === 'LEVEL_LOCKED') throw new GatewayError('JOURNAL_LOCKED', detail);
    const isDamaged =
      code === 'LEVEL_CORRUPTION' || /No such file|does not exist \(create_if_missing/.test(detail);
    throw new GatewayError(isDamaged ? 'JOURNAL_UNREADABLE' : 'JOURNAL_FAILED', detail);
  }
  const schema = level.getSync(META_SCHEMA) ?? '1';
  if (schema === SCHEMA) return level;
  await level.close();
  const detail = `${folder}: schema ${schema}, and this version reads ${SCHEMA}`;
  throw new GatewayError(schema === '1' ? 'JOURNAL_SCHEMA' : 'JOURNAL_NEWER', detail);
}
