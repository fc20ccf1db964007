// Checkpoints: from time to time the rows that have changed are written, so that a start has little of the log to read.
import type { Clock } from '../domain/ports/clock.ts';
import { META_CHECKPOINT } from './keys.ts';
import type { Operation, RecoveringLevel } from './recovering-level.ts';
import type { Rows } from './rows.ts';

/** Entries of the log that a start reads at most, and a little more. */
const MAX_ENTRIES = 100_000;
const MAX_MS = 30_000;

export interface CheckpointDeps {
  level: RecoveringLevel;
  rows: () => Rows;
  clock: Clock;
  /** The number of the last record of the log that is in the rows. */
  lastNumber: () => number;
  /** What else is to be written with each. */
  beside?: () => Operation[];
}

export class Checkpoints {
  readonly #deps: CheckpointDeps;
  #number = 0;
  #entries = 0;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #isStopped = true;

  constructor(deps: CheckpointDeps) {
    this.#deps = deps;
  }

  /** `number` is what the last checkpoint of an earlier run reached. */
  start(number: number): void {
    this.#number = number;
    this.#entries = 0;
    this.#isStopped = false;
  }

  /** Up to this number the log is in the rows on disk. */
  get number(): number {
    return this.#number;
  }

  /** Tells how many entries were added. Never fails. */
  changed(entries: number): void {
    if (this.#isStopped) return;
    this.#entries += entries;
    this.#cancel ??= this.#deps.clock.after(MAX_MS, () => this.#writeInBackground());
    if (this.#entries >= MAX_ENTRIES && this.#running === undefined) this.#writeInBackground();
  }

  /** Writes what has changed up to now. Rejects when it could not; then it stays to be written. */
  async write(): Promise<void> {
    while (this.#running) await this.#running.catch(() => {});
    this.#running = this.#write().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Ends with a last one, if the disk lets it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = undefined;
    await this.write().catch(() => {});
  }

  #writeInBackground(): void {
    if (this.#isStopped) return;
    // A failure is known to all who have to know: it tore the log.
    this.write().catch(() => this.changed(0));
  }

  /**
   * Rows first and the number last, each piece synced: what is not synced may be lost while something later
   * is not, when LevelDB changes its log file in between.
   */
  async #write(): Promise<void> {
    const { level, lastNumber, beside = () => [] } = this.#deps;
    const rows = this.#deps.rows();
    this.#cancel?.();
    this.#cancel = undefined;
    const number = lastNumber();
    if (!rows.isChanged && number === this.#number) return;
    this.#entries = 0;
    rows.freeze();
    try {
      for await (const operations of rows.frozen(await level.ready())) {
        await level.write(() => operations);
      }
      const value = String(number);
      await level.write(() => [{ type: 'put', key: META_CHECKPOINT, value }, ...beside()]);
    } catch (error) {
      rows.notWritten();
      throw error;
    }
    rows.written();
    this.#number = number;
  }
}
