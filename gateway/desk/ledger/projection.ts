// Keeps the ledger's row of a call beside its records, in the same transaction; makes all rows anew; compares.
import { createHash } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { CallRecord } from '../call-record.ts';
import type { LedgerRowTable, PlaceTable } from '../store/migrations/0003-ledger.ts';
import { recordOf } from '../store/record-rows.ts';
import type { Tables } from '../store/schema.ts';
import { dayOf } from './days.ts';
import { bitsOf, needsOf, rowAfter, rowAsked, rowOf } from './row.ts';
import type { LedgerRow, Survey, SurveyResult } from './shapes.ts';

type Database = Kysely<Tables>;
type Row = Selectable<LedgerRowTable> & Omit<Selectable<PlaceTable>, 'id' | 'hash' | 'search'>;

/** Rises when rows follow from records in another way. */
const VERSION = '1';

const PLACE = ['device_id', 'reference', 'name', 'address'] as const;

export function ledgerRows(db: Database) {
  return db
    .selectFrom('ledger')
    .innerJoin('ledger_place', 'ledger_place.id', 'ledger.place')
    .selectAll('ledger')
    .select(PLACE);
}

/** Call it in the transaction that adds the record. */
export async function projectRecord(write: Database, record: CallRecord): Promise<void> {
  const before = await findRow(write, record.callId);
  const row = rowAfter(before, record);
  if (before === undefined) await insertRow(write, row);
  else await updateRow(write, row);
  await forgetDay(write, row.openedAt);
}

/** Call it in the transaction that adds the survey. */
export async function projectSurvey(write: Database, survey: Survey): Promise<void> {
  const before = await findRow(write, survey.callId);
  if (before === undefined) return;
  await updateRow(write, rowAsked(before, survey));
  await forgetDay(write, before.openedAt);
}

export async function findRow(db: Database, callId: string): Promise<LedgerRow | undefined> {
  const row = await ledgerRows(db).where('call_id', '=', callId).executeTakeFirst();
  return row && readRow(row);
}

async function insertRow(write: Database, row: LedgerRow): Promise<void> {
  const place = await placeOf(write, row);
  await write
    .insertInto('ledger')
    .values({ ...columnsOf(row), place })
    .execute();
}

/** The place of a call is that of its first press. */
async function updateRow(write: Database, row: LedgerRow): Promise<void> {
  await write.updateTable('ledger').set(columnsOf(row)).where('number', '=', row.number).execute();
}

/** Puts the row of a call whose first record was rewritten in the place of the former one. */
export async function replaceRow(write: Database, row: LedgerRow): Promise<void> {
  await write.deleteFrom('ledger').where('number', '=', row.number).execute();
  await insertRow(write, row);
}

async function placeOf(write: Database, row: LedgerRow): Promise<number> {
  const { deviceId, reference, name, address, community } = row;
  const fields = [deviceId, reference, name, address, community];
  const hash = createHash('sha256').update(JSON.stringify(fields)).digest('base64');
  const known = await write
    .selectFrom('ledger_place')
    .select('id')
    .where('hash', '=', hash)
    .executeTakeFirst();
  if (known) return known.id;
  const { id } = await write
    .insertInto('ledger_place')
    .values({
      hash,
      device_id: deviceId,
      reference,
      name,
      address,
      search: searchable(fields.join('\n')),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** How what is searched and what is looked for are made alike. */
export function searchable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

async function forgetDay(write: Database, at: number): Promise<void> {
  await write.deleteFrom('ledger_day').where('day', '=', dayOf(at)).execute();
}

function columnsOf(row: LedgerRow) {
  return {
    number: row.number,
    call_id: row.callId,
    source: row.source,
    key: row.key,
    is_test: Number(row.isTest),
    subdistrict: row.subdistrict,
    community: row.community,
    opened_at: row.openedAt,
    shown_at: row.shownAt,
    taken_at: row.takenAt,
    reached_at: row.reachedAt,
    sent_at: row.sentAt,
    arrived_at: row.arrivedAt,
    closed_at: row.closedAt,
    outcome: row.outcome,
    officer: row.officer,
    helper: row.helper,
    needs: bitsOf(row.needs),
    need_text: row.needText,
    presses: row.presses,
    notes: row.notes,
    follow_up: Number(row.isFollowUpWanted),
    followed_at: row.followedAt,
    satisfaction: row.satisfaction,
    erased: row.erased,
  };
}

export function readRow(row: Row): LedgerRow {
  return {
    number: row.number,
    callId: row.call_id,
    source: row.source,
    key: row.key as LedgerRow['key'],
    isTest: row.is_test === 1,
    deviceId: row.device_id,
    reference: row.reference,
    name: row.name,
    address: row.address,
    subdistrict: row.subdistrict,
    community: row.community,
    openedAt: row.opened_at,
    shownAt: row.shown_at,
    takenAt: row.taken_at,
    reachedAt: row.reached_at,
    sentAt: row.sent_at,
    arrivedAt: row.arrived_at,
    closedAt: row.closed_at,
    outcome: row.outcome as LedgerRow['outcome'],
    officer: row.officer,
    helper: row.helper,
    needs: needsOf(row.needs),
    needText: row.need_text,
    presses: row.presses,
    notes: row.notes,
    isFollowUpWanted: row.follow_up === 1,
    followedAt: row.followed_at,
    satisfaction: row.satisfaction,
    erased: row.erased as LedgerRow['erased'],
  };
}

export function surveyOf(row: Selectable<Tables['survey']>): Survey {
  const { call_id, result, ...fields } = row;
  return { ...fields, callId: call_id, result: result as SurveyResult };
}

/** The row as its records have it, call after call. */
async function* rowsFromRecords(db: Database): AsyncGenerator<LedgerRow> {
  let callId = '';
  for (;;) {
    const next = await db
      .selectFrom('record')
      .select('call_id')
      .where('call_id', '>', callId)
      .orderBy('call_id')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) return;
    callId = next.call_id;
    const row = await rowFromRecords(db, callId);
    if (row) yield row;
  }
}

export async function rowFromRecords(db: Database, callId: string): Promise<LedgerRow | undefined> {
  const records = await db
    .selectFrom('record')
    .selectAll()
    .where('call_id', '=', callId)
    .orderBy('number')
    .execute();
  const surveys = await db
    .selectFrom('survey')
    .selectAll()
    .where('call_id', '=', callId)
    .orderBy('number')
    .execute();
  return rowOf(records.map(recordOf), surveys.map(surveyOf));
}

/** Makes the ledger anew from the records, in one transaction. Returns how many rows there are. */
export async function rebuildLedger(db: Database): Promise<number> {
  return await db.transaction().execute(async (write) => {
    await write.deleteFrom('ledger').execute();
    await write.deleteFrom('ledger_place').execute();
    await write.deleteFrom('ledger_day').execute();
    let count = 0;
    for await (const row of rowsFromRecords(write)) {
      await insertRow(write, row);
      count += 1;
    }
    await write.deleteFrom('ledger_made').execute();
    await write.insertInto('ledger_made').values({ name: 'version', value: VERSION }).execute();
    await write.insertInto('ledger_made').values({ name: 'zone', value: zone() }).execute();
    return count;
  });
}

/** After an update that derives rows in another way they are made anew; after a move to another time zone, the days. */
export async function keepLedgerCurrent(db: Database): Promise<void> {
  const made = await db.selectFrom('ledger_made').selectAll().execute();
  const factOf = (name: string) => made.find((fact) => fact.name === name)?.value;
  if (factOf('version') !== VERSION) {
    await rebuildLedger(db);
    return;
  }
  if (factOf('zone') === zone()) return;
  await db.transaction().execute(async (write) => {
    await write.deleteFrom('ledger_day').execute();
    await write
      .updateTable('ledger_made')
      .set({ value: zone() })
      .where('name', '=', 'zone')
      .execute();
  });
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export interface Comparison {
  calls: number;
  /** Calls whose row is not the one that follows from their records. */
  different: number;
}

/** Reads everything, a little at a time, in one reading transaction, so that nothing changes meanwhile. */
export async function compareLedger(db: Database): Promise<Comparison> {
  return await db.transaction().execute(async (read) => {
    let calls = 0;
    let different = 0;
    for await (const row of rowsFromRecords(read)) {
      calls += 1;
      const kept = await findRow(read, row.callId);
      if (JSON.stringify(kept) !== JSON.stringify(row)) different += 1;
    }
    const { rows } = await sql<{ count: number }>`select count(*) as count from ledger`.execute(
      read,
    );
    // Rows of calls without any record.
    different += Math.max(0, (rows[0]?.count ?? 0) - calls);
    return { calls, different };
  });
}
