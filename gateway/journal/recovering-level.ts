// LevelDB that opens itself again after a failed write. Seen with a disk that was full for a moment: the writes
// after the failed one succeed, and the next start can't read them back. So nothing is written on a torn log.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { backoffAfter, doubling } from '../domain/backoff.ts';
import { GatewayError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { JournalProblem } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import { causeOf, reasonOf } from '../domain/reason.ts';
import { makeFolder, syncNames } from '../system/durable.ts';
import { META_PROBE } from './keys.ts';
import { hasDatabase, hasLostCurrent, openFailureOf } from './level-folder.ts';
import { findLogDamage, type LogDamage } from './log-damage.ts';
import { Reserve } from './reserve.ts';

export type Level = ClassicLevel<string, string>;
export type Operation = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };
/** A value that is UTF-8 already. */
export interface PutBytes {
  type: 'put';
  key: string;
  bytes: Uint8Array;
}

const AS_BYTES = { valueEncoding: 'view' } as const;
/** Between attempts to open it again. */
const PAUSES_MS = doubling(500, 10_000);
/** Not at once: the start has more to do. */
const RESERVE_AFTER_MS = 30_000;
const RESERVE_EVERY_MS = 5 * 60_000;

export interface RecoveringLevelDeps {
  folder: string;
  /** Named in the log; default: journal. */
  name?: string;
  clock: Clock;
  log?: Log | undefined;
  afterSync?: (() => void) | undefined;
  /** Reads what turned up of writes that failed, before anything else is written. */
  reread: (level: Level) => Promise<void>;
}

export class RecoveringLevel {
  readonly #deps: RecoveringLevelDeps;
  readonly #reserve: Reserve;
  readonly #name: string;
  /** Made by `start`, because LevelDB begins to open itself as soon as it is made. */
  #level: Level | undefined;
  #problem: JournalProblem | undefined;
  /** Attempts to open it again since a write last succeeded. */
  #attempts = 0;
  #nextAttemptAt = 0;
  #cancelAttempt = () => {};
  #attempting: Promise<void> | undefined;
  /** The end of the last write that was asked for: one at a time, so that none follows on a torn log. */
  #lastWrite: Promise<unknown> = Promise.resolve();
  #cancelReserve = () => {};
  #reserving: Promise<void> | undefined;
  #isReserved: boolean | undefined;
  #recovered = () => {};
  #damage: LogDamage | undefined;

  constructor(deps: RecoveringLevelDeps) {
    this.#deps = deps;
    this.#reserve = new Reserve(deps.folder);
    this.#name = `the ${deps.name ?? 'journal'}`;
  }

  /** Errors: JOURNAL_UNREADABLE, and what LevelDB says. */
  async start(): Promise<Level> {
    const { folder, clock } = this.#deps;
    await makeFolder(folder);
    if (await hasLostCurrent(folder)) {
      throw new GatewayError('JOURNAL_UNREADABLE', `${folder}: CURRENT is missing`);
    }
    this.#damage = await findLogDamage(folder, clock.utc());
    const level: Level = new ClassicLevel(folder);
    await this.#open(level);
    // LevelDB renames CURRENT and leaves it at that: after a power cut it would name a file that is gone.
    await syncNames(folder);
    this.#keepReserveLater(RESERVE_AFTER_MS);
    this.#level = level;
    return level;
  }

  /** Again and again: the disk may have been full, and somebody may have taken the file away. */
  #keepReserveLater(milliseconds: number): void {
    const { clock, log } = this.#deps;
    this.#cancelReserve = clock.after(milliseconds, () => {
      this.#reserving = this.#reserve.take().then((isKept) => {
        const isNews = isKept !== this.#isReserved;
        this.#isReserved = isKept;
        if (isNews && !isKept) {
          log?.warn({}, `${this.#name} has no room in reserve: free disk space`);
        }
        this.#keepReserveLater(RESERVE_EVERY_MS);
      });
    });
  }

  async #open(level: Level): Promise<void> {
    const { folder } = this.#deps;
    try {
      await level.open();
    } catch (error) {
      const failure = openFailureOf(error);
      if (failure === 'full' && (await this.#reserve.release())) {
        await level.open();
        // What it wrote has taken the place of what it deleted: there is room for the next time.
        await this.#reserve.takeWhatIsLeft();
        return;
      }
      if (failure !== 'damaged') throw error;
      if (await hasDatabase(folder)) {
        throw new GatewayError('JOURNAL_UNREADABLE', `${folder}: ${reasonOf(causeOf(error))}`);
      }
      // A first start was cut off before anything was written. Without CURRENT LevelDB begins anew.
      await rm(join(folder, 'CURRENT'), { force: true });
      await level.open();
    }
  }

  async stop(): Promise<void> {
    this.#cancelReserve();
    await this.#reserving;
    this.#cancelReserve();
    this.#cancelAttempt();
    await this.#attempting?.catch(() => {});
    this.#cancelAttempt();
    await this.#lastWrite.catch(() => {});
    const level = this.#level;
    this.#level = undefined;
    this.#problem = undefined;
    this.#attempts = 0;
    await level?.close();
  }

  get problem(): JournalProblem | undefined {
    return this.#problem;
  }

  /** What of its logs could not be read when it was started, and was dropped. */
  get damage(): LogDamage | undefined {
    return this.#damage;
  }

  /** Calls `call` after each time that it works again. */
  onRecovery(call: () => void): void {
    this.#recovered = call;
  }

  /** The database, or undefined when `ready` has to open it again first. */
  get now(): Level | undefined {
    return this.#problem === undefined ? this.#level : undefined;
  }

  /** The open database. Rejects while it can't be opened again, or was tried a moment ago and isn't urgent. */
  async ready(isUrgent = false): Promise<Level> {
    if (this.#level === undefined) throw new Error(`${this.#name} is not started`);
    if (this.#problem) {
      const mayTry = isUrgent || this.#deps.clock.monotonic() >= this.#nextAttemptAt;
      if (this.#attempting === undefined && !mayTry) throw new Error(this.#problem.reason);
      await this.#attempt();
    }
    return this.#level;
  }

  /**
   * All operations, synced, or a rejection; then some may be found after all. `operations` is called when
   * nothing else is being written and everything that was written has been read.
   */
  write(operations: () => (Operation | PutBytes)[], isUrgent = false): Promise<Level> {
    const done = this.#lastWrite.then(async () => {
      const level = this.now ?? (await this.ready(isUrgent));
      await this.#sync(level, operations());
      this.#attempts = 0;
      return level;
    });
    this.#lastWrite = done.catch(() => {});
    return done;
  }

  async #sync(level: Level, operations: (Operation | PutBytes)[]): Promise<void> {
    try {
      // A chained batch takes a third of the time that an array of operations takes.
      const batch = level.batch();
      for (const operation of operations) {
        if (operation.type === 'del') batch.del(operation.key);
        else if ('bytes' in operation) batch.put(operation.key, operation.bytes, AS_BYTES);
        else batch.put(operation.key, operation.value);
      }
      await batch.write({ sync: true });
    } catch (error) {
      this.#tear(error);
      throw error;
    }
    this.#deps.afterSync?.();
  }

  #tear(error: unknown): void {
    const { clock, log } = this.#deps;
    const reason = reasonOf(causeOf(error));
    log?.error({ reason }, `${this.#name} could not be written`);
    this.#problem = { since: this.#problem?.since ?? clock.utc(), reason };
    // After the first failure whoever comes may try at once.
    this.#pause(this.#attempts === 0 ? 0 : this.#pauseMs());
  }

  /** Tries again by itself, also when nobody writes. */
  #pause(untilOthersMs: number): void {
    const { clock } = this.#deps;
    this.#nextAttemptAt = clock.monotonic() + untilOthersMs;
    this.#cancelAttempt();
    this.#cancelAttempt = clock.after(this.#pauseMs(), () => {
      if (this.#problem) void this.#attempt().catch(() => {});
    });
  }

  #pauseMs(): number {
    return backoffAfter(PAUSES_MS, Math.max(this.#attempts, 1));
  }

  #attempt(): Promise<void> {
    this.#attempting ??= this.#reopen().finally(() => {
      this.#attempting = undefined;
    });
    return this.#attempting;
  }

  async #reopen(): Promise<void> {
    const level = this.#level as Level;
    const { log, reread } = this.#deps;
    this.#attempts++;
    try {
      await level.close();
      // What is gone for a moment must not be begun anew.
      await level.open({ createIfMissing: false });
      await syncNames(this.#deps.folder);
      await level.batch([{ type: 'put', key: META_PROBE, value: '' }], { sync: true });
      this.#deps.afterSync?.();
      await reread(level);
    } catch (error) {
      const reason = reasonOf(causeOf(error));
      this.#problem = { since: this.#problem?.since ?? 0, reason };
      log?.warn({ reason }, `${this.#name} still fails`);
      this.#pause(this.#pauseMs());
      throw error;
    }
    this.#cancelAttempt();
    this.#problem = undefined;
    log?.info({}, `${this.#name} works again`);
    this.#recovered();
  }
}
