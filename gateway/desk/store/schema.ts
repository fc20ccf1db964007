// The tables of the desk, schema by schema: a migration, once shipped, is never changed.
import { type Generated, type Kysely, type Migration, Migrator, sql } from 'kysely';

export interface Tables {
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
}

const first: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('record')
      // Numbers never come back, also when the last record is taken away by hand.
      .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('step', 'text', (column) => column.notNull())
      .addColumn('fields', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('record_of_call').on('record').column('call_id').execute();
    await db.schema.createIndex('record_at').on('record').column('at').execute();
    await db.schema
      .createTable('open_call')
      .addColumn('call_id', 'text', (column) => column.primaryKey())
      .execute();
    await db.schema
      .createTable('event')
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer')
      .addPrimaryKeyConstraint('event_once', ['source', 'id'])
      .execute();
    await db.schema
      .createTable('report')
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('stage', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('account')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('password', 'text', (column) => column.notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('notice')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .execute();
  },
};

/** By name, in the order of the names. */
const MIGRATIONS: Record<string, Migration> = { '0001': first };

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
