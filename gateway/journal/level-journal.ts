// The journal on LevelDB: a log of groups, each one synced write, and rows that follow from it. keys.ts says what lies where.
import type { Session } from '#protocol/messages.ts';
import type { Call } from '../domain/call.ts';
import type { Assignment } from '../domain/call-book.ts';
import { ClockGuard } from '../domain/clock-guard.ts';
import { GATEWAY_ERRORS } from '../domain/errors.ts';
import type { Notice } from '../domain/notice.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type {
  Appended,
  CallHistory,
  DeviceEventRecord,
  Journal,
  JournalChange,
  JournalDamage,
  JournalProblem,
  Remembered,
} from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import { type AssignedPress, type KeyName, type Press, pressId } from '../domain/press.ts';
import { apply, remember } from './apply.ts';
import { Checkpoints } from './checkpoint.ts';
import { damageOf, MAX_NAMED } from './damage.ts';
import type { Entry, LogRecord } from './entries.ts';
import { GroupCommit, type WriteLane } from './group-commit.ts';
import {
  CLOSED_CALL,
  DUE,
  DUE_NOTICE,
  endOf,
  LOG,
  logKey,
  logNumber,
  META_CHECKPOINT,
  META_CLOCK,
  NOTICE,
  OPEN_CALL,
  STATE,
} from './keys.ts';
import { NewestRecord } from './newest-record.ts';
import { RecordBytes } from './record-bytes.ts';
import { type Level, type Operation, RecoveringLevel } from './recovering-level.ts';
import { newestDateIn, oldestDateIn, Retention } from './retention.ts';
import { Rows } from './rows.ts';
import { openSchema } from './schema.ts';
import { bytesIn, type JournalSize, recordsIn } from './size.ts';

const DAY_MS = 86_400_000;
const KEEP_DAYS = 730;

export interface LevelJournalOptions {
  /** Made when needed. One process at a time may open it. */
  folder: string;
  clock: Clock;
  log?: Log;
  /** How long what is over is kept. */
  keepMs?: number;
  /** Called after each synced write. */
  afterSync?: () => void;
}

/** What is to be written of something new, and what becomes of it by that. */
interface Made<T> {
  record: T;
  entry: Entry;
}

/** Entries that are written together, and their JSON. */
interface Written {
  entries: Entry[];
  text: string;
}

export class LevelJournal implements Journal, CallHistory {
  readonly #options: LevelJournalOptions;
  readonly #level: RecoveringLevel;
  readonly #group = new GroupCommit<Written>((group, hasRed) => this.#write(group, hasRed));
  readonly #checkpoints: Checkpoints;
  readonly #retention: Retention;
  readonly #guard: ClockGuard;
  readonly #newest: NewestRecord;
  readonly #record = new RecordBytes();
  #damage: JournalDamage | undefined;
  /** Old records were to go, and nearly all would have. */
  #isRetentionRefused = false;
  #rows = new Rows();
  /** The number of the last record of the log. */
  #last = 0;
  /** Identities and notices whose group is being written. */
  readonly #underWay = new Map<string, Promise<void>>();
  /** Sessions that were asked for and are not on disk, perhaps because the disk failed: their copies are refused. */
  readonly #asked = new Map<string, Session>();
  #cancelDaily = () => {};
  #retaining: Promise<unknown> = Promise.resolve();
  #isStopped = true;
  #keepMs: number;

  constructor(options: LevelJournalOptions) {
    this.#options = options;
    this.#keepMs = options.keepMs ?? KEEP_DAYS * DAY_MS;
    const { folder, clock, log, afterSync } = options;
    const reread = async (level: Level) => void (await this.#replay(level));
    this.#level = new RecoveringLevel({ folder, clock, log, afterSync, reread });
    const level = this.#level;
    const rows = () => this.#rows;
    this.#guard = new ClockGuard(clock);
    this.#newest = new NewestRecord(folder);
    this.#checkpoints = new Checkpoints({
      level,
      rows,
      clock,
      lastNumber: () => this.#last,
      beside: () => this.#clockRow(),
    });
    this.#retention = new Retention({ level, rows, checkpoint: () => this.#checkpoints.number });
  }

  /** Rejects with LEVEL_LOCKED as its cause, JOURNAL_NEWER, or what the system says. */
  async start(): Promise<void> {
    const level = await this.#level.start();
    await openSchema(level);
    this.#rows = new Rows();
    await this.#rows.read(level);
    this.#last = Number(level.getSync(META_CHECKPOINT) ?? 0);
    this.#checkpoints.start(this.#last);
    this.#isStopped = false;
    const missing = await this.#replay(level);
    const newest = this.#newest.open();
    if (newest > this.#last) {
      missing.push([this.#last + 1, newest]);
      // The gap stays, so that a check finds it.
      this.#last = newest;
    }
    this.#damage = this.#judgeDamage(level, missing);
    await this.#beginGuard(level);
    this.#retainDaily();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelDaily();
    await this.#group.idle();
    await this.#retaining;
    await this.#checkpoints.stop();
    if (this.#level.now) await this.#level.write(() => this.#clockRow()).catch(() => {});
    this.#newest.close();
    await this.#level.stop();
  }

  onRecovery(call: () => void): void {
    this.#level.onRecovery(call);
  }

  get problem(): JournalProblem | undefined {
    return this.#level.problem;
  }

  appendPress(press: Press, assign: () => Assignment): Promise<Appended<AssignedPress>> {
    return this.#appendOnce(press, press.key, () => {
      const { press: record, call } = assign();
      return { record, entry: { kind: 'press', press: record, call } };
    });
  }

  appendEvent(event: DeviceEventRecord): Promise<Appended<DeviceEventRecord>> {
    const entry = { kind: 'event', event } as const;
    return this.#appendOnce(event, undefined, () => ({ record: event, entry }));
  }

  async appendNotice(notice: Notice, remembered: readonly Remembered[] = []): Promise<boolean> {
    const level = this.#level.now ?? (await this.#level.ready());
    const key = NOTICE + notice.id;
    const isKnown = () => this.#rows.get(level, key) !== undefined;
    const rememberedField = remembered.length > 0 ? { remembered } : {};
    const entry = { kind: 'notice', notice, ...rememberedField } as const;
    const appended = await this.#once(key, isKnown, 'rest', () => ({ record: notice, entry }));
    return appended.outcome === 'stored';
  }

  async update({ call, settled, settledNotice }: JournalChange): Promise<void> {
    const entries: Entry[] = [];
    if (call) entries.push({ kind: 'call', call });
    if (settled) entries.push({ kind: 'settled', press: pressId(settled) });
    if (settledNotice !== undefined) entries.push({ kind: 'settled', notice: settledNotice });
    if (entries.length > 0) await this.#commit(entries, laneOf(settled?.key ?? call?.key));
  }

  async findCall(callId: string): Promise<Call | undefined> {
    const rows = this.#rows;
    const open = OPEN_CALL + callId;
    const closed = CLOSED_CALL + callId;
    // Most calls that are asked for have just changed: that is known also while the disk fails.
    const changed = rows.changed<Call>(open) ?? rows.changed<Call>(closed);
    if (changed) return changed;
    const level = await this.#level.ready();
    return rows.get<Call>(level, open) ?? rows.get<Call>(level, closed);
  }

  async renewSession(deviceId: string, session: Session): Promise<boolean> {
    // While the disk fails, what is known without it still refuses a recorded CONNECT.
    let state = this.#rows.device(this.#level.now, deviceId);
    if (state === undefined) {
      state = this.#rows.device(await this.#level.ready(), deviceId);
    }
    const newest = this.#asked.get(deviceId) ?? state?.session;
    if (newest && !isNewer(session, newest)) return false;
    // Before the write, so that a second CONNECT with the same password is refused while it is under way.
    this.#asked.set(deviceId, session);
    await this.#commit([{ kind: 'session', deviceId, session }], 'rest');
    if (this.#asked.get(deviceId) === session) this.#asked.delete(deviceId);
    return true;
  }

  async callsOf(deviceId: string, limit: number): Promise<Call[]> {
    const own = `${deviceId}.`;
    const open = await this.#all<Call>(OPEN_CALL + own);
    const calls = [...open, ...(await this.#all<Call>(CLOSED_CALL + own))];
    return calls.sort((a, b) => b.openedAt - a.openedAt).slice(0, limit);
  }

  async highestBootId(deviceId: string): Promise<number> {
    return this.#rows.device(await this.#level.ready(), deviceId)?.session?.bootId ?? 0;
  }

  async openCalls(): Promise<Call[]> {
    const calls = await this.#all<Call>(OPEN_CALL);
    return calls.sort((a, b) => a.openedAt - b.openedAt);
  }

  async openPresses(): Promise<AssignedPress[]> {
    const presses = await this.#all<AssignedPress>(DUE);
    return presses.sort((a, b) => a.receivedAt - b.receivedAt);
  }

  async openNotices(): Promise<Notice[]> {
    const notices = await this.#all<Notice>(DUE_NOTICE);
    return notices.sort((a, b) => a.at - b.at);
  }

  remember(remembered: Remembered): void {
    remember(this.#rows, remembered);
    this.#checkpoints.changed(1);
  }

  store(remembered: readonly Remembered[]): Promise<void> {
    return this.#commit([{ kind: 'remembered', remembered }], 'rest');
  }

  async remembered(): Promise<Remembered[]> {
    const rows = await this.#rows.all(await this.#level.ready(), STATE);
    return [...rows].map(([key, state]) => ({ subject: key.slice(STATE.length), state }));
  }

  get damage(): JournalDamage | undefined {
    return this.#damage;
  }

  /** What somebody has to look at, although it works. */
  get concerns(): readonly string[] {
    const found = [this.#damage?.text, this.#clockConcern];
    return found.filter((concern) => concern !== undefined);
  }

  get #clockConcern(): string | undefined {
    if (this.#isStopped) return undefined;
    return this.#guard.isDoubted || this.#isRetentionRefused
      ? `CLOCK_DOUBTED: ${GATEWAY_ERRORS.CLOCK_DOUBTED}`
      : undefined;
  }

  /** How long what is over is kept from now on, milliseconds. */
  keep(milliseconds: number): void {
    this.#keepMs = milliseconds;
  }

  /**
   * Deletes what was over `keepMs` before `now`, UTC milliseconds, and before the date that the guard of the clock
   * believes. Returns how many records of the log went.
   */
  retain(now: number): Promise<number> {
    const done = this.#retaining.then(() => this.#retain(now));
    this.#retaining = done.catch(() => {});
    return done;
  }

  async #retain(now: number): Promise<number> {
    const level = await this.#level.ready();
    const oldest = await oldestDateIn(level);
    if (oldest === undefined && this.#guard.date === undefined) this.#guard.begin(now);
    this.#guard.atLeast(oldest ?? now);
    const believed = this.#guard.deletesBefore(this.#keepMs);
    if (believed === undefined) return 0;
    const before = Math.min(believed, now - this.#keepMs);
    const expiry = { before, now, keepMs: this.#keepMs };
    const { records, isRefused } = await this.#retention.delete(expiry, () => this.#isStopped);
    this.#isRetentionRefused = isRefused;
    return records;
  }

  /** The date at which the last run ended; of an earlier version's journal, that of its newest record. */
  async #beginGuard(level: Level): Promise<void> {
    const { clock } = this.#options;
    const kept = level.getSync(META_CLOCK);
    if (kept !== undefined) {
      this.#guard.begin(Number(kept));
      return;
    }
    const isEmpty = (await oldestDateIn(level)) === undefined;
    this.#guard.begin(isEmpty ? clock.utc() : await newestDateIn(level, clock.utc()));
  }

  #clockRow(): Operation[] {
    const { date } = this.#guard;
    return date === undefined ? [] : [{ type: 'put', key: META_CLOCK, value: String(date) }];
  }

  /** Reads every open row: seldom, please. */
  async size(): Promise<JournalSize> {
    const level = await this.#level.ready();
    return {
      bytes: await bytesIn(this.#options.folder),
      records: await recordsIn(level),
      openPresses: (await this.#rows.all(level, DUE)).size,
      openCalls: (await this.#rows.all(level, OPEN_CALL)).size,
    };
  }

  /** Writes a checkpoint: then the database by itself says everything that was written before the call. */
  async flush(): Promise<Level> {
    await this.#checkpoints.write();
    return this.#level.ready();
  }

  /** A duplicate when the identity was written before, or is being written: then it resolves with that write. */
  #appendOnce<T>(
    of: Press | DeviceEventRecord,
    key: KeyName | undefined,
    make: () => Made<T>,
  ): Promise<Appended<T>> {
    const { now } = this.#level;
    if (now) return this.#once(pressId(of), () => this.#rows.knows(now, of), laneOf(key), make);
    // While the disk fails a retransmission is still none: taken for a new press it would open a call.
    if (this.#rows.remembers(of)) return Promise.resolve({ outcome: 'duplicate' });
    return this.#level
      .ready(key === 'red')
      .then((level) =>
        this.#once(pressId(of), () => this.#rows.knows(level, of), laneOf(key), make),
      );
  }

  /** The one asynchronous function on the way of a press here: each more takes half a kilobyte while it waits. */
  async #once<T>(
    name: string,
    isKnown: () => boolean,
    lane: WriteLane,
    make: () => Made<T>,
  ): Promise<Appended<T>> {
    const underWay = this.#underWay.get(name);
    if (underWay) {
      await underWay;
      return { outcome: 'duplicate' };
    }
    if (isKnown()) return { outcome: 'duplicate' };
    const { record, entry } = make();
    const done = this.#commit([entry], lane);
    this.#underWay.set(name, done);
    try {
      await done;
    } finally {
      this.#underWay.delete(name);
    }
    return { outcome: 'stored', record };
  }

  #commit(entries: Entry[], lane: WriteLane): Promise<void> {
    const text = entries.map((entry) => JSON.stringify(entry)).join(',');
    return this.#group.commit({ entries, text }, lane);
  }

  async #write(group: Written[], hasRed: boolean): Promise<void> {
    const texts = group.map(({ text }) => text);
    let number = 0;
    const level = await this.#level.write(() => {
      number = this.#last + 1;
      // A clock that stands in the past makes nothing old that is new.
      const at = Math.max(this.#options.clock.utc(), this.#guard.date ?? 0);
      return [{ type: 'put', key: logKey(number), bytes: this.#record.of(at, texts) }];
    }, hasRed);
    this.#last = number;
    this.#newest.note(number);
    for (const { entries } of group) {
      for (const entry of entries) apply(this.#rows, level, entry, true);
    }
    this.#checkpoints.changed(group.length);
  }

  /** Reads what stands in the log behind what is known of it. Returns which numbers are missing in it, from and to. */
  async #replay(level: Level): Promise<[number, number][]> {
    const missing: [number, number][] = [];
    const range = { gt: logKey(this.#last), lt: endOf(LOG) };
    for await (const [key, text] of level.iterator(range)) {
      const record: LogRecord = JSON.parse(text);
      for (const entry of record.entries) apply(this.#rows, level, entry, false);
      const number = logNumber(key);
      if (number > this.#last + 1) missing.push([this.#last + 1, number - 1]);
      this.#last = number;
      this.#checkpoints.changed(record.entries.length);
    }
    return missing;
  }

  #judgeDamage(
    level: Level,
    missing: readonly (readonly [number, number])[],
  ): JournalDamage | undefined {
    const damage = damageOf(this.#level.damage, missing, (press) => this.#rows.knows(level, press));
    if (damage === undefined) return undefined;
    const { text, lost, reds } = damage;
    const fields = { code: 'JOURNAL_DAMAGED', lost: lost.length, red: reds.slice(0, MAX_NAMED) };
    this.#options.log?.error(fields, text);
    return damage;
  }

  async #all<T>(prefix: string): Promise<T[]> {
    return [...(await this.#rows.all<T>(await this.#level.ready(), prefix)).values()];
  }

  #retainDaily(): void {
    const { clock, log } = this.#options;
    this.retain(clock.utc()).then(
      (records) => {
        if (records > 0) log?.info({ records }, 'old records have left the journal');
        const concern = this.#clockConcern;
        if (concern !== undefined) log?.warn({ code: 'CLOCK_DOUBTED' }, concern);
      },
      // The log tore, or it is closed: tomorrow again.
      () => {},
    );
    this.#cancelDaily = clock.after(DAY_MS, () => this.#retainDaily());
  }
}

/** All that is about a call travels in one lane, so that its states are written in their order. */
function laneOf(key: KeyName | undefined): WriteLane {
  return key === 'red' ? 'red' : 'rest';
}

function isNewer(session: Session, than: Session): boolean {
  return (
    session.bootId > than.bootId ||
    (session.bootId === than.bootId && session.connectNo > than.connectNo)
  );
}
