// Ways through the syntax tree: only code that runs, which identifiers are uses, and who declares them.
import ts from 'typescript';
import type { Checked } from './rule.ts';

/** Calls back for the children that exist at run time: types, interfaces and ambient code are skipped. */
export function eachRunning(node: ts.Node, visit: (child: ts.Node) => void): void {
  ts.forEachChild(node, (child) => {
    if (ts.isHeritageClause(child)) {
      if (child.token === ts.SyntaxKind.ExtendsKeyword && ts.isClassLike(node)) {
        for (const base of child.types) visit(base.expression);
      }
      return;
    }
    if (!existsOnlyAsType(child)) visit(child);
  });
}

function existsOnlyAsType(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    return true;
  }
  if (ts.isTypeParameterDeclaration(node) || ts.isIndexSignatureDeclaration(node)) return true;
  if (ts.isFunctionLike(node) && !('body' in node && node.body)) return true;
  const flags = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return flags?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

/** Every node of the running code, outer ones first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  eachRunning(node, (child) => walk(child, visit));
}

/** Like `walk`, without the bodies of nested functions: the code that runs when this code runs. */
export function walkOwn(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  eachRunning(node, (child) => {
    if (!ts.isFunctionLike(child)) walkOwn(child, visit);
  });
}

/** True for an identifier that reads or writes a variable, false for names of members and declarations. */
export function isUse(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent)) {
    return parent.initializer === node;
  }
  if (ts.isParameter(parent) || ts.isPropertyDeclaration(parent) || ts.isBindingElement(parent)) {
    return parent.initializer === node;
  }
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isClassLike(parent)) return parent.name !== node;
  return !(
    ts.isFunctionLike(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent)
  );
}

export function symbolOf(node: ts.Identifier, about: Checked): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? about.checker.getShorthandAssignmentValueSymbol(node.parent)
    : about.checker.getSymbolAtLocation(node);
}

/** The declaration of a used name within this file, the earliest when there are several. */
export function declarationOf(node: ts.Identifier, about: Checked): ts.Declaration | undefined {
  const here = symbolOf(node, about)?.declarations?.filter(
    (d) => d.getSourceFile() === about.file && !existsOnlyAsType(d),
  );
  return here?.reduce((first, next) => (next.pos < first.pos ? next : first), here[0] ?? node);
}

/** True for a name that the program doesn't declare: it must come from the interpreter. */
export function isGlobal(node: ts.Identifier, about: Checked): boolean {
  const declarations = symbolOf(node, about)?.declarations ?? [];
  return declarations.every((d) => d.getSourceFile().isDeclarationFile);
}

/** The function (or the file) whose body a node belongs to. */
export function functionAround(node: ts.Node): ts.Node {
  let around = node.parent;
  while (around && !ts.isFunctionLike(around) && !ts.isSourceFile(around)) around = around.parent;
  return around ?? node;
}

/** The class that an `extends` clause names, also across files and through `var A = class {}`. */
export function classOf(base: ts.Expression, about: Checked): ts.ClassLikeDeclaration | undefined {
  if (!ts.isIdentifier(base)) return undefined;
  let symbol = about.checker.getSymbolAtLocation(base);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias)
    symbol = about.checker.getAliasedSymbol(symbol);
  for (const declaration of symbol?.declarations ?? []) {
    if (ts.isClassLike(declaration)) return declaration;
    if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
      if (ts.isClassLike(declaration.initializer)) return declaration.initializer;
    }
  }
  return undefined;
}

export function baseOf(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  const clause = node.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0]?.expression;
}
