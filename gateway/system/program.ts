// Our own files as programs of child processes: from source through tsx, compiled as they are.
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const IS_SOURCE = import.meta.url.endsWith('.ts');

/** Node's arguments before one of our files. tsx by its path, because the user may stand in any folder. */
export const NODE_ARGS: readonly string[] = IS_SOURCE
  ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
  : [];

/** The path of one of our programs, written with `.ts` and relative to the file `from`, which is a URL. */
export function programPath(path: string, from: string): string {
  return fileURLToPath(new URL(IS_SOURCE ? path : path.replace(/\.ts$/, '.js'), from));
}
