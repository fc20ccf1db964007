// Writes one resident in a transaction: the sheet, what lists are searched by, the pairs, and what was changed by whom.
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import type { Tables } from '../store/schema.ts';
import { changeOf } from './change.ts';
import { writeReached } from './reached.ts';
import { missingFacts, NO_RESIDENT, type Resident } from './shapes.ts';

export interface ResidentChange {
  /** Undefined: somebody new. */
  id: number | undefined;
  resident: Resident;
  /** On top of which version; undefined: whatever it is. */
  version: number | undefined;
  at: number;
  by: string;
}

export interface Saved {
  id: number;
  version: number;
}

type Write = Transaction<Tables>;

/**
 * Nothing is written when nothing is different. Errors: NO_SUCH_RESIDENT, DESK_CHANGED_MEANWHILE, DESK_REFERENCE_TAKEN,
 * DESK_DEVICE_ELSEWHERE, NO_SUCH_HELPER.
 */
export async function writeResident(write: Write, change: ResidentChange): Promise<Saved> {
  const { id, resident, at, by } = change;
  const before = id === undefined ? undefined : await readSheet(write, id);
  if (id !== undefined && before === undefined) throw new GatewayError('NO_SUCH_RESIDENT', `${id}`);
  if (before && change.version !== undefined && before.version !== change.version) {
    throw new GatewayError('DESK_CHANGED_MEANWHILE', `${id}`);
  }
  const fields = changeOf(before?.resident, resident);
  if (before && Object.keys(fields).length === 0) return before;
  await mustBeFree(write, id, resident);
  const row = rowOf(resident);
  const kept = id ?? (await insert(write, row));
  const { number: version } = await write
    .insertInto('resident_change')
    .values({ resident_id: kept, at, by, fields: JSON.stringify(fields) })
    .returning('number')
    .executeTakeFirstOrThrow();
  await write
    .updateTable('resident')
    .set({ ...row, version })
    .where('id', '=', kept)
    .execute();
  const sheet = JSON.stringify({ ...resident, pairs: [] });
  await write
    .insertInto('resident_sheet')
    .values({ resident_id: kept, sheet })
    .onConflict((conflict) => conflict.column('resident_id').doUpdateSet({ sheet }))
    .execute();
  await writeLinks(write, kept, resident);
  await writeReached(write, kept);
  // What isn't there leaves a mark in the index too, and many marks make it slow.
  if (before) await sql`delete from resident_words where rowid = ${kept}`.execute(write);
  await sql`insert into resident_words (rowid, words) values (${kept}, ${wordsOf(resident)})`.execute(
    write,
  );
  return { id: kept, version };
}

async function insert(write: Write, row: ReturnType<typeof rowOf>): Promise<number> {
  const { id } = await write
    .insertInto('resident')
    .values({ ...row, reached: 0, checked_at: null, version: 0 })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function rowOf(resident: Resident) {
  const { reference, name, telephone, subdistrict, community, building } = resident;
  return {
    reference: reference === '' ? null : reference,
    name,
    telephone,
    subdistrict,
    community,
    building,
    is_missing: missingFacts(resident).length > 0 ? 1 : 0,
    is_former: resident.isFormer ? 1 : 0,
  };
}

/** What somebody is searched by. */
function wordsOf(resident: Resident): string {
  const { name, reference, telephone, subdistrict, community, building, address } = resident;
  const texts = [name, reference, telephone, subdistrict, community, building, address];
  return [...texts, ...resident.deviceIds].join('\n');
}

/** A reference and a button are of one resident alone. */
async function mustBeFree(write: Write, id: number | undefined, resident: Resident): Promise<void> {
  const { reference, deviceIds } = resident;
  if (reference !== '') {
    const other = await write
      .selectFrom('resident')
      .select('id')
      .where('reference', '=', reference)
      .executeTakeFirst();
    if (other && other.id !== id) throw new GatewayError('DESK_REFERENCE_TAKEN', reference);
  }
  for (const deviceId of deviceIds) {
    const other = await write
      .selectFrom('resident_device')
      .select('resident_id')
      .where('device_id', '=', deviceId)
      .executeTakeFirst();
    if (other && other.resident_id !== id) {
      throw new GatewayError('DESK_DEVICE_ELSEWHERE', deviceId);
    }
  }
}

async function writeLinks(write: Write, id: number, resident: Resident): Promise<void> {
  const { deviceIds, pairs } = resident;
  await write.deleteFrom('resident_device').where('resident_id', '=', id).execute();
  for (const deviceId of deviceIds) {
    await write
      .insertInto('resident_device')
      .values({ device_id: deviceId, resident_id: id })
      .execute();
  }
  await write.deleteFrom('pair').where('resident_id', '=', id).execute();
  for (const helperId of pairs) {
    const helper = await write
      .selectFrom('helper')
      .select('id')
      .where('id', '=', helperId)
      .executeTakeFirst();
    if (helper === undefined) throw new GatewayError('NO_SUCH_HELPER', `${helperId}`);
    await write.insertInto('pair').values({ resident_id: id, helper_id: helperId }).execute();
  }
}

/** With the version; undefined: there is nobody with this id. */
export async function readSheet(
  read: Pick<Write, 'selectFrom'>,
  id: number,
): Promise<{ id: number; version: number; resident: Resident } | undefined> {
  const row = await read
    .selectFrom('resident')
    .innerJoin('resident_sheet', 'resident_sheet.resident_id', 'resident.id')
    .select(['resident.version', 'resident_sheet.sheet'])
    .where('resident.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const pairs = await read
    .selectFrom('pair')
    .select('helper_id')
    .where('resident_id', '=', id)
    .orderBy('helper_id')
    .execute();
  // A field that a later version added is empty in a sheet from before.
  const kept = { ...NO_RESIDENT, ...JSON.parse(row.sheet) } as Resident;
  const resident = { ...kept, pairs: pairs.map(({ helper_id }) => helper_id) };
  return { id, version: row.version, resident };
}
