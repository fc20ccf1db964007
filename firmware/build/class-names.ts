// Turns esbuild's `var A = class _A {...}` into `var A = class {...}`: the interpreter doesn't bind `_A`.
import ts from 'typescript';
import { parseBundle } from './language/program.ts';
import { symbolOf, walk } from './language/walk.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Inside the class its own name becomes the variable's, which is given once and never changes. */
export function unnameClasses(code: string): string {
  const about = parseBundle(code, 'bundle.js');
  const edits: Edit[] = [];
  walk(about.file, (value) => {
    const text = variableOf(value);
    if (text === undefined || !ts.isClassExpression(value) || !value.name) return;
    const own = about.checker.getSymbolAtLocation(value.name);
    edits.push({ start: value.name.getFullStart(), end: value.name.end, text: '' });
    for (const member of value.members) {
      walk(member, (use) => {
        if (!ts.isIdentifier(use) || symbolOf(use, about) !== own) return;
        edits.push({ start: use.getStart(about.file), end: use.end, text });
      });
    }
  });
  let result = code;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + text + result.slice(end);
  }
  return result;
}

/** The variable that a value is given to, in its declaration or by an assignment. */
function variableOf(value: ts.Node): string | undefined {
  const parent = value.parent;
  if (!parent) return undefined;
  if (ts.isVariableDeclaration(parent) && parent.initializer === value) {
    return ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  }
  const assigned =
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.right === value &&
    ts.isIdentifier(parent.left);
  return assigned ? parent.left.getText() : undefined;
}
