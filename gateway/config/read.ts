// Reads the configuration from its file and checks it; every mistake is told, with its path.
import { readFile } from 'node:fs/promises';
import { GatewayError } from '../domain/errors.ts';
import { joined, told } from '../messages/sentence.ts';
import { fileProblem } from '../system/files.ts';
import { describeMistakes, validated } from '../system/issues.ts';
import { parseYaml } from '../system/yaml.ts';
import { contradictions } from './cross-check.ts';
import { type Config, ConfigSchema } from './schema.ts';

/** Reads and checks `file`; without one, the defaults. Errors: CONFIG_UNREADABLE, CONFIG_INVALID. */
export async function readConfig(file: string | undefined): Promise<Config> {
  if (file === undefined) return ConfigSchema.parse({});
  let value: unknown;
  try {
    value = parseYaml(await readFile(file, 'utf8')).value;
  } catch (error) {
    throw new GatewayError('CONFIG_UNREADABLE', told`${file}: ${fileProblem(error)}`);
  }
  const checked = validated(ConfigSchema, value ?? {});
  if ('mistakes' in checked) {
    throw new GatewayError('CONFIG_INVALID', describeMistakes(file, checked.mistakes));
  }
  const found = contradictions(checked.data).map(
    ({ path, sentence }) => told`${file}: ${path}: ${sentence}`,
  );
  if (found.length > 0) throw new GatewayError('CONFIG_INVALID', joined(found, '\n'));
  return checked.data;
}
