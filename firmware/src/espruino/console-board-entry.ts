// `cbboard` in a board's Storage: loaded for `board` and `prompt`, which only an interpreter can answer.
import type { Console } from '../core/console.ts';
import type { FlashModule } from './interpreter.d.ts';
import { load, SERVICE_ROOM } from './load-service.ts';

/** How long the answer has to leave the port before the prompt takes it, in ms. */
const LEAVE_MS = 500;

function toPrompt(): void {
  // Where memory may be too short to look the port up it is Serial1.
  const module = load('cbstart', SERVICE_ROOM);
  E.setConsole(module ? module.boards.thisBoard().cable : Serial1, { force: true });
}

/** Figures only: whether they are good enough is for the PC to know. Places in flash are hexadecimal. */
function figures(console: Console): string[] {
  const module: FlashModule = require('Flash');
  let areas = '';
  for (const area of module.getFree()) {
    areas += (areas ? ',' : '') + area.addr.toString(16) + '+' + area.length.toString(16);
  }
  return [
    'ok',
    'interpreter=' + process.version,
    'board=' + process.env.BOARD,
    'variables=' + process.memory().total,
    'log=' + (console.hal.flash.address as number).toString(16),
    'flash=' + areas,
    'storage_free=' + console.hal.store.free(),
  ];
}

provide({
  carryOut: (console, words) => {
    if (words[0] === 'board') return figures(console);
    console.hal.after(LEAVE_MS, toPrompt);
    return ['ok'];
  },
});
