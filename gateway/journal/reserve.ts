// A file that keeps room on the disk: LevelDB can't open without writing, and must open also when the disk is full.
import { open, rm, stat, statfs, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What LevelDB may have to write when it opens: its log as a table, a manifest, a new log. */
const BYTES = 8 * 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024);

export class Reserve {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, 'reserve');
  }

  /** Keeps the room, if there is more than that. False: there is not, and what was kept stays. */
  async take(): Promise<boolean> {
    const size = await this.#size();
    if (size === BYTES) return true;
    // Taken to the last byte it would be the journal's next write that finds none.
    if (!(await this.#hasRoom(2 * BYTES - size))) return false;
    try {
      await this.#grow(size);
      return true;
    } catch {
      if (size === 0) await this.release();
      else await truncate(this.#path, size).catch(() => {});
      return false;
    }
  }

  /** Keeps as much of it as there is. */
  async takeWhatIsLeft(): Promise<void> {
    await this.#grow(await this.#size()).catch(() => {});
  }

  /** Gives the room back. False: there was none. */
  async release(): Promise<boolean> {
    return rm(this.#path).then(
      () => true,
      () => false,
    );
  }

  async #size(): Promise<number> {
    const { size } = await stat(this.#path).catch(() => ({ size: 0 }));
    return Math.min(size, BYTES);
  }

  async #hasRoom(bytes: number): Promise<boolean> {
    // Where nobody says how much there is, it is tried.
    const room = await statfs(dirname(this.#path)).catch(() => undefined);
    return room === undefined || room.bavail * room.bsize >= bytes;
  }

  async #grow(size: number): Promise<void> {
    const file = await open(this.#path, 'a', 0o600);
    try {
      for (let at = size; at < BYTES; at += PIECE.length) {
        await file.write(PIECE.subarray(0, Math.min(PIECE.length, BYTES - at)));
      }
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
