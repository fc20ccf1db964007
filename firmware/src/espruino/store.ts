// Files of text in the interpreter's Storage, which is never written so full that it would compact itself.
import type { Store } from '../hal.ts';

/** Storage puts a header of 32 bytes before a file, and rounds its length up to 4 or 8. */
const AROUND_BYTES = 40;

/**
 * Where trash lies before the running scripts compaction moves them while they run (issues 2431 and 2009 of Espruino),
 * and a power cut in it leaves a Storage that the next start erases. It starts by itself when a file finds no room
 * (`_jsfCreateFile` in jsflash.c): so none is written that doesn't fit into what was never used, `reserve` left over.
 */
export function openStore(reserve: number): Store {
  // True: of internal flash, where a board has files in a second chip too.
  const free = () => Math.max(0, require('Storage').getFree(true) - reserve);
  return {
    read: (name) => require('Storage').read(name),
    free: free,
    write: (name, text) => {
      try {
        if (text === '') {
          require('Storage').erase(name);
          return true;
        }
        return free() >= text.length + AROUND_BYTES && require('Storage').write(name, text);
      } catch {
        // Flash that takes no more writes.
        return false;
      }
    },
  };
}
