// The tables of the desk, schema by schema: a migration, once shipped, is never changed.
import { type Generated, type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { ArchiveTables } from './archive-tables.ts';
import { calls } from './migrations/0001-calls.ts';
import { archive } from './migrations/0002-archive.ts';
import { type LedgerTables, ledger } from './migrations/0003-ledger.ts';

export interface Tables extends ArchiveTables, LedgerTables {
  /** Every press and every step of every call: only ever added to. */
  record: RecordTable;
  /** Calls that are not closed: what a start has to know. */
  open_call: { call_id: string };
  /** Events that have come, so that none counts twice. */
  event: { id: string; source: string; number: number | null };
  /** What the gateway is still to be told: the number is the record's. */
  report: { number: number; call_id: string; source: string; stage: string };
  account: AccountTable;
  /** Notices of the gateway: missed limits and maintenance cases, as they came. */
  notice: { id: string; at: number; type: string; data: string };
}

interface RecordTable {
  number: Generated<number>;
  call_id: string;
  at: number;
  by: string;
  step: string;
  /** JSON of the step's own fields. */
  fields: string;
}

interface AccountTable {
  name: string;
  role: string;
  password: string;
  created_at: number;
  /** Null: it is in use. */
  disabled_at: number | null;
  /** Null: none was chosen. */
  language: string | null;
}

/** By name, in the order of the names. */
const MIGRATIONS: Record<string, Migration> = {
  '0001': calls,
  '0002': archive,
  '0003': ledger,
};

/** Brings the tables to the newest schema. Rejects with the reason of the first step that failed; nothing of it stays. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** True when the file was written by a later version, whose tables this one doesn't know. */
export async function isNewer(db: Kysely<Tables>): Promise<boolean> {
  const known = Object.keys(MIGRATIONS);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.some(({ name }) => !known.includes(name));
}
