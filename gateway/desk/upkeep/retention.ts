// Takes away what has been kept long enough: words about people first, then who they were. That a call was, and what became of it, stays.
import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import { dayOf } from '../ledger/days.ts';
import { replaceRow, rowFromRecords } from '../ledger/projection.ts';
import type { Tables } from '../store/schema.ts';

export interface Retention {
  /** So long after a call was opened its notes, needs in words and what was said afterwards are kept; they may be about health. */
  notesDays: number;
  /** So long its resident's name, address, telephone and contacts. */
  personDays: number;
  /** So long ids of events, by which one that comes again is known. */
  eventDays: number;
}

/** A year for what was said, three for who it was: the yearly assessment looks back at both. */
export const DEFAULT_RETENTION: Retention = {
  notesDays: 365,
  personDays: 1_095,
  eventDays: 90,
};

const DAY_MS = 86_400_000;
const CALLS_AT_ONCE = 20;
const EVENTS_AT_ONCE = 2_000;

/** Of a home these say where, and not who. */
const STAYS = ['reference', 'subdistrict', 'community'];

export interface Erased {
  notes: number;
  persons: number;
  events: number;
}

/** A little at a time: calls go on meanwhile. Cut off at any moment it goes on with the next run. */
export async function eraseOld(
  db: Kysely<Tables>,
  { notesDays, personDays, eventDays }: Retention,
  now: number,
): Promise<Erased> {
  return {
    notes: await eraseCalls(db, 1, now - notesDays * DAY_MS),
    persons: await eraseCalls(db, 2, now - personDays * DAY_MS),
    events: await eraseEvents(db, now - eventDays * DAY_MS),
  };
}

async function eraseCalls(db: Kysely<Tables>, level: 1 | 2, before: number): Promise<number> {
  let count = 0;
  for (;;) {
    const calls = await db
      .selectFrom('ledger')
      .select('call_id')
      .where('erased', '<', level)
      .where('opened_at', '<', before)
      // Somebody may still be looking after it.
      .where('closed_at', 'is not', null)
      .limit(CALLS_AT_ONCE)
      .execute();
    for (const { call_id } of calls) {
      await db.transaction().execute((write) => eraseCall(write, call_id, level));
      await setImmediate();
    }
    count += calls.length;
    if (calls.length < CALLS_AT_ONCE) break;
  }
  if (level === 2 && count > 0) await eraseUnusedPlaces(db);
  return count;
}

/** The one exception to records that are only added to: what the law wants gone is gone from them too. */
async function eraseCall(write: Transaction<Tables>, callId: string, level: 1 | 2): Promise<void> {
  const records = await write
    .selectFrom('record')
    .select(['number', 'step', 'fields'])
    .where('call_id', '=', callId)
    .execute();
  for (const { number, step, fields } of records) {
    const left = erasedFields(step, JSON.parse(fields), level);
    if (left === undefined) continue;
    await write
      .updateTable('record')
      .set({ fields: JSON.stringify(left) })
      .where('number', '=', number)
      .execute();
  }
  await write.updateTable('survey').set({ text: '' }).where('call_id', '=', callId).execute();
  const row = await rowFromRecords(write, callId);
  if (row === undefined) return;
  await replaceRow(write, row);
  await write.deleteFrom('ledger_day').where('day', '=', dayOf(row.openedAt)).execute();
}

/** Undefined: they stay as they are. */
function erasedFields(step: string, fields: Record<string, unknown>, level: 1 | 2) {
  if (step === 'noted' || step === 'needed') return { ...fields, text: '' };
  if (step !== 'pressed') return undefined;
  if (level === 1) return { ...fields, erased: 1 };
  const subject = fields.subject as { home: Record<string, string> };
  const home = Object.entries(subject.home).filter(([name]) => STAYS.includes(name));
  return { ...fields, subject: { ...subject, home: Object.fromEntries(home) }, erased: 2 };
}

async function eraseUnusedPlaces(db: Kysely<Tables>): Promise<void> {
  await db
    .deleteFrom('ledger_place')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ledger').select('number').whereRef('ledger.place', '=', 'ledger_place.id'),
        ),
      ),
    )
    .execute();
}

/** Events lie in the order in which they came; one that made no record goes with those beside it. */
async function eraseEvents(db: Kysely<Tables>, before: number): Promise<number> {
  const kept = await db
    .selectFrom('record')
    .select('number')
    .where('at', '>=', before)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  const firstKept = kept?.number ?? Number.POSITIVE_INFINITY;
  let count = 0;
  for (;;) {
    const { rows } = await sql<{ place: number; number: number | null }>`
      select rowid as place, number from event order by rowid limit ${EVENTS_AT_ONCE}`.execute(db);
    const end = rows.findIndex(({ number }) => number !== null && number >= firstKept);
    const old = end < 0 ? rows : rows.slice(0, end);
    const last = old.findLast(({ number }) => number !== null)?.place;
    // Events without a record at the end of all may have come a moment ago.
    if (last === undefined) return count;
    await sql`delete from event where rowid <= ${last}`.execute(db);
    count += old.findIndex(({ place }) => place === last) + 1;
    await setImmediate();
    if (end >= 0) return count;
  }
}
