// The console's scripts on the host, by the names that they have in a board's Storage.
import type { ConsolePart, LoadConsole } from '#firmware/src/core/console.ts';
import { answerLine } from '#firmware/src/service/console.ts';
import { refused } from '#firmware/src/service/console-answer.ts';
import { CHECK } from '#firmware/src/service/console-check.ts';
import { DRAFT } from '#firmware/src/service/console-draft.ts';
import { PROOF } from '#firmware/src/service/console-proof.ts';
import { slotsPart } from '#firmware/src/service/console-slots.ts';
import { TEST } from '#firmware/src/service/console-test.ts';
import { WRITE } from '#firmware/src/service/console-write.ts';

/** Of a device that has no interpreter, and so no figures of one. */
const NO_BOARD: ConsolePart = {
  carryOut: (_console, words) => refused('UNSUPPORTED', words[0] as string),
};

/** `board`: what answers `board` and `prompt`. */
export function consoleScripts(board: ConsolePart = NO_BOARD): LoadConsole {
  const scripts: Record<string, unknown> = {
    cbconsole: { line: answerLine },
    cbproof: PROOF,
    cbdraft: DRAFT,
    cbcheck: CHECK,
    cbwrite: WRITE,
    cbtest: TEST,
    cbboard: board,
    cbslots: slotsPart((hal) => hal.slots ?? null),
  };
  return (script) => (scripts[script] ? { service: scripts[script] } : null);
}

/** The answer to `board` that these figures make. */
export function boardAnswering(figures: Record<string, string>): ConsolePart {
  return {
    carryOut: (_console, words) =>
      words[0] === 'board'
        ? ['ok', ...Object.entries(figures).map(([name, value]) => `${name}=${value}`)]
        : refused('UNSUPPORTED', words[0] as string),
  };
}
