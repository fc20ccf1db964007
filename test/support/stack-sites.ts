// How deep the interpreter stands in its own functions at each call of a built script.
//
// It runs a script by walking through its text: an `if` in a loop in a function are frames on the native stack, and so
// is each operand. `instrument` adds these frames up, and puts marks into a copy of the script for Node, so that a run
// tells which chains of calls really happen.
import ts from 'typescript';
import { FRAME, LEAF } from './stack-costs.ts';

/** A call in the script. */
export interface Site {
  /** What is called, as the script says it. */
  readonly callee: string;
  /** Bytes from the beginning of the function in which it stands to the beginning of what it calls. */
  readonly depth: number;
}

/** A function of the script, or the script itself. */
export interface ScriptFunction {
  readonly name: string;
  /** Bytes from its beginning to the deepest place in its text, calls not counted. */
  readonly own: number;
}

export interface Instrumented {
  readonly code: string;
  readonly functions: readonly ScriptFunction[];
  readonly sites: readonly Site[];
}

type Body = ts.FunctionLikeDeclaration | ts.SourceFile;

/** What stands in the brackets and behind the last point: `send` for `this.link.send`. */
function calleeName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) return calleeName(node.expression);
  return node.getText();
}

/** The build makes a declared class the value of a variable. */
function className(node: ts.Node): string {
  if (ts.isClassLike(node) && node.name) return node.name.text;
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : 'object';
}

const ANONYMOUS = 'function';

/** The name here of a function without one that is an argument. */
export const handedTo = (callee: string) => `${ANONYMOUS} in ${callee}()`;

function functionName(node: Body): string {
  if (ts.isSourceFile(node)) return node.fileName;
  const parent = node.parent;
  if (ts.isConstructorDeclaration(node)) return `new ${className(parent)}`;
  if (ts.isMethodDeclaration(node)) return `${className(parent)}.${node.name.getText()}`;
  if (node.name) return node.name.getText();
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) {
    return parent.name.getText();
  }
  if (!ts.isCallExpression(parent)) return ANONYMOUS;
  // One that is called where it stands is the script's own wrapping.
  return parent.expression === node ? ANONYMOUS : handedTo(calleeName(parent.expression));
}

const isPrefix = (kind: ts.PrefixUnaryOperator) =>
  kind === ts.SyntaxKind.PlusPlusToken || kind === ts.SyntaxKind.MinusMinusToken;
const isAssignment = (kind: ts.SyntaxKind) =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
const isComma = ({ kind }: ts.Node) => kind === ts.SyntaxKind.CommaToken;

/** Walks through one function as the interpreter's parser does, jspParse and below. */
class Walk {
  own = 0;
  private readonly onCall: (node: ts.CallExpression | ts.NewExpression, depth: number) => void;

  constructor(onCall: Walk['onCall']) {
    this.onCall = onCall;
  }

  function(node: Body): void {
    if (ts.isSourceFile(node)) {
      for (const statement of node.statements) this.inner(statement, 0);
      return;
    }
    const body = node.body;
    if (!body) return;
    // A function that begins with `return` is kept as that expression.
    const first = ts.isBlock(body) ? body.statements[0] : undefined;
    if (!ts.isBlock(body)) this.expression(body, 0);
    else if (first && ts.isReturnStatement(first)) this.optional(first.expression, 0);
    else for (const statement of body.statements) this.statement(statement, FRAME.blockContent);
  }

  private reach(depth: number): void {
    this.own = Math.max(this.own, depth + LEAF);
  }

  private block(node: ts.Block, depth: number): void {
    const inside = depth + FRAME.block + FRAME.blockContent;
    this.reach(inside);
    for (const statement of node.statements) this.statement(statement, inside);
  }

  /** After `if (…)` and the like. */
  private inner(node: ts.Statement, depth: number): void {
    const inside = depth + FRAME.blockOrStatement;
    if (ts.isBlock(node)) this.block(node, inside);
    else this.statement(node, inside);
  }

  private variables(list: ts.VariableDeclarationList, depth: number): void {
    this.reach(depth + FRAME.variables);
    for (const { initializer } of list.declarations) {
      if (initializer) this.assignment(initializer, depth + FRAME.variables);
    }
  }

  private initializer(node: ts.ForInitializer | undefined, depth: number): void {
    if (!node) return;
    const inside = depth + FRAME.statement;
    if (ts.isVariableDeclarationList(node)) this.variables(node, inside);
    else this.expression(node, inside);
  }

  private statement(node: ts.Statement, at: number): void {
    const depth = at + FRAME.statement;
    if (ts.isExpressionStatement(node)) this.expression(node.expression, depth);
    else if (ts.isBlock(node)) this.block(node, depth);
    else if (ts.isVariableStatement(node)) this.variables(node.declarationList, depth);
    else if (ts.isIfStatement(node)) {
      this.expression(node.expression, depth + FRAME.if);
      this.inner(node.thenStatement, depth + FRAME.if);
      if (node.elseStatement) this.inner(node.elseStatement, depth + FRAME.if);
    } else if (ts.isForStatement(node)) {
      this.initializer(node.initializer, depth + FRAME.for);
      this.optional(node.condition, depth + FRAME.for);
      this.optional(node.incrementor, depth + FRAME.for);
      this.inner(node.statement, depth + FRAME.for);
    } else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      this.initializer(node.initializer, depth + FRAME.for);
      this.expression(node.expression, depth + FRAME.for);
      this.inner(node.statement, depth + FRAME.for);
    } else if (ts.isWhileStatement(node) || ts.isDoStatement(node)) {
      this.expression(node.expression, depth + FRAME.while);
      this.inner(node.statement, depth + FRAME.while);
    } else if (ts.isReturnStatement(node)) this.optional(node.expression, depth + FRAME.return);
    else if (ts.isThrowStatement(node)) this.expression(node.expression, depth + FRAME.throw);
    else if (ts.isTryStatement(node)) {
      this.block(node.tryBlock, depth + FRAME.try);
      if (node.catchClause) this.block(node.catchClause.block, depth + FRAME.try);
      if (node.finallyBlock) this.block(node.finallyBlock, depth + FRAME.try);
    } else if (ts.isSwitchStatement(node)) this.switch(node, depth + FRAME.switch);
    else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
      this.reach(depth + FRAME.declaration);
    } else if (ts.isBreakOrContinueStatement(node) || ts.isEmptyStatement(node)) this.reach(depth);
    else throw new Error(`no frames are known for ${ts.SyntaxKind[node.kind]}`);
  }

  private switch(node: ts.SwitchStatement, depth: number): void {
    this.expression(node.expression, depth);
    for (const clause of node.caseBlock.clauses) {
      if (ts.isCaseClause(clause)) this.assignment(clause.expression, depth);
      for (const statement of clause.statements) this.inner(statement, depth);
    }
  }

  private optional(node: ts.Expression | undefined, depth: number): void {
    if (node) this.expression(node, depth);
  }

  private expression(node: ts.Expression, depth: number): void {
    this.list(node, depth + FRAME.expression);
  }

  /** Expressions with commas, one after the other on the same frame. */
  private list(node: ts.Expression, depth: number): void {
    if (!ts.isBinaryExpression(node) || !isComma(node.operatorToken)) {
      this.assignment(node, depth);
      return;
    }
    this.list(node.left, depth);
    this.assignment(node.right, depth);
  }

  private assignment(node: ts.Expression, at: number): void {
    const depth = at + FRAME.assignment;
    if (!ts.isBinaryExpression(node) || !isAssignment(node.operatorToken.kind)) {
      this.conditional(node, depth);
      return;
    }
    this.conditional(node.left, depth);
    this.assignment(node.right, depth + FRAME.assigned);
  }

  private conditional(node: ts.Expression, at: number): void {
    const depth = at + FRAME.conditional;
    if (!ts.isConditionalExpression(node)) {
      this.operand(node, depth + FRAME.binary);
      return;
    }
    this.operand(node.condition, depth + FRAME.binary);
    this.assignment(node.whenTrue, depth + FRAME.chosen);
    this.assignment(node.whenFalse, depth + FRAME.chosen);
  }

  /** A left operand is read on the frame of the whole, a right one on a frame more. */
  private operand(node: ts.Expression, depth: number): void {
    if (!ts.isBinaryExpression(node)) {
      this.unary(node, depth);
      return;
    }
    this.operand(node.left, depth);
    this.operand(node.right, depth + FRAME.operand);
  }

  private unary(node: ts.Expression, at: number): void {
    const depth = at + FRAME.unary;
    if (ts.isPrefixUnaryExpression(node) && !isPrefix(node.operator)) {
      this.unary(node.operand, depth);
      return;
    }
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      this.chain(node.operand, depth + 2 * FRAME.postfix + FRAME.memberOrCall);
      return;
    }
    this.chain(node, depth + FRAME.postfix + FRAME.memberOrCall);
  }

  /** A name with what follows it: members, indices, calls. All on one frame, and the beginning on one more. */
  private chain(node: ts.Expression, depth: number): void {
    if (ts.isPropertyAccessExpression(node)) this.chain(node.expression, depth);
    else if (ts.isElementAccessExpression(node)) {
      this.chain(node.expression, depth);
      this.assignment(node.argumentExpression, depth + FRAME.member);
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      this.chain(node.expression, depth);
      const inside = depth + (ts.isNewExpression(node) ? FRAME.construct : 0) + FRAME.call;
      for (const argument of node.arguments ?? []) this.assignment(argument, inside);
      this.reach(inside);
      this.onCall(node, inside);
    } else this.factor(node, depth + FRAME.factor);
  }

  private factor(node: ts.Expression, depth: number): void {
    this.reach(depth);
    if (ts.isParenthesizedExpression(node)) this.list(node.expression, depth + FRAME.brackets);
    else if (ts.isArrayLiteralExpression(node)) {
      for (const element of node.elements) this.assignment(element, depth + FRAME.array);
    } else if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        if (ts.isPropertyAssignment(property)) {
          this.assignment(property.initializer, depth + FRAME.object);
        }
      }
    } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
      // It is read through to find its end; nothing in it is called yet.
      const reading = new Walk(() => {});
      reading.assignment(node.body, depth + FRAME.arrow);
      this.own = Math.max(this.own, reading.own);
    } else if (ts.isFunctionLike(node)) this.reach(depth + FRAME.arrow);
    else if (ts.isTypeOfExpression(node)) this.unary(node.expression, depth + FRAME.typeof);
    else if (ts.isDeleteExpression(node)) {
      this.chain(node.expression, depth + FRAME.delete + FRAME.memberOrCall);
    } else if (ts.isVoidExpression(node)) this.unary(node.expression, depth);
    else if (ts.isTemplateExpression(node)) {
      for (const span of node.templateSpans) {
        this.assignment(span.expression, depth + FRAME.template);
      }
    } else if (ts.isClassExpression(node)) this.reach(depth + FRAME.declaration);
    else if (!isPlain(node)) {
      throw new Error(`no frames are known for ${ts.SyntaxKind[node.kind]}: ${node.getText()}`);
    }
  }
}

function isPlain(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    [
      ts.SyntaxKind.ThisKeyword,
      ts.SyntaxKind.SuperKeyword,
      ts.SyntaxKind.NullKeyword,
      ts.SyntaxKind.TrueKeyword,
      ts.SyntaxKind.FalseKeyword,
    ].includes(node.kind)
  );
}

/** Natives to which the build gave a short name: `let a=setTimeout`. */
function aliases(file: ts.SourceFile): Map<string, string> {
  const found = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const isGlobal =
        initializer && (ts.isIdentifier(initializer) || ts.isPropertyAccessExpression(initializer));
      if (isGlobal) found.set(name.getText(), calleeName(initializer));
    }
  }
  return found;
}

interface Edit {
  readonly at: number;
  readonly text: string;
}

/**
 * The script with marks in it: `$in(number)` and `$out()` around each function, `$at(site, value)` as the last thing
 * before each call. `name` names the script in chains.
 */
export function instrument(name: string, code: string): Instrumented {
  const file = ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true);
  const natives = aliases(file);
  const functions: ScriptFunction[] = [];
  const sites: Site[] = [];
  const edits: Edit[] = [];
  const mark = (node: ts.CallExpression | ts.NewExpression, depth: number) => {
    const callee = calleeName(node.expression);
    const site = sites.push({ callee: natives.get(callee) ?? callee, depth }) - 1;
    const last = node.arguments?.at(-1);
    if (last) {
      edits.push({ at: last.getStart(), text: `$at(${site},` }, { at: last.end, text: ')' });
    } else if (node.arguments) edits.push({ at: node.end - 1, text: `$at(${site})` });
    else edits.push({ at: node.end, text: `($at(${site}))` });
  };
  const visit = (node: ts.Node) => {
    const isBody =
      ts.isSourceFile(node) || (ts.isFunctionLike(node) && 'body' in node && node.body);
    if (isBody) {
      const walk = new Walk(mark);
      walk.function(node as Body);
      const index = functions.push({ name: functionName(node as Body), own: walk.own }) - 1;
      edits.push(...around(node as Body, index));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { code: apply(code, edits), functions, sites };
}

function around(node: Body, index: number): Edit[] {
  if (ts.isSourceFile(node)) return [];
  const body = node.body as ts.ConciseBody;
  if (ts.isBlock(body)) {
    return [
      { at: body.getStart() + 1, text: `$in(${index});try{` },
      { at: body.end - 1, text: '}finally{$out()}' },
    ];
  }
  return [
    { at: body.getStart(), text: `$run(${index},()=>` },
    { at: body.end, text: ')' },
  ];
}

/** At the same place the brackets of a `new X` come before what closes around it. */
function apply(code: string, edits: readonly Edit[]): string {
  const isCall = (edit: Edit) => (edit.text.startsWith('(') ? 0 : 1);
  const sorted = [...edits].sort((a, b) => a.at - b.at || isCall(a) - isCall(b));
  let result = '';
  let done = 0;
  for (const { at, text } of sorted) {
    result += code.slice(done, at) + text;
    done = at;
  }
  return result + code.slice(done);
}
