// The firmware's scripts as they were built, from the package or from a clone.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Failure } from '../failure.ts';

const FOLDER = new URL('../../../firmware/dist/', import.meta.url);

const List = z.array(z.object({ file: z.string(), script: z.string() })).min(1);

export interface BoardScript {
  /** Its name in the board's Storage. */
  file: string;
  code: Buffer;
}

/** In the order in which they are written: what starts the others comes last. Errors: FIRMWARE_MISSING. */
export async function builtScripts(folder = FOLDER): Promise<BoardScript[]> {
  try {
    const list = List.parse(JSON.parse(await readFile(new URL('scripts.json', folder), 'utf8')));
    const scripts: BoardScript[] = [];
    for (const { file, script } of list) {
      scripts.unshift({ file, code: await readFile(new URL(script, folder)) });
    }
    return scripts;
  } catch {
    throw new Failure('FIRMWARE_MISSING', folder.pathname);
  }
}
