// Where the builds of the Espruino interpreter of this machine are.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** `ESPRUINO_BIN`, or `espruino` on the PATH; undefined where there is none. */
export function findInterpreter(): string | undefined {
  return process.env.ESPRUINO_BIN || findOnPath('espruino');
}

/**
 * `ESPRUINO32_BIN`, or `espruino32` on the PATH: a 32-bit build with 4,095 variables and no more, as an ESP32-C3 has
 * them. Undefined where there is none.
 */
export function findInterpreter32(): string | undefined {
  return process.env.ESPRUINO32_BIN || findOnPath('espruino32');
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
