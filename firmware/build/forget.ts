// Lets go of what only the start of a board needs: functions, constants, and classes of which it makes one object.
import ts from 'typescript';
import { parseBundle } from './language/program.ts';
import type { Checked } from './language/rule.ts';
import { baseOf, declarationOf, isUse, walk } from './language/walk.ts';

/** What stands at the root of a script: `code` is what runs when it is called, made or given its value. */
interface Definition {
  readonly name: string;
  readonly isClass: boolean;
  /** A function or a class. */
  readonly isCallable: boolean;
  readonly code: readonly ts.Node[];
}

/**
 * Statements that take away what nothing after the start can use, or '' for nothing: to be put behind `script`, whose
 * last statement starts the board. An object goes on without its class, once `constructor` doesn't hold that.
 */
export function forgetting(script: string): string {
  const about = parseBundle(script, 'script.js');
  const definitions = definitionsAtRoot(about.file);
  const live = liveAfterStart(about, definitions);
  let statements = '';
  for (const [declaration, { name, isClass }] of definitions) {
    if (live.has(declaration)) continue;
    if (isClass) statements += `delete ${name}.prototype.constructor;`;
    statements += `delete ${name};`;
  }
  return statements;
}

function definitionsAtRoot(file: ts.SourceFile): Map<ts.Node, Definition> {
  const definitions = new Map<ts.Node, Definition>();
  const add = (declaration: ts.Node, name: string, value: ts.Node) => {
    const isClass = ts.isClassLike(value);
    const isCallable = isClass || ts.isFunctionLike(value);
    definitions.set(declaration, { name, isClass, isCallable, code: codeOf(value) });
  };
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) add(statement, statement.name.text, statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        const { name, initializer } = declaration;
        if (ts.isIdentifier(name)) add(declaration, name.text, initializer ?? name);
      }
    }
  }
  return definitions;
}

/** Of a class its ancestor and its constructor: its methods are called on its objects, whoever made them. */
function codeOf(value: ts.Node): readonly ts.Node[] {
  if (!ts.isClassLike(value)) return [value];
  const constructors = value.members.filter((member) => !ts.isMethodDeclaration(member));
  const ancestor = baseOf(value);
  return ancestor ? [ancestor, ...constructors] : constructors;
}

/** What methods and callbacks use, and what that uses in its turn. */
function liveAfterStart(
  about: Checked,
  definitions: ReadonlyMap<ts.Node, Definition>,
): ReadonlySet<ts.Node> {
  const live = new Set<ts.Node>();
  const useAll = (code: ts.Node) => {
    walk(code, (node) => {
      if (!isUse(node)) return;
      const declaration = declarationOf(node, about);
      const definition = declaration && definitions.get(declaration);
      if (!definition || live.has(declaration)) return;
      live.add(declaration);
      for (const part of definition.code) useAll(part);
    });
  };
  const use = (node: ts.Node) => {
    if (!isUse(node) || isCalled(node)) return;
    const declaration = declarationOf(node, about);
    // Given away: whoever has it may call it after the start.
    if (declaration && definitions.get(declaration)?.isCallable) useAll(node);
  };
  const ownCode = new Set<ts.Node>([startOf(about.file)]);
  for (const { code } of definitions.values()) for (const part of code) ownCode.add(part);
  const look = (node: ts.Node) => {
    ts.forEachChild(node, (child) => {
      if (ts.isFunctionLike(child) && !ownCode.has(child)) useAll(child);
      else {
        use(child);
        look(child);
      }
    });
  };
  look(about.file);
  return live;
}

function isCalled(name: ts.Identifier): boolean {
  const around = name.parent;
  return (ts.isCallExpression(around) || ts.isNewExpression(around)) && around.expression === name;
}

/** The function that the last statement makes and calls at once, or that statement. */
function startOf(file: ts.SourceFile): ts.Node {
  const last = file.statements.at(-1) ?? file;
  let start: ts.Node | undefined;
  walk(last, (node) => {
    if (!start && ts.isFunctionExpression(node)) start = node;
  });
  return start ?? last;
}
