// A file that keeps room on the disk: LevelDB can't open without writing, and must open also when the disk is full.
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What LevelDB may have to write when it opens: its log as a table, a manifest, a new log. */
const BYTES = 8 * 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024);

export class Reserve {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, 'reserve');
  }

  /** Keeps the room, if there is that much; or as much as there is. */
  async take(takesLess = false): Promise<void> {
    const { size } = await stat(this.#path).catch(() => ({ size: 0 }));
    if (size === BYTES) return;
    try {
      const file = await open(this.#path, 'w', 0o600);
      try {
        for (let at = 0; at < BYTES; at += PIECE.length) await file.write(PIECE);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch {
      if (!takesLess) await this.release();
    }
  }

  /** Gives the room back. False: there was none. */
  async release(): Promise<boolean> {
    return rm(this.#path).then(
      () => true,
      () => false,
    );
  }
}
