// Finds the Espruino interpreter of this machine and runs scripts on it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '#simulator/board/board.ts';
import { findInterpreter, findInterpreter32 } from '#simulator/board/interpreter.ts';

/** The interpreter: `ESPRUINO_BIN`, or `espruino` on the PATH; undefined where there is none. */
export const interpreter: string | undefined = findInterpreter();

/** Both builds, for tests of what depends on the size of a variable. `path` is undefined where there is none. */
export const interpreters: readonly { name: string; path: string | undefined }[] = [
  { name: 'espruino', path: interpreter },
  { name: 'espruino32', path: findInterpreter32() },
];

// Printed first, to cut off the greeting; on the script's own first line, to keep its line numbers.
const BEGIN = '<<begin>>';

/**
 * Runs a script until it has no timer left, and returns what it printed, errors included ("Uncaught
 * ..."). Flash is empty at the start. Rejects, with the output so far, after `timeoutMs`.
 */
export async function runScript(code: string, options: { timeoutMs?: number } = {}) {
  if (!interpreter) throw new Error('no Espruino interpreter: set ESPRUINO_BIN to its path');
  const { timeoutMs = 5_000 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'call-button-interpreter-'));
  try {
    const script = `print("${BEGIN}");${code}`;
    return readable(await runToEnd(interpreter, folder, script, timeoutMs));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without the greeting, and without the prompt that is drawn and erased around callbacks' output. */
function readable(output: string): string {
  const text = output.replaceAll('\r\n', '\n');
  const begin = text.indexOf(BEGIN);
  if (begin < 0) throw new Error(`the interpreter did not start the script: ${output}`);
  return text
    .slice(begin + BEGIN.length)
    .replaceAll('>\r\u001b[J', '')
    .replace(/>$/, '')
    .trim();
}
