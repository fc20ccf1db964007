// Validation issues for a person: one line each, with the path and what was expected. Never the value: it may be secret.
import type { z } from 'zod';

/** `file: path.to[2].it: what was expected`, a line per issue. */
export function describeIssues(file: string, error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const path = issue.path.map((part) =>
        typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
      );
      return `${file}: ${path.join('').replace(/^\./, '') || '(whole file)'}: ${issue.message}`;
    })
    .join('\n');
}
