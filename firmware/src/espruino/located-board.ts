// The board with the place of its flash log, where that isn't the same on every chip. In the service script.
import { type Board, boardOf, NONE } from './board.ts';
import type { FlashModule } from './interpreter.d.ts';

/** `boardOf`, and the far end of what `getFree` lists where the table names no flash. */
export function locatedBoard(name: string): Board {
  const board = boardOf(name);
  if (board.flashAddress !== NONE) return board;
  const module: FlashModule = require('Flash');
  let end = 0;
  for (const area of module.getFree()) end = area.addr + area.length;
  board.flashAddress = end - board.flashPages * board.flashPageBytes;
  return board;
}
