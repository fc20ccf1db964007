// The archive: residents, helpers, buttons and cases.
import { type Kysely, type Migration, sql } from 'kysely';

export const archive: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await residents(db);
    await imports(db);
    await helpers(db);
    await buttons(db);
    // The last calls of a home, or of a button whose home is not known.
    await sql`create index record_of_home on record (json_extract(fields, '$.subject.home.reference'), number)
      where step = 'pressed'`.execute(db);
    await sql`create index record_of_device on record (json_extract(fields, '$.subject.deviceId'), number)
      where step = 'pressed'`.execute(db);
  },
};

async function residents(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('resident')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('reference', 'text', (column) => column.unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('telephone', 'text', (column) => column.notNull())
    .addColumn('subdistrict', 'text', (column) => column.notNull())
    .addColumn('community', 'text', (column) => column.notNull())
    .addColumn('building', 'text', (column) => column.notNull())
    .addColumn('is_missing', 'integer', (column) => column.notNull())
    .addColumn('is_former', 'integer', (column) => column.notNull())
    .addColumn('reached', 'integer', (column) => column.notNull())
    .addColumn('checked_at', 'integer')
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('resident_by_place')
    .on('resident')
    .columns(['is_former', 'subdistrict', 'community', 'reached'])
    .execute();
  // Everything that lists show, in their order: they are read from here alone, also when all of it is read through.
  await schema
    .createIndex('resident_in_lists')
    .on('resident')
    .columns(['is_former', 'name', 'id', 'reference', 'telephone', 'subdistrict', 'community'])
    .columns(['building', 'is_missing', 'reached', 'checked_at'])
    .execute();
  await schema
    .createTable('resident_sheet')
    .addColumn('resident_id', 'integer', (column) => column.primaryKey())
    .addColumn('sheet', 'text', (column) => column.notNull())
    .execute();
  for (const of of ['resident', 'helper']) {
    await schema
      .createTable(`${of}_change`)
      .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn(`${of}_id`, 'integer', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('fields', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex(`${of}_change_of`).on(`${of}_change`).column(`${of}_id`).execute();
  }
  for (const table of ['resident_check', 'look']) {
    await schema
      .createTable(table)
      .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('resident_id', 'integer', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex(`${table}_of`).on(table).columns(['resident_id', 'at']).execute();
  }
  await schema
    .createTable('resident_device')
    .addColumn('device_id', 'text', (column) => column.primaryKey())
    .addColumn('resident_id', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('resident_device_of')
    .on('resident_device')
    .column('resident_id')
    .execute();
  await schema
    .createTable('pair')
    .addColumn('resident_id', 'integer', (column) => column.notNull())
    .addColumn('helper_id', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('pair_once', ['resident_id', 'helper_id'])
    .execute();
  await schema.createIndex('pair_of_helper').on('pair').column('helper_id').execute();
  // The words themselves stand in the sheets: here is only where they are.
  await sql`create virtual table resident_words
    using fts5(words, tokenize = 'trigram', content = '', contentless_delete = 1)`.execute(db);
}

/** A list that somebody imports is kept before its first row is written, and written in parts. */
async function imports(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('resident_import')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('rows', 'text', (column) => column.notNull())
    .addColumn('written', 'integer', (column) => column.notNull())
    .execute();
}

async function helpers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('helper')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('is_active', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('helper', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('helper_link')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('call_id', 'text', (column) => column.notNull())
    .addColumn('helper_id', 'integer', (column) => column.notNull())
    .addColumn('until', 'integer', (column) => column.notNull())
    .addColumn('revoked_at', 'integer')
    .execute();
  await db.schema.createIndex('helper_link_of').on('helper_link').column('call_id').execute();
}

async function buttons(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('device')
    .addColumn('device_id', 'text', (column) => column.primaryKey())
    .addColumn('home_id', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('battery_percent', 'integer')
    .addColumn('conditions', 'text', (column) => column.notNull())
    .addColumn('last_seen_at', 'integer')
    .addColumn('told_at', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('home')
    .addColumn('home_id', 'text', (column) => column.primaryKey())
    .addColumn('reference', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('device_of_home').on('device').column('home_id').execute();
  await db.schema
    .createTable('button_case')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('condition', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'integer', (column) => column.notNull())
    .addColumn('restored_at', 'integer')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('taker', 'text')
    .addColumn('event', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('button_case_by_state')
    .on('button_case')
    .columns(['state', 'opened_at'])
    .execute();
  await db.schema
    .createTable('button_case_step')
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('button_case_step_of')
    .on('button_case_step')
    .column('case_id')
    .execute();
}
