// Measures on a 32-bit interpreter what the definitions of the main script take, before anything of it runs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definitionsOf } from '#firmware/build/definitions.ts';
import { LOADER } from '#firmware/build/sources.ts';
import { Board, writeBoard } from './board.ts';

/** Variables that the main script's definitions take, in place in Storage as on a board. */
export async function measureDefinitions(interpreter: string, main: string): Promise<number> {
  const definitions = definitionsOf(main);
  // The last of the prelude is what it compares with, so nothing but definitions lies between.
  const code = `${definitions}\nprint('definitions',process.memory().usage-before,'!');`;
  // In place of the loader, which takes nothing by then.
  const loader = { ...LOADER, code, bytes: code.length };
  const folder = await mkdtemp(join(tmpdir(), 'call-button-definitions-'));
  try {
    await writeBoard(folder, {
      interpreter,
      firmware: { scripts: [], loader, version: '0.0.0' },
      settings: null,
    });
    const board = new Board(interpreter, folder);
    try {
      await board.says(' !');
      return Number(/definitions (\d+) !/.exec(board.output)?.[1]);
    } finally {
      await board.cutPower();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
