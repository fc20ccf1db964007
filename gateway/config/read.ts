// Reads the configuration from its file and checks it; every mistake is told at once, with its path and its line.
import { GatewayError } from '../domain/errors.ts';
import { joined, type Sentence, told } from '../messages/sentence.ts';
import { fileProblems } from '../system/files.ts';
import { describeMistakes, dotted, type Mistake, validated } from '../system/issues.ts';
import { nearest } from '../system/nearest.ts';
import { placeIn, readYamlFile, type YamlText } from '../system/yaml.ts';
import { contradictions, type LeftOut } from './cross-check.ts';
import { withDesk } from './desk.ts';
import { type Config, ConfigSchema } from './schema.ts';

/** Reads and checks `file`; without one, the defaults. With what is on by default filled in. Errors: CONFIG_UNREADABLE, CONFIG_INVALID. */
export async function readConfig(file: string | undefined): Promise<Config> {
  const { config, problem } = await examineConfig(file);
  if (problem) throw problem;
  return config;
}

/** A configuration without what is wrong in it, to check the rest of it too. */
export interface Examined {
  /** With the defaults in the place of what is wrong. */
  config: Config;
  leftOut: LeftOut;
  /** All mistakes. CONFIG_UNREADABLE: nothing could be read, and the configuration is all defaults. */
  problem?: GatewayError;
}

/** Never throws. */
export async function examineConfig(file: string | undefined): Promise<Examined> {
  const defaults = { config: withDesk(ConfigSchema.parse({})), leftOut: new Set<string>() };
  if (file === undefined) return defaults;
  let source: YamlText;
  try {
    source = await readYamlFile(file);
  } catch (error) {
    const problem = new GatewayError('CONFIG_UNREADABLE', fileProblems(file, error));
    return { ...defaults, problem };
  }
  const { config: written, leftOut, mistakes } = withoutMistakes(source.value ?? {});
  // Where something is wrong it isn't known what has no route.
  const isWhole = ![...leftOut].some((part) => /^(desk|destinations|routes)(\.|$)/.test(part));
  const config = isWhole ? withDesk(written) : written;
  const found: Sentence[] = contradictions(config, leftOut).map(
    ({ path, sentence }) => told`${file}: ${path}: ${sentence}${placeIn(source, path)}`,
  );
  if (mistakes.length > 0) found.unshift(describeMistakes(file, mistakes, source));
  if (found.length === 0) return { config, leftOut };
  return { config, leftOut, problem: new GatewayError('CONFIG_INVALID', joined(found, '\n')) };
}

/** Leaves out what is wrong until the rest is good; the mistakes are those of the whole. */
function withoutMistakes(value: unknown): {
  config: Config;
  leftOut: Set<string>;
  mistakes: Mistake[];
} {
  const leftOut = new Set<string>();
  const mistakes: Mistake[] = [];
  const rest: unknown = structuredClone(value);
  for (;;) {
    const checked = validated(ConfigSchema, rest);
    if ('data' in checked) return { config: checked.data, leftOut, mistakes };
    mistakes.push(...checked.mistakes);
    let isLess = false;
    for (const { path, unknown } of checked.mistakes) {
      const meant = unknown && nearest(unknown.key, unknown.known);
      // Whoever mistyped a name meant what belongs to it: nothing is known of that either.
      if (meant !== undefined) leftOut.add(dotted(partOf([...path, meant])));
      const part = partOf(unknown ? [...path, unknown.key] : path);
      leftOut.add(dotted(part));
      if (remove(rest, part)) isLess = true;
    }
    if (!isLess) {
      return { config: ConfigSchema.parse({}), leftOut: new Set(['', ...PARTS]), mistakes };
    }
  }
}

const PARTS = Object.keys(ConfigSchema.shape);

/** What has to go when this is wrong: one destination, one route of a group or of all, else the whole section. */
function partOf(path: readonly PropertyKey[]): readonly PropertyKey[] {
  const [section, name] = path;
  if (section === 'destinations') return path.slice(0, 2);
  if (section === 'routes') return path.slice(0, name === 'groups' ? 4 : 2);
  return path.slice(0, 1);
}

/** Whether something was there: an earlier mistake in the same part may have taken it along. */
function remove(value: unknown, path: readonly PropertyKey[]): boolean {
  const [name, ...inner] = path;
  if (name === undefined || typeof value !== 'object' || value === null) return false;
  if (!Object.hasOwn(value, name)) return false;
  const fields = value as Record<PropertyKey, unknown>;
  return inner.length > 0 ? remove(fields[name], inner) : delete fields[name];
}
