// A real disk that can be full: a few MB of tmpfs, mounted for one test. Needs root.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const MEGABYTE = 1024 * 1024;
const CHUNK = 4_096;

export class SmallDisk {
  readonly folder: string;
  readonly #bytes: number;

  constructor(megabytes: number) {
    this.#bytes = megabytes * MEGABYTE;
    this.folder = mkdtempSync(join(tmpdir(), 'call-button-disk-'));
    try {
      mount(this.folder, this.#bytes);
    } catch (error) {
      rmdirSync(this.folder);
      throw error;
    }
  }

  /** From now on no block is free. What has room in a block that a file has already may still be written. */
  fill(): void {
    try {
      for (let at = 0; at <= this.#bytes; at += CHUNK) {
        writeFileSync(join(this.folder, 'fill'), Buffer.alloc(CHUNK), { flag: 'a' });
      }
    } catch {
      return;
    }
    throw new Error('the disk did not get full');
  }

  free(): void {
    rmSync(join(this.folder, 'fill'));
  }

  /** Also while files on it are open. */
  unmount(): void {
    execFileSync('umount', ['-l', this.folder], { stdio: 'ignore' });
    rmdirSync(this.folder);
  }
}

function mount(folder: string, bytes: number): void {
  const what = ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder];
  execFileSync('mount', what, { stdio: 'ignore' });
}

/** A disk for this test, which takes it away again. Call it first, so that what uses it ends before. */
export function smallDisk(megabytes = 3): SmallDisk {
  const disk = new SmallDisk(megabytes);
  onTestFinished(() => disk.unmount());
  return disk;
}

/** False where nothing may be mounted: not root, or a container without the right. */
export function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    new SmallDisk(1).unmount();
    return true;
  } catch {
    return false;
  }
}
