// What a rule of the language check is: one construct that the interpreter doesn't know or gets wrong.
import type ts from 'typescript';

/** `source` is TypeScript with full types; `bundle` is the JavaScript that goes onto the board. */
export type Kind = 'source' | 'bundle';

/** One parsed file and the checker that resolves its names (and, for a source, its types). */
export interface Checked {
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  readonly kind: Kind;
}

/** A rule's complaint about one node: what is wrong, and what to write instead. */
export interface Fault {
  readonly node: ts.Node;
  readonly message: string;
  /** Where in the file, when the node's own start is not the place. */
  readonly position?: number;
}

export interface Rule {
  readonly id: string;
  /** Where the rule applies; both when absent. */
  readonly only?: Kind;
  /** Looks at one node of the running code; answers the message, or nothing when the node is fine. */
  readonly node?: (node: ts.Node, about: Checked) => string | undefined;
  /** Looks at the file as a whole. */
  readonly scan?: (about: Checked) => Iterable<Fault>;
}

/** A rule whose message is always the same. */
export function rule(
  id: string,
  message: string,
  rejects: (node: ts.Node, about: Checked) => boolean,
  only?: Kind,
): Rule {
  const node = (n: ts.Node, about: Checked) => (rejects(n, about) ? message : undefined);
  return only === undefined ? { id, node } : { id, node, only };
}

/** One complaint, placed for a person: line and column count from 1. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
}

export function printFinding(finding: Finding): string {
  return `${finding.file}:${finding.line}:${finding.column} ${finding.rule} ${finding.message}`;
}
