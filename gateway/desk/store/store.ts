// The desk's database: SQLite in one file, encrypted, each write synced before it resolves.
import { type Kysely, sql, type Transaction } from 'kysely';
import { GatewayError } from '../../domain/errors.ts';
import { reasonOf } from '../../domain/reason.ts';
import { makeFolder } from '../../system/durable.ts';
import type { CallRecord, Pressed } from '../call-record.ts';
import { keepLedgerCurrent, projectRecord } from '../ledger/projection.ts';
import { accountMeant } from '../people/account-name.ts';
import { databaseFile, openDatabase } from './database.ts';
import { faultOf } from './faults.ts';
import { recordOf } from './record-rows.ts';
import { isNewer, migrate, type Tables } from './schema.ts';

/** Enough for the homes of a city, which a search walks through: each page that isn't here is deciphered anew. */
const CACHE_KIB = 16_384;

export interface StoreOptions {
  /** Made when needed. */
  folder: string;
  /** 32 bytes, from which the key of the database follows. */
  masterKey: Uint8Array;
}

export interface Report {
  /** Of the record that it tells of. */
  number: number;
  callId: string;
  source: string;
  stage: string;
}

export interface Account {
  name: string;
  role: string;
  /** As `hashPassword` writes it. */
  password: string;
}

export interface NewStep extends Omit<CallRecord, 'number'> {
  /** What the gateway `source` is to be told of it. */
  reported: { source: string; stage: string } | undefined;
}

export interface FoundAccount extends Account {
  isDisabled: boolean;
  language: string | null;
}

export class DeskStore {
  readonly #db: Kysely<Tables>;

  private constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** For the rooms that have tables of their own. Calls are written by this class alone. */
  get db(): Kysely<Tables> {
    return this.#db;
  }

  /** Errors: DESK_LOCKED for a key that doesn't open it, DESK_NEWER, DESK_FAILED for all else. */
  static async open({ folder, masterKey }: StoreOptions): Promise<DeskStore> {
    const file = databaseFile(folder);
    let db: Kysely<Tables> | undefined;
    try {
      await makeFolder(folder);
      db = await openDatabase(file, masterKey);
      // What is acknowledged survives a power cut. Temporary tables would lie on disk in the clear.
      await sql`pragma journal_mode = wal`.execute(db);
      await sql`pragma synchronous = full`.execute(db);
      await sql`pragma temp_store = memory`.execute(db);
      await sql`pragma cache_size = ${sql.raw(String(-CACHE_KIB))}`.execute(db);
      await migrate(db);
      if (await isNewer(db)) throw new GatewayError('DESK_NEWER', file);
      await keepLedgerCurrent(db);
      return new DeskStore(db);
    } catch (error) {
      await db?.destroy();
      if (error instanceof GatewayError) throw error;
      const code = faultOf(error) ?? 'DESK_FAILED';
      throw new GatewayError(code, `${file}: ${reasonOf(error)}`);
    }
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }

  /** Of all calls that are not closed, in their order. */
  async openRecords(): Promise<CallRecord[]> {
    const rows = await this.#db
      .selectFrom('record')
      .selectAll()
      .where('call_id', 'in', this.#db.selectFrom('open_call').select('call_id'))
      .orderBy('number')
      .execute();
    return rows.map(recordOf);
  }

  async recordsOf(...callIds: readonly string[]): Promise<CallRecord[]> {
    const rows = await this.#db
      .selectFrom('record')
      .selectAll()
      .where('call_id', 'in', callIds)
      .orderBy('number')
      .execute();
    return rows.map(recordOf);
  }

  /** The newest calls that are closed, newest first. */
  async lastClosed(limit: number): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('record')
      .select('call_id')
      .where('step', '=', 'closed')
      .orderBy('number', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ call_id }) => call_id);
  }

  /** Committed together, in their order; undefined for an event that has come before. */
  async addPresses(at: number, presses: readonly Pressed[]): Promise<(CallRecord | undefined)[]> {
    return await this.#db.transaction().execute(async (write) => {
      const records: (CallRecord | undefined)[] = [];
      for (const pressed of presses) records.push(await addPress(write, at, pressed));
      return records;
    });
  }

  /** Committed together, in their order. */
  async addSteps(steps: readonly NewStep[]): Promise<CallRecord[]> {
    return await this.#db.transaction().execute(async (write) => {
      const records: CallRecord[] = [];
      for (const step of steps) records.push(await addStep(write, step));
      return records;
    });
  }

  /** False when it has come before. `also` is written in the same transaction. */
  async addNotice(
    source: string,
    at: number,
    { id, type, data }: { id: string; type: string; data: object },
    also: (write: Transaction<Tables>) => Promise<void> = async () => {},
  ): Promise<boolean> {
    return await this.#db.transaction().execute(async (write) => {
      if (await isKnown(write, source, id)) return false;
      await write.insertInto('event').values({ source, id, number: null }).execute();
      const row = { id: `${source} ${id}`, at, type, data: JSON.stringify(data) };
      await write.insertInto('notice').values(row).execute();
      await also(write);
      return true;
    });
  }

  /** Not yet taken by the gateway, the oldest first: those after the record `from`, or of these calls. */
  async openReports(
    of: { from: number } | { calls: readonly string[] },
    limit: number,
  ): Promise<Report[]> {
    const all = this.#db.selectFrom('report').selectAll();
    const chosen =
      'from' in of ? all.where('number', '>', of.from) : all.where('call_id', 'in', of.calls);
    const rows = await chosen.orderBy('number').limit(limit).execute();
    return rows.map(({ number, call_id, source, stage }) => ({
      number,
      callId: call_id,
      source,
      stage,
    }));
  }

  /** The gateway has them, or will never want them. */
  async endReports(numbers: readonly number[]): Promise<void> {
    await this.#db.deleteFrom('report').where('number', 'in', numbers).execute();
  }

  async accounts(): Promise<Account[]> {
    return await this.#db.selectFrom('account').select(['name', 'role', 'password']).execute();
  }

  /** In any spelling that looks alike. */
  async findAccount(name: string): Promise<FoundAccount | undefined> {
    const accounts = await this.#db
      .selectFrom('account')
      .select(['name', 'role', 'password', 'disabled_at', 'language'])
      .orderBy('created_at')
      .execute();
    const found = accountMeant(name, accounts);
    if (found === undefined) return undefined;
    const { disabled_at, ...account } = found;
    return { ...account, isDisabled: disabled_at !== null };
  }

  /** False when the name is taken, also in another spelling, or, with `onlyFirst`, when there is any account. */
  async addAccount(account: Account, at: number, onlyFirst: boolean): Promise<boolean> {
    return await this.#db.transaction().execute(async (write) => {
      const others = await write.selectFrom('account').select('name').execute();
      const isTaken = accountMeant(account.name, others) !== undefined;
      if (isTaken || (onlyFirst && others.length > 0)) return false;
      const { name, role, password } = account;
      await write.insertInto('account').values({ name, role, password, created_at: at }).execute();
      return true;
    });
  }
}

async function addPress(
  write: Transaction<Tables>,
  at: number,
  pressed: Pressed,
): Promise<CallRecord | undefined> {
  const { source, callId } = pressed.subject;
  if (await isKnown(write, source, pressed.eventId)) return undefined;
  await write
    .insertInto('open_call')
    .values({ call_id: callId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const record = await append(write, { callId, at, by: '', what: pressed });
  await write
    .insertInto('event')
    .values({ source, id: pressed.eventId, number: record.number })
    .execute();
  return record;
}

async function addStep(
  write: Transaction<Tables>,
  { reported, ...step }: NewStep,
): Promise<CallRecord> {
  const record = await append(write, step);
  const { number, callId } = record;
  if (step.what.step === 'closed') {
    await write.deleteFrom('open_call').where('call_id', '=', callId).execute();
  }
  if (reported === undefined) return record;
  const { source, stage } = reported;
  await write.insertInto('report').values({ number, call_id: callId, source, stage }).execute();
  return record;
}

async function isKnown(write: Transaction<Tables>, source: string, id: string): Promise<boolean> {
  const found = await write
    .selectFrom('event')
    .select('id')
    .where('source', '=', source)
    .where('id', '=', id)
    .executeTakeFirst();
  return found !== undefined;
}

async function append(
  write: Transaction<Tables>,
  { callId, at, by, what }: Omit<CallRecord, 'number'>,
): Promise<CallRecord> {
  const { step, ...fields } = what;
  const { number } = await write
    .insertInto('record')
    .values({ call_id: callId, at, by, step, fields: JSON.stringify(fields) })
    .returning('number')
    .executeTakeFirstOrThrow();
  const record = { number, callId, at, by, what };
  await projectRecord(write, record);
  return record;
}
