// The desk's database: SQLite in one file, encrypted, each write synced before it resolves.
import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { Kysely, sql, type Transaction } from 'kysely';
import Libsql from 'libsql';
import { GatewayError } from '../../domain/errors.ts';
import { reasonOf } from '../../domain/reason.ts';
import { makeFolder } from '../../system/durable.ts';
import type { CallRecord, Pressed } from '../call-record.ts';
import { keepLedgerCurrent, projectRecord } from '../ledger/projection.ts';
import { DeskDialect } from './dialect.ts';
import { faultOf } from './faults.ts';
import { recordOf } from './record-rows.ts';
import { isNewer, migrate, type Tables } from './schema.ts';

export const DATABASE_FILE = 'desk.db';
/** Enough for the homes of a city, which a search walks through: each page that isn't here is deciphered anew. */
const CACHE_KIB = 32_768;
const KEY_BYTES = 32;
const BUSY_MS = 3_000;
/** Names what the key is for: the master key itself opens other things. */
const KEY_PURPOSE = 'call-button desk database 1';

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

export interface FoundAccount extends Account {
  isDisabled: boolean;
  language: string | null;
}

/** A database of the desk, or a copy of one; its key follows from the master key. */
export async function openDatabase(
  file: string,
  masterKey: Uint8Array,
  { readonly = false } = {},
): Promise<Kysely<Tables>> {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', KEY_PURPOSE, KEY_BYTES));
  const database = new Libsql(file, {
    readonly,
    encryptionCipher: 'aes256cbc',
    encryptionKey: key.toString('hex'),
  } as Libsql.Options);
  const db = new Kysely<Tables>({ dialect: new DeskDialect(database) });
  // Another process may be in the middle of a write; one that holds it for longer has something wrong with it.
  await sql`pragma busy_timeout = ${sql.raw(String(BUSY_MS))}`.execute(db);
  return db;
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
    const file = join(folder, DATABASE_FILE);
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

  async recordsOf(callId: string): Promise<CallRecord[]> {
    const rows = await this.#db
      .selectFrom('record')
      .selectAll()
      .where('call_id', '=', callId)
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

  /** Undefined when the event has come before. */
  async addPress(at: number, pressed: Pressed): Promise<CallRecord | undefined> {
    return await this.#db.transaction().execute(async (write) => {
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
    });
  }

  /** `reported` is what the gateway `source` is to be told of it. */
  async addStep(
    step: Omit<CallRecord, 'number'>,
    reported: { source: string; stage: string } | undefined,
  ): Promise<CallRecord> {
    return await this.#db.transaction().execute(async (write) => {
      const record = await append(write, step);
      if (step.what.step === 'closed') {
        await write.deleteFrom('open_call').where('call_id', '=', step.callId).execute();
      }
      if (reported === undefined) return record;
      const { number, callId } = record;
      const { source, stage } = reported;
      await write.insertInto('report').values({ number, call_id: callId, source, stage }).execute();
      return record;
    });
  }

  /** False when it has come before. */
  async addNotice(source: string, at: number, id: string, type: string, data: object) {
    return await this.#db.transaction().execute(async (write) => {
      if (await isKnown(write, source, id)) return false;
      await write.insertInto('event').values({ source, id, number: null }).execute();
      const row = { id: `${source} ${id}`, at, type, data: JSON.stringify(data) };
      await write.insertInto('notice').values(row).execute();
      return true;
    });
  }

  /** Not yet taken by the gateway, the oldest first. */
  async openReports(): Promise<Report[]> {
    const rows = await this.#db.selectFrom('report').selectAll().orderBy('number').execute();
    return rows.map(({ number, call_id, source, stage }) => ({
      number,
      callId: call_id,
      source,
      stage,
    }));
  }

  /** The gateway has it, or will never want it. */
  async endReport(number: number): Promise<void> {
    await this.#db.deleteFrom('report').where('number', '=', number).execute();
  }

  async accounts(): Promise<Account[]> {
    return await this.#db.selectFrom('account').select(['name', 'role', 'password']).execute();
  }

  async findAccount(name: string): Promise<FoundAccount | undefined> {
    const found = await this.#db
      .selectFrom('account')
      .select(['name', 'role', 'password', 'disabled_at', 'language'])
      .where('name', '=', name)
      .executeTakeFirst();
    if (found === undefined) return undefined;
    const { disabled_at, ...account } = found;
    return { ...account, isDisabled: disabled_at !== null };
  }

  /** False when the name is taken, or, with `onlyFirst`, when there is any account. */
  async addAccount(account: Account, at: number, onlyFirst: boolean): Promise<boolean> {
    return await this.#db.transaction().execute(async (write) => {
      const others = await write.selectFrom('account').select('name').execute();
      const isTaken = others.some(({ name }) => name === account.name);
      if (isTaken || (onlyFirst && others.length > 0)) return false;
      const { name, role, password } = account;
      await write.insertInto('account').values({ name, role, password, created_at: at }).execute();
      return true;
    });
  }
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
