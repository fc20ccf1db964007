// Reads the journal's log from disk, and what its end says beyond the rows, which may be older.
import type { Call } from '../../domain/call.ts';
import { pressId } from '../../domain/press.ts';
import type { Entry } from '../entries.ts';
import { endOf, LOG, logKey, logNumber, META_CHECKPOINT } from '../keys.ts';
import type { Level } from '../recovering-level.ts';
import { type ReadRecord, readLogRecord } from './shapes.ts';

/** How much of the log is in memory at one time, but for a record that is larger. */
const CHUNK_BYTES = 256 * 1024;
const CHUNK_RECORDS = 500;

export type NumberedRecord = ReadRecord & { number: number };

/** The records behind number `after`, in their order, a chunk at a time. */
export async function* logRecords(level: Level, after = 0): AsyncGenerator<NumberedRecord[]> {
  const range = { gt: logKey(after), lt: endOf(LOG), highWaterMarkBytes: CHUNK_BYTES };
  const iterator = level.iterator(range);
  try {
    for (;;) {
      const chunk = await iterator.nextv(CHUNK_RECORDS);
      if (chunk.length === 0) return;
      yield chunk.map(([key, value]) => ({ number: logNumber(key), ...readLogRecord(value) }));
    }
  } finally {
    await iterator.close();
  }
}

/** Up to which record the rows are complete. 0 when nothing says so: then the whole log counts. */
export function checkpointOf(level: Level): number {
  const checkpoint = Number(level.getSync(META_CHECKPOINT) ?? 0);
  return Number.isSafeInteger(checkpoint) ? checkpoint : 0;
}

/** What the end of the log says; all else is in the rows. */
export class Tail {
  readonly calls = new Map<string, Call>();
  /** By press id: the delivery is open. */
  readonly due = new Map<string, boolean>();
  /** By the id of the notice. */
  readonly dueNotices = new Map<string, boolean>();

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.kind === 'press') this.due.set(pressId(entry.press), true);
      if (entry.kind === 'press' || entry.kind === 'call') {
        this.calls.set(entry.call.callId, entry.call);
      }
      if (entry.kind === 'notice') this.dueNotices.set(entry.notice.id, true);
      if (entry.kind !== 'settled') continue;
      if (entry.press !== undefined) this.due.set(entry.press, false);
      if (entry.notice !== undefined) this.dueNotices.set(entry.notice, false);
    }
  }
}

export async function readTail(level: Level): Promise<Tail> {
  const tail = new Tail();
  for await (const records of logRecords(level, checkpointOf(level))) {
    for (const numbered of records) if ('record' in numbered) tail.add(numbered.record.entries);
  }
  return tail;
}
