// Finds the Espruino interpreter of this machine and runs scripts on it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInterpreter } from '#simulator/board/interpreter.ts';

/** The interpreter: `ESPRUINO_BIN`, or `espruino` on the PATH; undefined where there is none. */
export const interpreter: string | undefined = findInterpreter();

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
    writeFileSync(join(folder, 'script.js'), `print("${BEGIN}");${code}`);
    return readable(await run(interpreter, folder, timeoutMs));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(binary: string, folder: string, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // With its input at an end the interpreter leaves when it is idle.
    const child = spawn(binary, ['script.js'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const add = (chunk: Buffer) => {
      output += chunk.toString('latin1');
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    // It ignores SIGTERM.
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject);
    child.on('close', (_exitCode, signal) => {
      clearTimeout(timer);
      if (signal === null) return resolve(output);
      reject(new Error(`the script was ended by ${signal} within ${timeoutMs} ms: ${output}`));
    });
  });
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
