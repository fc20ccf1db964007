// Reads the configuration from its file and checks it; every mistake is told, with its path.
import { readFile } from 'node:fs/promises';
import { GatewayError } from '../domain/errors.ts';
import { fileProblem } from '../system/files.ts';
import { describeIssues } from '../system/issues.ts';
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
    throw new GatewayError('CONFIG_UNREADABLE', `${file}: ${fileProblem(error)}`);
  }
  const parsed = ConfigSchema.safeParse(value ?? {});
  if (!parsed.success) throw new GatewayError('CONFIG_INVALID', describeIssues(file, parsed.error));
  const found = contradictions(parsed.data).map(
    ({ path, message }) => `${file}: ${path}: ${message}`,
  );
  if (found.length > 0) throw new GatewayError('CONFIG_INVALID', found.join('\n'));
  return parsed.data;
}
