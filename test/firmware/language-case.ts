// One construct that the language check forbids, beside a neighbour that it lets pass.

/**
 * Both snippets print `prints` in Node; on the interpreter only the good one does. `only` limits
 * the case to the check of sources or of bundles.
 */
export interface LanguageCase {
  readonly rule: string;
  readonly bad: string;
  readonly good: string;
  readonly prints: string;
  readonly only?: 'source' | 'bundle';
  /** Why the bad snippet can't be compared with Node, when it can't. */
  readonly notRun?: string;
}

type Row = readonly [rule: string, bad: string, good: string, prints: string];

export function cases(
  rows: readonly Row[],
  more: { only?: 'source' | 'bundle'; notRun?: string } = {},
): LanguageCase[] {
  return rows.map(([rule, bad, good, prints]) => ({ rule, bad, good, prints, ...more }));
}
