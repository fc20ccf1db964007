// Mistakes in a scenario: collected with their path, then told with file, line and column.
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
import type { z } from 'zod';

export type Path = (string | number)[];

export interface Problem {
  path: Path;
  /** What was expected, and what is there. */
  message: string;
  /** The key itself is wrong, not what it holds. */
  atKey?: boolean;
}

/** A scenario that can't be run. Every line names file, line, column, path and what was expected. */
export class ScenarioError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'ScenarioError';
    this.lines = lines;
  }
}

/** On one line and not too long, whatever it holds. */
function shown(value: unknown): string {
  const isPlain = typeof value === 'string' && value !== '' && !/\p{Cc}/u.test(value);
  const text = isPlain ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The issues of one value that lies at `path`. */
export function problemsOf(value: unknown, path: Path, error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const inner = issue.path as Path;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, ...inner, key],
        message: issue.message,
        atKey: true,
      }));
    }
    const found = inner.reduce<unknown>(
      (at, part) => (at as Record<string, unknown>)?.[part],
      value,
    );
    const what = found === undefined ? 'it is missing' : `found ${shown(found)}`;
    return [{ path: [...path, ...inner], message: `${issue.message}; ${what}` }];
  });
}

/** Where a path is in the text; of what is missing, where it should be. */
function offsetOf(document: Document, { path, atKey }: Problem): number {
  let node: Node | null | undefined = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    const into: Node | null | undefined = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(into)) node = into.items[part as number] as Node | undefined;
    else if (isMap(into)) {
      const pair: Pair | undefined = into.items.find(
        ({ key }) => isScalar(key) && String(key.value) === part,
      );
      const key = pair?.key as Node | undefined;
      const isKeyAsked = atKey && depth === path.length - 1;
      node = isKeyAsked ? key : ((pair?.value as Node | null) ?? key);
    } else return offset;
    if (node?.range == null) return offset;
    offset = node.range[0];
  }
  return offset;
}

function written(path: Path): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${shown(part)}`));
  return parts.join('').replace(/^\./, '') || '(whole file)';
}

/** `file:line:column: path: message`, in the order of the file. */
export function told(
  file: string,
  document: Document,
  lines: LineCounter,
  problems: readonly Problem[],
): string[] {
  return problems
    .map((problem) => ({ ...problem, offset: offsetOf(document, problem) }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, path, message }) => {
      const { line, col } = lines.linePos(offset);
      return `${file}:${line}:${col}: ${written(path)}: ${message}`;
    });
}
