// Checks the log from its first record to its last, and then the rows against it. Changes nothing.
import { callIdOf, pressId } from '../../domain/press.ts';
import type { Entry, LogRecord } from '../entries.ts';
import { CLOSED_CALL, NOTICE, OPEN_CALL } from '../keys.ts';
import type { Level } from '../recovering-level.ts';
import { checkCalls, checkDue, checkRemembered, checkSeen } from './check-rows.ts';
import { Findings } from './findings.ts';
import { checkpointOf, logRecords, type NumberedRecord, Tail } from './log.ts';
import { Seen } from './seen.ts';

/** `level` is open, and nobody writes to it. `newest`: the number of the last record that was acknowledged, if known. */
export async function checkJournal(level: Level, newest = 0): Promise<Findings> {
  return new Check(level, newest).run();
}

class Check {
  readonly #level: Level;
  readonly #checkpoint: number;
  readonly #newest: number;
  readonly #findings = new Findings();
  /** Deliveries that have not ended, by press id and by the id of the notice. */
  readonly #due = new Set<string>();
  readonly #dueNotices = new Set<string>();
  readonly #seen = new Seen();
  /** What comes behind the checkpoint. */
  readonly #tail = new Tail();
  #isPastCheckpoint = false;
  /** The number that should come next. */
  #next: number | undefined;
  /** Deliveries of presses and notices from before this moment may have outlived their records. */
  #expiredBefore = 0;

  constructor(level: Level, newest: number) {
    this.#level = level;
    this.#newest = newest;
    this.#checkpoint = checkpointOf(level);
  }

  async run(): Promise<Findings> {
    const findings = this.#findings;
    for await (const records of logRecords(this.#level)) {
      for (const numbered of records) await this.#checkRecord(numbered);
      await this.#findCalls(records);
      await this.#findNotices(records);
    }
    // Without a record all of them may have expired: then the newest was in the rows.
    const next = this.#next ?? this.#checkpoint + 1;
    const end = Math.max(this.#checkpoint, this.#newest);
    if (end >= next) findings.fault('RECORDS_MISSING', `records ${next} to ${end}, at the end`);
    if (!this.#isPastCheckpoint) await checkSeen(this.#level, this.#seen, findings);
    const expiredBefore = this.#expiredBefore;
    const truth = { due: this.#due, dueNotices: this.#dueNotices, tail: this.#tail, expiredBefore };
    await checkDue(this.#level, truth, findings);
    await checkCalls(this.#level, this.#tail, findings);
    await checkRemembered(this.#level, findings);
    return findings;
  }

  async #checkRecord(numbered: NumberedRecord): Promise<void> {
    const { number } = numbered;
    const findings = this.#findings;
    if (number > this.#checkpoint && !this.#isPastCheckpoint) {
      this.#isPastCheckpoint = true;
      await checkSeen(this.#level, this.#seen, findings);
    }
    if (this.#next === undefined && number > 1 && 'record' in numbered) {
      this.#expiredBefore = numbered.record.at;
    }
    if (this.#next !== undefined && number !== this.#next) {
      findings.fault('RECORDS_MISSING', `records ${this.#next} to ${number - 1}`);
    }
    this.#next = number + 1;
    findings.records++;
    if ('fault' in numbered)
      findings.fault('RECORD_UNREADABLE', `record ${number}: ${numbered.fault}`);
    else this.#checkEntries(numbered.record, number);
  }

  #checkEntries({ at, entries }: LogRecord, number: number): void {
    const findings = this.#findings;
    findings.oldestAt ??= at;
    findings.newestAt = at;
    for (const entry of entries) {
      if (entry.kind === 'press') this.#checkPress(entry);
      if (entry.kind === 'event') findings.events++;
      if (entry.kind === 'press' || entry.kind === 'event') {
        const of = entry.kind === 'press' ? entry.press : entry.event;
        const where = `${pressId(of)}, again in record ${number}`;
        if (!this.#seen.add(of)) findings.fault('IDENTITY_TWICE', where);
      }
      if (entry.kind === 'notice') {
        findings.notices++;
        this.#dueNotices.add(entry.notice.id);
      }
      if (entry.kind !== 'settled') continue;
      if (entry.press !== undefined) this.#due.delete(entry.press);
      if (entry.notice !== undefined) this.#dueNotices.delete(entry.notice);
    }
    if (this.#isPastCheckpoint) this.#tail.add(entries);
  }

  #checkPress({ press, call }: Extract<Entry, { kind: 'press' }>): void {
    const findings = this.#findings;
    findings.presses++;
    findings.newestPressAt = Math.max(findings.newestPressAt ?? 0, press.receivedAt);
    this.#due.add(pressId(press));
    const opener = callIdOf({ deviceId: press.deviceId, ...call.openedBy });
    const isOwn = press.joined || press.callId === callIdOf(press);
    if (press.callId === call.callId && call.callId === opener && isOwn) return;
    findings.fault('CALL_ID_WRONG', `press ${pressId(press)} in call ${press.callId}`);
  }

  /** The call of every press is in the rows, or behind the checkpoint. */
  async #findCalls(records: readonly NumberedRecord[]): Promise<void> {
    const pressOf = new Map<string, string>();
    for (const entry of entriesOf(records)) {
      if (entry.kind !== 'press' || this.#tail.calls.has(entry.press.callId)) continue;
      pressOf.set(entry.press.callId, pressId(entry.press));
    }
    const ids = [...pressOf.keys()];
    const keys = ids.flatMap((callId) => [OPEN_CALL + callId, CLOSED_CALL + callId]);
    const isThere = await this.#level.hasMany(keys);
    ids.forEach((callId, index) => {
      if (isThere[index * 2] || isThere[index * 2 + 1]) return;
      this.#findings.fault('CALL_MISSING', `call ${callId} of press ${pressOf.get(callId)}`);
    });
  }

  /** The id of every notice up to the checkpoint is in the rows. */
  async #findNotices(records: readonly NumberedRecord[]): Promise<void> {
    const inRows = records.filter(({ number }) => number <= this.#checkpoint);
    const ids = entriesOf(inRows).flatMap((entry) =>
      entry.kind === 'notice' ? [entry.notice.id] : [],
    );
    const isThere = await this.#level.hasMany(ids.map((id) => NOTICE + id));
    ids.forEach((id, index) => {
      if (!isThere[index]) this.#findings.fault('NOTICE_FORGOTTEN', `notice ${id}`);
    });
  }
}

function entriesOf(records: readonly NumberedRecord[]): Entry[] {
  return records.flatMap((numbered) => ('record' in numbered ? numbered.record.entries : []));
}
