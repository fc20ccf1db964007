// The settings store for the host: in memory, or in a folder.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '#firmware/src/hal.ts';

/** Outlives the HAL: give the same one to the next boot. */
export class MemoryStore implements Store {
  readonly files = new Map<string, string>();

  read(name: string): string | undefined {
    return this.files.get(name);
  }

  write(name: string, text: string): boolean {
    if (text === '') this.files.delete(name);
    else this.files.set(name, text);
    return true;
  }

  free(): number {
    return Infinity;
  }
}

/** Files in a folder, which is created when absent. What can't be read counts as absent. */
export class FolderStore implements Store {
  readonly #folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  read(name: string): string | undefined {
    try {
      return readFileSync(join(this.#folder, name), 'latin1');
    } catch {
      return undefined;
    }
  }

  write(name: string, text: string): boolean {
    try {
      if (text === '') rmSync(join(this.#folder, name), { force: true });
      // Holds the device's key.
      else writeFileSync(join(this.#folder, name), text, { encoding: 'latin1', mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }

  /** A full disk is told by `write`. */
  free(): number {
    return Infinity;
  }
}
