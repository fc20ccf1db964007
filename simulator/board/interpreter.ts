// Where the Espruino interpreter of this machine is.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** `ESPRUINO_BIN`, or `espruino` on the PATH; undefined where there is none. */
export function findInterpreter(): string | undefined {
  const named = process.env.ESPRUINO_BIN;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'espruino')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
