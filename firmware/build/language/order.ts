// Rules on hoisting: the interpreter has none, so a name exists only from its declaration on.
import ts from 'typescript';
import type { Checked, Rule } from './rule.ts';
import { declarationOf, functionAround, isUse } from './walk.ts';

export type Named = ts.FunctionDeclaration | ts.VariableDeclaration | ts.ClassDeclaration;

/** The variable, function or class that a use refers to; parameters and imports need no order. */
export function namedDeclaration(node: ts.Node, about: Checked): Named | undefined {
  if (!isUse(node)) return undefined;
  const declaration = declarationOf(node, about);
  if (!declaration) return undefined;
  const named =
    ts.isFunctionDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    (ts.isVariableDeclaration(declaration) && !ts.isCatchClause(declaration.parent));
  return named ? declaration : undefined;
}

/**
 * A use in the same function as its declaration, and before its end. Functions may come late in a
 * source, since the build moves them up.
 */
function usedTooEarly(node: ts.Node, about: Checked): string | undefined {
  const declaration = namedDeclaration(node, about);
  if (!declaration || node.getStart(about.file) >= declaration.end) return undefined;
  if (ts.isFunctionDeclaration(declaration) && about.kind === 'source') return undefined;
  if (functionAround(node) !== functionAround(declaration)) return undefined;
  // In the head of `for (const x of x)` TypeScript reports it; inside, the loop's body comes later.
  return `'${node.getText(about.file)}' is used before its declaration, and nothing is hoisted; declare it above`;
}

/** The innermost statement around a `var` that may be left out or end early. */
function branchAround(declaration: ts.Node, within: ts.Node): ts.Node | undefined {
  for (let node = declaration; node !== within && node.parent; node = node.parent) {
    const parent = node.parent;
    if (ts.isIfStatement(parent) && node !== parent.expression) return node;
    if (ts.isIterationStatement(parent, false) && node === parent.statement) return node;
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent;
    if (ts.isCaseOrDefaultClause(parent) || ts.isTryStatement(parent)) return node;
  }
  return undefined;
}

function usedOutsideBranch(node: ts.Node, about: Checked): string | undefined {
  const declaration = namedDeclaration(node, about);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) !== 0) return undefined;
  const branch = branchAround(declaration, functionAround(declaration));
  if (!branch || (node.pos >= branch.pos && node.end <= branch.end)) return undefined;
  return `'${node.getText(about.file)}' does not exist when the branch with its var was not taken, and an outer or global one is used instead; declare it outside`;
}

export const orderRules: readonly Rule[] = [
  { id: 'declare-before-use', node: usedTooEarly },
  { id: 'no-var-in-branch', node: usedOutsideBranch },
];
