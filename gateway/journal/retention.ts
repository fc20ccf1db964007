// What is old enough leaves the journal: records of the log, closed calls, names of notices. Nothing that is open, no identity.
import type { Call } from '../domain/call.ts';
import type { Entry, LogRecord } from './entries.ts';
import { CLOSED_CALL, DUE_NOTICE, endOf, LOG, logKey, NOTICE } from './keys.ts';
import type { Level, Operation, RecoveringLevel } from './recovering-level.ts';
import type { Rows } from './rows.ts';

const CHUNK_OPERATIONS = 512;
/** Records that have to be gone before it pays to write the tables anew. */
const COMPACT_FROM = 10_000;

export interface RetentionDeps {
  level: RecoveringLevel;
  rows: () => Rows;
  /** Up to this number the log is in the rows. */
  checkpoint: () => number;
}

export class Retention {
  readonly #deps: RetentionDeps;
  #deletedSinceCompaction = 0;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  /** Deletes what was last touched before `before`, UTC milliseconds. Returns how many records of the log went. */
  async deleteBefore(before: number, isStopped: () => boolean): Promise<number> {
    const { level, checkpoint } = this.#deps;
    const database = await level.ready();
    let deleted = 0;
    let operations: Operation[] = [];
    let last = '';
    const write = async () => {
      const chunk = operations;
      operations = [];
      if (chunk.length > 0) await level.write(() => chunk);
    };
    const range = { gte: LOG, lte: logKey(checkpoint()) };
    for await (const [key, text] of database.iterator({ ...range, highWaterMarkBytes: 1 << 18 })) {
      const record: LogRecord = JSON.parse(text);
      if (record.at >= before || isStopped()) break;
      for (const entry of record.entries) operations.push(...this.#rowsOf(database, entry, before));
      operations.push({ type: 'del', key });
      deleted++;
      last = key;
      if (operations.length >= CHUNK_OPERATIONS) await write();
    }
    await write();
    this.#deletedSinceCompaction += deleted;
    if (this.#deletedSinceCompaction >= COMPACT_FROM && !isStopped()) {
      this.#deletedSinceCompaction = 0;
      await database.compactRange(LOG, last || endOf(LOG));
    }
    return deleted;
  }

  /** The rows that go with an entry. A row that a later entry has touched stays for that one. */
  #rowsOf(database: Level, entry: Entry, before: number): Operation[] {
    const rows = this.#deps.rows();
    if (entry.kind === 'press' || entry.kind === 'call') {
      const key = CLOSED_CALL + entry.call.callId;
      const call = rows.get<Call>(database, key);
      if (call === undefined || touchedAt(call) >= before) return [];
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

function touchedAt({ openedAt, reached, missed }: Call): number {
  return Math.max(openedAt, ...Object.values(reached), ...Object.values(missed));
}
