// Raw flash pages outside Storage.
import type { Flash } from '../hal.ts';
import { type Board, NONE } from './board.ts';
import type { FlashModule } from './interpreter.d.ts';

function baseOf(module: FlashModule, board: Board): number {
  if (board.flashAddress !== NONE) return board.flashAddress;
  let end = 0;
  for (const area of module.getFree()) end = area.addr + area.length;
  return end - board.flashPages * board.flashPageBytes;
}

export function openFlash(board: Board): Flash {
  const module: FlashModule = require('Flash');
  const base = baseOf(module, board);
  return {
    pageBytes: board.flashPageBytes,
    pages: board.flashPages,
    read: (at, length) => module.read(length, base + at),
    write: (at, bytes) => module.write(bytes, base + at),
    erase: (page) => module.erasePage(base + page * board.flashPageBytes),
  };
}
