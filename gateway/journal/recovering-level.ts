// LevelDB that opens itself again after a failed write. Seen with a disk that was full for a moment: the writes
// after the failed one succeed, and the next start can't read them back. So nothing is written on a torn log.
import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';

export type Level = ClassicLevel<string, string>;
export type Operation = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

export class RecoveringLevel {
  readonly #folder: string;
  /** Made by `start`, because LevelDB begins to open itself as soon as it is made. */
  #level: Level | undefined;
  #isTorn = false;
  #reopening: Promise<void> | undefined;
  #onRecovery = () => {};

  constructor(folder: string) {
    this.#folder = folder;
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#level = new ClassicLevel(this.#folder);
    await this.#level.open();
  }

  async stop(): Promise<void> {
    await this.#reopening?.catch(() => {});
    await this.#level?.close();
    // Else whoever still asks would open it again.
    this.#isTorn = false;
  }

  /** Calls `call` after each time that it had to be opened again. */
  onRecovery(call: () => void): void {
    this.#onRecovery = call;
  }

  /** The database, or undefined when `ready` has to open it again first. */
  get now(): Level | undefined {
    return this.#isTorn ? undefined : this.#level;
  }

  /** The open database. Rejects while it can't be opened again. */
  async ready(): Promise<Level> {
    if (this.#level === undefined) throw new Error('the journal is not started');
    if (this.#isTorn) {
      this.#reopening ??= this.#reopen(this.#level).finally(() => {
        this.#reopening = undefined;
      });
      await this.#reopening;
    }
    return this.#level;
  }

  /** All operations, synced, or a rejection; then some may be found after all. One at a time. */
  async write(operations: Operation[]): Promise<void> {
    const level = await this.ready();
    try {
      await level.batch(operations, { sync: true });
    } catch (error) {
      this.#isTorn = true;
      throw error;
    }
  }

  async #reopen(level: Level): Promise<void> {
    await level.close();
    await level.open();
    this.#isTorn = false;
    this.#onRecovery();
  }
}
