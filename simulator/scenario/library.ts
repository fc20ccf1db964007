// The library: the scenarios that come with the simulator, found by name; any other file by its path.
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readScenario } from './load.ts';
import { ScenarioError } from './problems.ts';
import type { Scenario } from './schema.ts';

const FOLDER = fileURLToPath(new URL('../scenarios/', import.meta.url));

async function names(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/** Every scenario of the library, by name. */
export async function library(): Promise<Scenario[]> {
  return Promise.all((await names()).map((name) => readScenario(join(FOLDER, `${name}.yaml`))));
}

/** A name from the library, or the path of a file: with a slash or an ending in it. Errors: ScenarioError. */
export async function findScenario(nameOrPath: string): Promise<Scenario> {
  if (/[/\\]|\.ya?ml$/.test(nameOrPath)) return readScenario(nameOrPath);
  const known = await names();
  if (known.includes(nameOrPath)) return readScenario(join(FOLDER, `${nameOrPath}.yaml`));
  throw new ScenarioError([
    `${nameOrPath}: no such scenario; expected the path of a YAML file, or one of ${known.join(', ')}`,
  ]);
}
