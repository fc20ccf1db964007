// Validation issues for a person: one line each, with the path and what was expected. Never the value: it may be secret.
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** `file: path.to[2].it: what was expected`, a line per issue. */
export function describeIssues(file: string, error: z.ZodError): string {
  return error.issues
    .flatMap(plainIssues)
    .map(({ path, message }) => `${file}: ${describePath(path)}: ${message}`)
    .join('\n');
}

function describePath(path: readonly PropertyKey[]): string {
  const parts = path.map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part) || '""'}`,
  );
  return parts.join('').replace(/^\./, '') || '(whole file)';
}

/** A mistyped word of ours, but not a secret that was written where a word belongs. */
function showKey(key: string): string {
  return /^[A-Za-z_-]{1,24}$/.test(key) && !key.startsWith('whsec')
    ? `"${key}"`
    : '(a strange key)';
}

/** What the schema library says of a value for which the schema has no words of its own, in ours. */
export function inPlainWords(message: string): string {
  return message
    .replace(/^Invalid input: expected \S+, received undefined$/, 'is missing')
    .replace(/^Invalid input: expected int, received number$/, 'expected a whole number')
    .replace(/^Invalid input: expected (\S+), received (\S+)$/, 'expected $1, found $2')
    .replace(
      /^Invalid (?:option|input): expected (?:one of )?(.+)$/,
      (_, options: string) =>
        `expected one of: ${options.replaceAll('"', '').replaceAll('|', ', ')}`,
    )
    .replace(/^Too small: expected string to have >=1 characters$/, 'expected some text')
    .replace(/^Too (?:small|big): expected \S+ to (?:be|have) ([<>]=?)(\S+)/, 'expected $1 $2')
    .replace(/^expected (<=|>=|<|>)/, (_, bound: string) => `expected ${BOUNDS[bound]}`)
    .replace(/^expected at least 1 items$/, 'expected at least one entry')
    .replace(/ items$/, ' entries')
    .replace(/^Invalid key in \S+$/, 'expected another name here')
    .replace(/^Invalid (?:string|input|value).*$/, 'expected something else here');
}

const BOUNDS: Record<string, string> = {
  '<=': 'at most',
  '>=': 'at least',
  '<': 'less than',
  '>': 'more than',
};

/** Of a value with several forms: the issues of the form that was meant, the one that has the right type. */
function plainIssues(issue: Issue): Pick<Issue, 'path' | 'message'>[] {
  if (issue.code === 'unrecognized_keys') {
    return [{ path: issue.path, message: `not known: ${issue.keys.map(showKey).join(', ')}` }];
  }
  if (issue.code !== 'invalid_union') return [{ ...issue, message: inPlainWords(issue.message) }];
  const forms = issue.errors.map((errors) => errors.flatMap(plainIssues));
  const isOfType = (form: Issue[]) =>
    !form.some(({ path, code }) => path.length === 0 && /^invalid_(type|value)$/.test(code));
  const meant = issue.errors.findIndex((errors) => isOfType(errors));
  const [, ...more] = issue.errors.filter((errors) => isOfType(errors));
  if (meant === -1 || more.length > 0) {
    // No form of this type, or several: what each of them expects.
    const messages = new Set(
      forms
        .flat()
        .map(({ path, message }) =>
          path.length === 0 ? message : `${describePath(path)}: ${message}`,
        ),
    );
    return [{ path: issue.path, message: [...messages].join('; or ') || issue.message }];
  }
  return (forms[meant] ?? []).map(({ path, message }) => ({
    path: [...issue.path, ...path],
    message,
  }));
}
