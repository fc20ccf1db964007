// The ledger, what it is told by, and the people of the desk: accounts, sessions, shifts.
import type { Generated, Kysely, Migration } from 'kysely';

export interface LedgerTables {
  /** One row a call, which follows from its records. */
  ledger: LedgerRowTable;
  /** Where calls come from, as their presses said: one row for each different home. */
  ledger_place: PlaceTable;
  /** What the figures say about a day, kept until one of its calls changes. */
  ledger_day: { day: number; figures: string };
  /** In which way the above were made: when that is another one, they are made anew. */
  ledger_made: { name: string; value: string };
  /** What people said when they were telephoned afterwards: only ever added to. */
  survey: SurveyTable;
  /** Ten residents drawn at random. */
  sample: { number: Generated<number>; at: number; by: string; from_at: number; to_at: number };
  sample_call: { sample: number; call_id: string };
  /** How far the buttons have come, day by day. */
  coverage_day: CoverageTable;
  /** Who is logged in; the token itself is in the browser alone. */
  session: { token_hash: string; name: string; until_at: number };
  shift: ShiftTable;
}

export interface LedgerRowTable {
  /** Of the press that opened the call. */
  number: number;
  call_id: string;
  source: string;
  key: string;
  is_test: number;
  place: number;
  subdistrict: string;
  community: string;
  opened_at: number;
  shown_at: number | null;
  taken_at: number | null;
  reached_at: number | null;
  sent_at: number | null;
  arrived_at: number | null;
  closed_at: number | null;
  /** Empty: not closed. */
  outcome: string;
  /** Who had it last; empty: nobody has taken it. */
  officer: string;
  helper: string;
  /** One bit for each of the six. */
  needs: number;
  need_text: string;
  presses: number;
  notes: number;
  follow_up: number;
  followed_at: number | null;
  satisfaction: number | null;
  /** 1: notes are taken away; 2: who it was, too. */
  erased: number;
}

export interface PlaceTable {
  id: Generated<number>;
  /** Of all that follows, so that it is found. */
  hash: string;
  device_id: string;
  reference: string;
  name: string;
  address: string;
  /** All of it in lower case, to be searched. */
  search: string;
}

interface SurveyTable {
  number: Generated<number>;
  call_id: string;
  /** Null: a follow-up. */
  sample: number | null;
  at: number;
  by: string;
  result: string;
  satisfaction: number | null;
  text: string;
}

interface CoverageTable {
  /** 20260131. */
  day: number;
  subdistrict: string;
  community: string;
  eligible: number;
  installed: number;
  tested: number;
  in_service: number;
}

interface ShiftTable {
  number: Generated<number>;
  officer: string;
  from_at: number;
  to_at: number;
  made_by: string;
}

/** What a list is filtered by, behind what it is ordered by: filters then read the index alone. */
const FILTERS = ['key', 'is_test', 'outcome', 'needs', 'community', 'officer', 'place'];

export const ledger: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await makeLedger(db);
    await makeSurveys(db);
    await makePeople(db);
  },
};

async function makeLedger(db: Kysely<unknown>): Promise<void> {
  let table = db.schema
    .createTable('ledger')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('call_id', 'text', (column) => column.notNull().unique());
  for (const text of ['source', 'key', 'subdistrict', 'community', 'outcome', 'officer'] as const) {
    table = table.addColumn(text, 'text', (column) => column.notNull());
  }
  for (const text of ['helper', 'need_text'] as const) {
    table = table.addColumn(text, 'text', (column) => column.notNull());
  }
  for (const count of ['is_test', 'place', 'opened_at', 'needs', 'presses', 'notes'] as const) {
    table = table.addColumn(count, 'integer', (column) => column.notNull());
  }
  for (const count of ['follow_up', 'erased'] as const) {
    table = table.addColumn(count, 'integer', (column) => column.notNull());
  }
  const times = ['shown_at', 'taken_at', 'reached_at', 'sent_at', 'arrived_at', 'closed_at'];
  for (const time of [...times, 'followed_at', 'satisfaction'] as const) {
    table = table.addColumn(time as string, 'integer');
  }
  await table.execute();
  const indexes: Record<string, readonly string[]> = {
    ledger_opened: ['opened_at', ...FILTERS],
    ledger_community: ['community', 'opened_at', ...FILTERS.filter((name) => name !== 'community')],
    ledger_officer: ['officer', 'opened_at', ...FILTERS.filter((name) => name !== 'officer')],
    ledger_outcome: ['outcome', 'opened_at', ...FILTERS.filter((name) => name !== 'outcome')],
    ledger_place_of: ['place', 'opened_at'],
    ledger_erased: ['erased', 'opened_at'],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema
      .createIndex(name)
      .on('ledger')
      .columns([...columns])
      .execute();
  }
  await db.schema
    .createIndex('ledger_follow_up')
    .on('ledger')
    .columns(['follow_up', 'followed_at', 'closed_at'])
    .execute();
  await db.schema
    .createTable('ledger_place')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('device_id', 'text', (column) => column.notNull())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('search', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('ledger_day')
    .addColumn('day', 'integer', (column) => column.primaryKey())
    .addColumn('figures', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('ledger_made')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function makeSurveys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sample')
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('from_at', 'integer', (column) => column.notNull())
    .addColumn('to_at', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sample_call')
    .addColumn('sample', 'integer', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sample_call_once', ['sample', 'call_id'])
    .execute();
  await db.schema
    .createTable('survey')
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('call_id', 'text', (column) => column.notNull())
    .addColumn('sample', 'integer')
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('satisfaction', 'integer')
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('survey_of_call').on('survey').column('call_id').execute();
  await db.schema.createIndex('survey_at').on('survey').column('at').execute();
  await db.schema
    .createTable('coverage_day')
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('subdistrict', 'text', (column) => column.notNull())
    .addColumn('community', 'text', (column) => column.notNull())
    .addColumn('eligible', 'integer', (column) => column.notNull())
    .addColumn('installed', 'integer', (column) => column.notNull())
    .addColumn('tested', 'integer', (column) => column.notNull())
    .addColumn('in_service', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('coverage_once', ['day', 'subdistrict', 'community'])
    .execute();
}

async function makePeople(db: Kysely<unknown>): Promise<void> {
  // Null: the account is in use; and: no language was chosen.
  await db.schema.alterTable('account').addColumn('disabled_at', 'integer').execute();
  await db.schema.alterTable('account').addColumn('language', 'text').execute();
  await db.schema
    .createTable('session')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('until_at', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('shift')
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('officer', 'text', (column) => column.notNull())
    .addColumn('from_at', 'integer', (column) => column.notNull())
    .addColumn('to_at', 'integer', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('shift_from').on('shift').column('from_at').execute();
}
