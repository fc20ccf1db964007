// Which layout a database has: an older one is brought up to this one, a newer one is refused.
import { GatewayError } from '../domain/errors.ts';
import { META_SCHEMA, SCHEMA } from './keys.ts';
import type { Level } from './recovering-level.ts';
import { migrateFrom1 } from './tools/migrate.ts';

/** Errors: JOURNAL_NEWER. */
export async function openSchema(level: Level): Promise<void> {
  const schema = level.getSync(META_SCHEMA);
  if (schema === SCHEMA) return;
  if (schema !== undefined) {
    const detail = `the journal has schema ${schema}, and this version knows ${SCHEMA}`;
    throw new GatewayError('JOURNAL_NEWER', detail);
  }
  // Schema 1 had no key that says so.
  const [any] = await level.keys({ limit: 1 }).all();
  if (any !== undefined) await migrateFrom1(level);
  await level.batch([{ type: 'put', key: META_SCHEMA, value: SCHEMA }], { sync: true });
}
