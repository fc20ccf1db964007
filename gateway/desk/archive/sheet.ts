// The sheet that opens with a call: whose home it is, whom to telephone in which order, and what was before.
import { type Kysely, sql } from 'kysely';
import { type CallState, type Need, stateOf } from '../call-record.ts';
import type { Session } from '../sessions.ts';
import type { Tables } from '../store/schema.ts';
import type { DeskStore } from '../store/store.ts';
import type { ButtonStore } from './button-store.ts';
import type { ResidentStore } from './resident-store.ts';
import { type CallSheet, type LastCall, missingFacts } from './shapes.ts';

const LAST_CALLS = 5;

export interface SheetDeps {
  store: DeskStore;
  residents: ResidentStore;
  buttons: ButtonStore;
}

/** The look is written down first, unless the call is open and this person's to see. */
export async function sheetOf(
  call: CallState,
  { name, role }: Session,
  { store, residents, buttons }: SheetDeps,
): Promise<CallSheet> {
  const { callId, deviceId, home } = call;
  const residentId = await residents.find(home.reference, deviceId);
  const isRecorded = residentId !== undefined && !isTheirs(call, name, role);
  if (isRecorded) await residents.look(residentId, name);
  const resident =
    residentId === undefined ? undefined : (await residents.resident(residentId)).resident;
  return {
    callId,
    residentId: residentId ?? null,
    resident: resident ?? null,
    missing: resident ? missingFacts(resident) : [],
    pairs: residentId === undefined ? [] : await residents.pairsOf(residentId),
    lastCalls: await lastCalls(store, call),
    button: await buttons.state(deviceId),
    isRecorded,
  };
}

/** An open call that rings is everybody's; one that is taken is its taker's, and its leader's. */
function isTheirs({ closedAt, taker }: CallState, name: string, role: Session['role']): boolean {
  if (closedAt !== undefined) return false;
  return role !== 'officer' || taker === undefined || taker === name;
}

/** Of the same home, or of the same button where no home is known; newest first. */
async function lastCalls(store: DeskStore, call: CallState): Promise<LastCall[]> {
  const ids = await callsOfSame(store.db, call);
  const found = await Promise.all(ids.map((callId) => lastCallOf(store, callId)));
  return found.filter((last) => last !== undefined);
}

async function callsOfSame(db: Kysely<Tables>, call: CallState): Promise<string[]> {
  const { reference } = call.home;
  // As the indexes have them, by which they are found among a million records.
  const isSame =
    reference === undefined || reference === ''
      ? sql`json_extract(fields, '$.subject.deviceId') = ${call.deviceId}`
      : sql`json_extract(fields, '$.subject.home.reference') = ${reference}`;
  const { rows } = await sql<{ call_id: string }>`select call_id, max(number) as newest from (
      select call_id, number from record where step = 'pressed' and ${isSame}
      order by number desc limit 200)
    where call_id <> ${call.callId}
    group by call_id order by newest desc limit ${LAST_CALLS}`.execute(db);
  return rows.map(({ call_id }) => call_id);
}

async function lastCallOf(store: DeskStore, callId: string): Promise<LastCall | undefined> {
  const records = await store.recordsOf(callId);
  const state = stateOf(records);
  if (state === undefined) return undefined;
  const { key, openedAt, outcome, isTest } = state;
  const needs = new Set<Need>();
  for (const { what } of records) {
    if (what.step === 'needed') for (const need of what.needs) needs.add(need);
  }
  return {
    callId,
    key,
    openedAt,
    needs: [...needs],
    outcome: outcome ?? null,
    isTest,
  };
}
