// Raw flash pages outside Storage.
import type { Flash } from '../hal.ts';
import type { Board } from './board.ts';
import type { FlashModule } from './interpreter.d.ts';

export function openFlash(board: Board): Flash {
  const module: FlashModule = require('Flash');
  const base = board.flashAddress;
  return {
    address: base,
    pageBytes: board.flashPageBytes,
    pages: board.flashPages,
    read: (at, length) => module.read(length, base + at),
    write: (at, bytes) => module.write(bytes, base + at),
    erase: (page) => module.erasePage(base + page * board.flashPageBytes),
  };
}
