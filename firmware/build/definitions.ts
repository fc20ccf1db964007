// Counts the variables that a script's definitions take on a board of 32 bits, from its text: for where no such board is.
//
// Memory there is variables of 13 bytes. A script in Storage runs in place, so its bytes cost nothing, but each name,
// function, class and literal that is there before anything runs takes variables for good.
import ts from 'typescript';

/** Of the main script, before anything runs: with more, the presses that wait find too little. */
export const MAX_DEFINITIONS = 1_600;

/** Letters that the variable of a name holds itself, and letters of each further one. */
const NAME_LETTERS = 4;
const FURTHER_LETTERS = 10;
/** Letters of a text in its first variable. */
const TEXT_LETTERS = 8;
/** A function: the function, the name of its code, and where in Storage that stands. */
const FUNCTION = 3;
/** Beside its members: the class, `prototype` with its object, and the way back from that, `constructor`. */
const CLASS = 6;
/** Beside a class without ancestor: the name `__proto__` and the reference. */
const ANCESTOR = 2;
/** Largest whole number that stands in the variable of its name. */
const MAX_INT = 32_767;

function nameCost(name: string): number {
  return 1 + Math.ceil(Math.max(0, name.length - NAME_LETTERS) / FURTHER_LETTERS);
}

function textCost(text: string): number {
  return 1 + Math.ceil(Math.max(0, text.length - TEXT_LETTERS) / FURTHER_LETTERS);
}

function functionCost(node: ts.FunctionLikeDeclaration): number {
  let cost = FUNCTION;
  for (const { name } of node.parameters) cost += nameCost(name.getText());
  return cost;
}

function classCost(node: ts.ClassLikeDeclaration): number {
  let cost = node.heritageClauses ? CLASS + ANCESTOR : CLASS;
  for (const member of node.members) {
    if (ts.isConstructorDeclaration(member)) cost += functionCost(member) - 1;
    else if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) {
      cost += nameCost(member.name.getText()) + functionCost(member);
    } else if (ts.isPropertyDeclaration(member)) {
      cost += nameCost(member.name.getText()) + valueCost(member.initializer);
    }
  }
  return cost;
}

function numberCost(value: number): number {
  // A small whole number stands in the variable of the name that it is given to.
  return Number.isInteger(value) && Math.abs(value) <= MAX_INT ? 0 : 1;
}

/** What a value takes beside the name that it is given to. What is computed counts as one. */
function valueCost(value: ts.Expression | undefined): number {
  if (!value) return 0;
  if (ts.isParenthesizedExpression(value)) return valueCost(value.expression);
  if (ts.isNumericLiteral(value)) return numberCost(Number(value.text));
  if (ts.isPrefixUnaryExpression(value)) return valueCost(value.operand);
  if (ts.isStringLiteralLike(value)) return textCost(value.text);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return functionCost(value);
  if (ts.isClassExpression(value)) return classCost(value);
  if (ts.isArrayLiteralExpression(value)) {
    let cost = 1;
    for (const element of value.elements) cost += 1 + valueCost(element);
    return cost;
  }
  if (ts.isObjectLiteralExpression(value)) {
    let cost = 1;
    for (const property of value.properties) {
      cost += property.name ? nameCost(property.name.getText()) : 1;
      if (ts.isPropertyAssignment(property)) cost += valueCost(property.initializer);
      else if (ts.isMethodDeclaration(property)) cost += functionCost(property);
    }
    return cost;
  }
  return 1;
}

/** Variables that the definitions at the root of a built script take on an interpreter of 32 bits. */
export function countDefinitions(code: string): number {
  const file = ts.createSourceFile('script.js', code, ts.ScriptTarget.ES2022, true);
  let count = 0;
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement)) {
      count += nameCost(statement.name?.text ?? '') + functionCost(statement);
    } else if (ts.isClassDeclaration(statement)) {
      count += nameCost(statement.name?.text ?? '') + classCost(statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        count += nameCost(name.getText()) + valueCost(initializer);
      }
    }
  }
  return count;
}

function isForgetting(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isDeleteExpression(statement.expression);
}

/** A script without the statement that starts what the others define, and without what that lets go of afterwards. */
export function definitionsOf(code: string): string {
  const file = ts.createSourceFile('script.js', code, ts.ScriptTarget.ES2022, true);
  const last = file.statements.findLast((statement) => !isForgetting(statement));
  if (!last || !ts.isExpressionStatement(last)) {
    throw new Error(`the script does not end with what starts it: …${code.slice(-80)}`);
  }
  return code.slice(0, last.getFullStart());
}
