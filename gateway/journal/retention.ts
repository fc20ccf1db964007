// What is old enough leaves the journal: records of the log, closed calls, names of notices. Nothing that is open, no identity.
import type { Call } from '../domain/call.ts';
import { MAX_PLAUSIBLE_MS } from '../domain/clock-guard.ts';
import type { Entry, LogRecord } from './entries.ts';
import { CLOSED_CALL, DUE_NOTICE, endOf, LOG, logKey, logNumber, NOTICE } from './keys.ts';
import type { Level, Operation, RecoveringLevel } from './recovering-level.ts';
import type { Rows } from './rows.ts';
import { recordsIn } from './size.ts';

const CHUNK_OPERATIONS = 512;
/** Records that have to be gone before it pays to write the tables anew. */
const COMPACT_FROM = 10_000;
/** When fewer than one in so many would stay, it is the clock that is old, and not the records. */
const STAYS_ONE_IN = 100;
/** So many records at the new end are looked at for a date that is no future. */
const NEWEST = 1_000;
const PAGE_BYTES = 1 << 18;

export interface RetentionDeps {
  level: RecoveringLevel;
  rows: () => Rows;
  /** Up to this number the log is in the rows. */
  checkpoint: () => number;
}

/** UTC milliseconds. */
export interface Expiry {
  /** What was last touched before this goes. */
  before: number;
  /** The wall clock: what is dated later was written while it was wrong. */
  now: number;
  /** How long what is over is kept. */
  keepMs: number;
}

export interface Expired {
  /** Records of the log that went. */
  records: number;
  /** Nearly everything would have gone, and so nothing went. */
  isRefused: boolean;
}

/** The end of what is to go. */
interface Going {
  first: number;
  last: number;
  /** Over how long a time those records were written. */
  spanMs: number;
}

export class Retention {
  readonly #deps: RetentionDeps;
  #deletedSinceCompaction = 0;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  async delete(expiry: Expiry, isStopped: () => boolean): Promise<Expired> {
    const { level } = this.#deps;
    const database = await level.ready();
    const going = await this.#findGoing(database, expiry);
    if (going === undefined) return { records: 0, isRefused: false };
    const isRefused = await this.#isNearlyAll(database, going, expiry);
    if (isRefused) return { records: 0, isRefused };
    let records = 0;
    let operations: Operation[] = [];
    const write = async () => {
      const chunk = operations;
      operations = [];
      if (chunk.length > 0) await level.write(() => chunk);
    };
    const range = { gte: LOG, lte: logKey(going.last), highWaterMarkBytes: PAGE_BYTES };
    for await (const [key, text] of database.iterator(range)) {
      if (isStopped()) break;
      const record: LogRecord = JSON.parse(text);
      for (const entry of record.entries) operations.push(...this.#rowsOf(database, entry, expiry));
      operations.push({ type: 'del', key });
      records++;
      if (operations.length >= CHUNK_OPERATIONS) await write();
    }
    await write();
    this.#deletedSinceCompaction += records;
    if (this.#deletedSinceCompaction >= COMPACT_FROM && !isStopped()) {
      this.#deletedSinceCompaction = 0;
      await database.compactRange(LOG, logKey(going.last));
    }
    return { records, isRefused: false };
  }

  /**
   * Which records go, from the old end. A record is at least as young as every one before it, for it was written later;
   * one that is dated in the future says nothing, and goes with the next that goes.
   */
  async #findGoing(database: Level, { before, now }: Expiry): Promise<Going | undefined> {
    let going: Going | undefined;
    let first: number | undefined;
    let oldestAt: number | undefined;
    const range = { gte: LOG, lte: logKey(this.#deps.checkpoint()) };
    const iterator = database.iterator({ ...range, highWaterMarkBytes: PAGE_BYTES });
    for await (const [key, text] of iterator) {
      first ??= logNumber(key);
      const at = dateOf(text);
      if (at > now) continue;
      if (at >= before) break;
      oldestAt ??= at;
      going = { first, last: logNumber(key), spanMs: Math.max(at - oldestAt, going?.spanMs ?? 0) };
    }
    return going;
  }

  /** Who keeps little on purpose, or has few records of a few days, is taken at their word. */
  async #isNearlyAll(database: Level, { first, last, spanMs }: Going, { keepMs }: Expiry) {
    if (spanMs <= MAX_PLAUSIBLE_MS || keepMs < MAX_PLAUSIBLE_MS) return false;
    const records = await recordsIn(database);
    const staying = records - (last - first + 1);
    return staying * STAYS_ONE_IN < records;
  }

  /** The rows that go with an entry. A row that a later entry has touched stays for that one. */
  #rowsOf(database: Level, entry: Entry, expiry: Expiry): Operation[] {
    const rows = this.#deps.rows();
    if (entry.kind === 'press' || entry.kind === 'call') {
      const key = CLOSED_CALL + entry.call.callId;
      const call = rows.get<Call>(database, key);
      if (call === undefined || touchedAt(call, expiry) >= expiry.before) return [];
      return [{ type: 'del', key }];
    }
    if (entry.kind === 'notice') {
      const { id } = entry.notice;
      if (rows.get(database, DUE_NOTICE + id) !== undefined) return [];
      return [{ type: 'del', key: NOTICE + id }];
    }
    return [];
  }
}

/** Only the date of a record: the rest of it is read when it goes. */
function dateOf(text: string): number {
  const [, at] = /^\{"at":(\d+)[,}]/.exec(text) ?? [];
  return at === undefined ? (JSON.parse(text) as LogRecord).at : Number(at);
}

/** What is dated in the future would keep the row for good. */
function touchedAt({ openedAt, reached, missed }: Call, { now }: Expiry): number {
  const dates = [openedAt, ...Object.values(reached), ...Object.values(missed)];
  return Math.max(...dates.filter((at) => at <= now));
}

/** UTC milliseconds; undefined: there is no record. */
export async function oldestDateIn(level: Level): Promise<number | undefined> {
  const [oldest] = await level.values({ gte: LOG, lt: endOf(LOG), limit: 1 }).all();
  return oldest === undefined ? undefined : dateOf(oldest);
}

/** Of the newest record that is not dated after `now`, UTC milliseconds; undefined: there is none. */
export async function newestDateIn(level: Level, now: number): Promise<number | undefined> {
  const newest = level.values({ gte: LOG, lt: endOf(LOG), reverse: true, limit: NEWEST });
  for await (const text of newest) {
    const at = dateOf(text);
    if (at <= now) return at;
  }
  return undefined;
}
