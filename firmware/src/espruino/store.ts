// Files of text in the interpreter's Storage.
import type { Store } from '../hal.ts';

export const STORE: Store = {
  read: (name) => require('Storage').read(name),
  write: (name, text) => {
    try {
      return require('Storage').write(name, text);
    } catch {
      // No room, not even after Storage was compacted.
      return false;
    }
  },
};
