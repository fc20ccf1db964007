// The board that this is, and what makes it ready at a start. In the service script.
import { type Board, NONE } from './board.ts';
import { bootCauseOf } from './boot-cause.ts';
import { locatedBoard } from './located-board.ts';

export function thisBoard(): Board {
  return locatedBoard(process.env.BOARD ?? '');
}

/** Once per start: finds out why it started, and starts the hardware watchdog. */
export function startBoard(): Board {
  const board = thisBoard();
  board.bootCause = bootCauseOf(board);
  if (board.mains !== NONE) pinMode(board.mains, 'input');
  E.enableWatchdog(board.watchdogS, false);
  return board;
}
