// Rules on the library: what is missing, and what answers something else than in other JavaScript.
import ts from 'typescript';
import {
  BUILT_IN_CLASSES,
  MISSING_GLOBALS,
  MISSING_METHODS,
  MISSING_METHODS_BY_NAME,
  MISSING_STATICS,
  TYPED_ARRAYS,
} from './names.ts';
import { type Checked, type Rule, rule } from './rule.ts';
import { isGlobal, isUse } from './walk.ts';

const typedArrays: ReadonlySet<string> = new Set(TYPED_ARRAYS);

function missingGlobal(node: ts.Node, about: Checked): string | undefined {
  if (!isUse(node) || !isGlobal(node, about)) return undefined;
  const row = MISSING_GLOBALS.find(([names]) => names.includes(node.text));
  return row && `there is no ${node.text}; ${row[1]}`;
}

/** The name X of a global object in `X.member`. */
function globalOwner(node: ts.PropertyAccessExpression, about: Checked): string | undefined {
  const owner = node.expression;
  return ts.isIdentifier(owner) && isGlobal(owner, about) ? owner.text : undefined;
}

function missingStatic(node: ts.Node, about: Checked): string | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const owner = globalOwner(node, about);
  if (owner === undefined) return undefined;
  const table = Object.hasOwn(MISSING_STATICS, owner) ? MISSING_STATICS[owner] : undefined;
  const row = table?.find(([names]) => names.includes(node.name.text));
  if (row) return `there is no ${owner}.${node.name.text}; ${row[1]}`;
  return typedArrays.has(owner) && (node.name.text === 'from' || node.name.text === 'of')
    ? `there is no ${owner}.${node.name.text}; use new ${owner}([...])`
    : undefined;
}

/** The interfaces of TypeScript's library in which the member is declared; none for one's own. */
function libraryOwners(node: ts.PropertyAccessExpression, about: Checked): string[] {
  const owners: string[] = [];
  for (const d of about.checker.getSymbolAtLocation(node.name)?.declarations ?? []) {
    if (!d.getSourceFile().isDeclarationFile) continue;
    if (ts.isInterfaceDeclaration(d.parent)) owners.push(d.parent.name.text);
  }
  return owners;
}

function missingMethod(node: ts.Node, about: Checked): string | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const name = node.name.text;
  const missing =
    about.kind === 'source'
      ? libraryOwners(node, about).some((owner) => MISSING_METHODS[owner]?.includes(name))
      : MISSING_METHODS_BY_NAME.has(name) && isCalled(node);
  return missing ? `there is no method ${name}; write it with a loop or slice` : undefined;
}

function isCalled(node: ts.Expression): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

function returnsPlainArray(node: ts.Node, about: Checked): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    (node.name.text === 'slice' || node.name.text === 'filter') &&
    libraryOwners(node, about).some((owner) => typedArrays.has(owner))
  );
}

function setsLength(node: ts.Node, about: Checked): boolean {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left) &&
    node.left.name.text === 'length' &&
    libraryOwners(node.left, about).some((owner) => owner === 'Array')
  );
}

function calls(node: ts.Node, method: string): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === method
  );
}

function clearsBadly(node: ts.Node, about: Checked): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const name = node.expression.text;
  if (name !== 'clearTimeout' && name !== 'clearInterval') return false;
  if (!isGlobal(node.expression, about)) return false;
  const timer = node.arguments[0];
  if (timer === undefined || node.arguments.length > 1) return true;
  if (ts.isVoidExpression(timer)) return true;
  if (ts.isIdentifier(timer) && timer.text === 'undefined') return true;
  if (about.kind === 'bundle') return false;
  const type = about.checker.getTypeAtLocation(timer);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => (part.flags & ts.TypeFlags.Undefined) !== 0);
}

export const apiRules: readonly Rule[] = [
  { id: 'no-missing-global', node: missingGlobal },
  { id: 'no-missing-static', node: missingStatic },
  { id: 'no-missing-method', node: missingMethod },
  rule(
    'no-typed-array-slice',
    'slice and filter of a typed array return a plain Array; use subarray, or copy with set',
    returnsPlainArray,
    'source',
  ),
  rule('no-sort', 'sort is not stable; keep the array in order while inserting', (node) =>
    calls(node, 'sort'),
  ),
  rule('no-length-assignment', "an array's length can't be set; use splice", setsLength, 'source'),
  rule(
    'no-split-limit',
    'split ignores its limit; use slice on the result',
    (node) => calls(node, 'split') && node.arguments.length > 1,
  ),
  rule(
    'no-prototype-borrowing',
    'the prototypes of built-in classes lack their methods; call the method on a value',
    (node, about) =>
      ts.isPropertyAccessExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'prototype' &&
      globalOwner(node.expression, about) !== 'Object' &&
      BUILT_IN_CLASSES.has(globalOwner(node.expression, about) ?? ''),
  ),
  rule(
    'clear-one-timer',
    'clearing takes exactly one timer: undefined throws, and no argument clears every timer of the program',
    clearsBadly,
  ),
];
