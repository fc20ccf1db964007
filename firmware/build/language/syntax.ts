// Rules on syntax that the interpreter doesn't know: it stops with an error on most of these.
import ts from 'typescript';
import { type Rule, rule } from './rule.ts';

const LOGICAL_ASSIGNMENTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
]);

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  if (!ts.canHaveModifiers(node)) return false;
  return ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false;
}

function isGenerator(node: ts.Node): boolean {
  return (
    ts.isYieldExpression(node) ||
    ((ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isMethodDeclaration(node)) &&
      node.asteriskToken !== undefined)
  );
}

function isAsync(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node)) return node.awaitModifier !== undefined;
  return hasModifier(node, ts.SyntaxKind.AsyncKeyword);
}

/** A literal on the left of `=` or in the head of `for-of` takes a value apart. */
function isPattern(node: ts.Node): boolean {
  if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) return true;
  if (!ts.isObjectLiteralExpression(node) && !ts.isArrayLiteralExpression(node)) return false;
  let target: ts.Node = node;
  while (ts.isParenthesizedExpression(target.parent)) target = target.parent;
  const parent = target.parent;
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) {
    return parent.initializer === target;
  }
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.left === target
  );
}

function caseFollowsDefault(node: ts.Node): boolean {
  if (!ts.isDefaultClause(node)) return false;
  const clauses = node.parent.clauses;
  return clauses[clauses.length - 1] !== node;
}

export const syntaxRules: readonly Rule[] = [
  rule(
    'no-default-parameter',
    'default parameters are a syntax error; test the parameter for undefined in the body',
    (node) => ts.isParameter(node) && node.initializer !== undefined,
  ),
  rule(
    'no-rest',
    'rest parameters are a syntax error; pass an array',
    (node) => ts.isParameter(node) && node.dotDotDotToken !== undefined,
  ),
  rule(
    'no-spread',
    'spread is a syntax error; use concat, apply or Object.assign',
    (node) => ts.isSpreadElement(node) || ts.isSpreadAssignment(node),
  ),
  rule(
    'no-destructuring',
    'destructuring is not understood; read the members one by one',
    isPattern,
  ),
  rule(
    'no-optional-chain',
    "'?.' is a syntax error; test for undefined first",
    (node) =>
      (ts.isPropertyAccessExpression(node) ||
        ts.isElementAccessExpression(node) ||
        ts.isCallExpression(node)) &&
      node.questionDotToken !== undefined,
  ),
  rule(
    'no-logical-assignment',
    "'??=', '||=' and '&&=' are syntax errors; write the test and the assignment",
    (node) => ts.isBinaryExpression(node) && LOGICAL_ASSIGNMENTS.has(node.operatorToken.kind),
  ),
  rule(
    'no-power-operator',
    "'**' is a syntax error; use Math.pow",
    (node) =>
      ts.isBinaryExpression(node) &&
      (node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken ||
        node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken),
  ),
  rule('no-async', 'async and await are not understood; use callbacks or then', isAsync),
  rule('no-generator', 'generators are a syntax error; fill an array', isGenerator),
  rule('no-bigint', 'there is no BigInt; use two numbers', ts.isBigIntLiteral),
  rule(
    'no-computed-key',
    'computed keys are a syntax error; assign with object[key] = value afterwards',
    ts.isComputedPropertyName,
  ),
  rule('no-label', 'labels are not understood; use a function and return', ts.isLabeledStatement),
  rule(
    'no-module',
    'import and export must have been bundled away',
    (node) =>
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      ts.isExportAssignment(node) ||
      hasModifier(node, ts.SyntaxKind.ExportKeyword),
    'bundle',
  ),
  rule(
    'no-dynamic-import',
    'import() and import.meta are not understood; import at the top of the file',
    (node) =>
      (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) ||
      (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword),
  ),
  rule(
    'no-new-target',
    'new.target is a syntax error',
    (node) => ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.NewKeyword,
  ),
  rule(
    'no-case-after-default',
    'a case after default is an error, even in a switch that is never reached; put default last',
    caseFollowsDefault,
  ),
  rule(
    'no-tagged-template',
    'tagged templates are a syntax error; call a function',
    ts.isTaggedTemplateExpression,
  ),
  rule('no-debugger', 'debugger stops the board for ever', ts.isDebuggerStatement),
  rule('no-with', 'with is not understood', ts.isWithStatement),
  rule(
    'no-bare-do',
    "'do' without braces is a syntax error for most bodies; write a block",
    (node) =>
      ts.isDoStatement(node) &&
      !ts.isBlock(node.statement) &&
      !ts.isExpressionStatement(node.statement),
  ),
];
