// Reads a scenario file. All of its mistakes are told together, each with its line.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { codeOf, reasonOf } from '#gateway/domain/reason.ts';
import { disagreements } from './check.ts';
import { takeApart } from './parts.ts';
import { ScenarioError, told } from './problems.ts';
import type { Scenario } from './schema.ts';

/** The scenario in `file`. Errors: ScenarioError. */
export async function readScenario(file: string): Promise<Scenario> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = codeOf(error) ?? reasonOf(error);
    const reason = code === 'ENOENT' ? 'no such file' : `can't be read (${code})`;
    throw new ScenarioError([`${file}: ${reason}; expected a scenario in YAML`]);
  }
  return parseScenario(text, file);
}

/** The scenario in `text`; `file` is for messages, and gives it its name. Errors: ScenarioError. */
export function parseScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ScenarioError(
      document.errors.map(({ pos, message }) => {
        const { line, col } = lines.linePos(pos[0]);
        return `${file}:${line}:${col}: expected YAML: ${message}`;
      }),
    );
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    throw new ScenarioError([`${file}: expected YAML: ${reasonOf(error)}`]);
  }
  const { parts, problems } = takeApart(value);
  const all = [...problems, ...disagreements(parts)];
  if (all.length > 0) throw new ScenarioError(told(file, document, lines, all));
  return { name: basename(file).replace(/\.ya?ml$/, ''), ...parts } as Scenario;
}
