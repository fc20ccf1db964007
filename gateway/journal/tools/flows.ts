// The flows in a backup: what was drawn, its credentials as they are encrypted, and the library. No key, and no logins.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isThere, makeFolder, syncNames, writeDurably } from '../../system/durable.ts';
import { BESIDE, DEPLOYED_FILES, FLOWS_FILE } from '../../system/flow-files.ts';

/** Beside what is deployed, the flows' folder and its copy hold the library that somebody has made. */
const LIBRARY = 'lib';

export interface FlowsSum {
  files: number;
  /** SHA-256 over the paths and what is in them, hex. */
  sha256: string;
}

/** Into `to`, which is not there. Undefined: there are no flows. */
export async function copyFlows(from: string, to: string): Promise<FlowsSum | undefined> {
  if (!(await isThere(join(from, FLOWS_FILE)))) return undefined;
  const sum = new Sum();
  await makeFolder(to);
  for (const path of await pathsIn(from)) {
    const bytes = await readFile(join(from, path));
    sum.add(path, bytes);
    await makeFolder(dirname(join(to, path)));
    await writeDurably(join(to, path), bytes);
  }
  await syncNames(to);
  return sum.end();
}

/** Of the flows that are in `folder`. */
export async function flowsSumOf(folder: string): Promise<FlowsSum> {
  const sum = new Sum();
  for (const path of await pathsIn(folder)) sum.add(path, await readFile(join(folder, path)));
  return sum.end();
}

/** Sorted, with `/`. What can't be read is no library that isn't there. */
async function pathsIn(folder: string): Promise<string[]> {
  const library = await readdir(join(folder, LIBRARY), {
    recursive: true,
    withFileTypes: true,
  }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const paths = library.flatMap((entry) =>
    // Node-RED writes beside, then renames.
    entry.isFile() && !entry.name.endsWith(BESIDE)
      ? [relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')]
      : [],
  );
  for (const name of DEPLOYED_FILES) {
    if (await isThere(join(folder, name))) paths.push(name);
  }
  return paths.sort();
}

class Sum {
  readonly #hash = createHash('sha256');
  #files = 0;

  add(path: string, bytes: Buffer): void {
    this.#files++;
    this.#hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }

  end(): FlowsSum {
    return { files: this.#files, sha256: this.#hash.digest('hex') };
  }
}
