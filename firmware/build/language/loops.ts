// Rule on closures in loops: the variable of a loop's head is one variable for all rounds.
import ts from 'typescript';
import type { Checked, Rule } from './rule.ts';
import { declarationOf, functionAround, isUse } from './walk.ts';

/** The loop whose head declares this name, if a loop does. */
function loopOf(declaration: ts.Declaration): ts.IterationStatement | undefined {
  const loop = declaration.parent?.parent;
  if (!loop || !ts.isVariableDeclaration(declaration)) return undefined;
  if (!ts.isForStatement(loop) && !ts.isForOfStatement(loop) && !ts.isForInStatement(loop)) {
    return undefined;
  }
  return loop.initializer === declaration.parent ? loop : undefined;
}

/**
 * Tried on 2v29.277: closures over the variable of `for (let ...)`, `for (const ... of ...)` and
 * `for (const ... in ...)` all see its last value. A let or const of the loop's body is a new
 * variable in each round, as it should be, also in `while` and `do`.
 */
function capturesLoopVariable(node: ts.Node, about: Checked): string | undefined {
  if (!isUse(node)) return undefined;
  const declaration = declarationOf(node, about);
  if (!declaration || !loopOf(declaration)) return undefined;
  if (functionAround(node) === functionAround(declaration)) return undefined;
  return `this function sees the last value of '${node.text}': the loop's variable is shared by all rounds; copy it into a const in the loop's body`;
}

export const loopRules: readonly Rule[] = [
  { id: 'no-loop-variable-capture', node: capturesLoopVariable },
];
