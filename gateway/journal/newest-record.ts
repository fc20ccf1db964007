// The number of the newest record that was acknowledged, beside LevelDB's own files: without it a log that has lost its
// end looks like one whose last write was cut off.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = 'newest-record';
const DIGITS = 16;

/** 0: nothing says it. */
export async function newestRecordIn(folder: string): Promise<number> {
  return parsed(await readFile(join(folder, NAME), 'utf8').catch(() => ''));
}

/**
 * Written after each synced write and not synced itself: after a power cut it may be behind, and is never ahead. It
 * costs a few microseconds a group; whoever can't write it goes on without.
 */
export class NewestRecord {
  readonly #path: string;
  #file: number | undefined;

  constructor(folder: string) {
    this.#path = join(folder, NAME);
  }

  /** Returns what an earlier run has noted; 0: nothing. */
  open(): number {
    try {
      this.#file = openSync(this.#path, 'a+', 0o600);
      closeSync(this.#file);
      this.#file = openSync(this.#path, 'r+');
      return parsed(readFileSync(this.#path, 'utf8'));
    } catch {
      return 0;
    }
  }

  note(number: number): void {
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, `${String(number).padStart(DIGITS, '0')}\n`, 0);
    } catch {
      // The disk is full or gone, which the journal's own writes tell.
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function parsed(text: string): number {
  return /^\d{16}\n$/.test(text) ? Number(text) : 0;
}
