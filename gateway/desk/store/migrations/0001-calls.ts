// The first tables: records, what is open, what has come, what is to be told, accounts.
import type { Kysely, Migration } from 'kysely';

export const calls: Migration = {
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
