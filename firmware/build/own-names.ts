// Which property names are the firmware's own, so that the bundle may shorten them: they are a fifth of its size.
import ts from 'typescript';

/** The name under which a member is declared in a type or a class. */
function declaredName(node: ts.Node): string | undefined {
  const declares =
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node);
  return declares && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

/** A text that is used as a name: `a['name']`, `'name' in a`. */
function spokenName(node: ts.Node): string | undefined {
  if (!ts.isStringLiteralLike(node)) return undefined;
  const { parent } = node;
  const isIndex = ts.isElementAccessExpression(parent) && parent.argumentExpression === node;
  const isSought =
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
  return isIndex || isSought ? node.text : undefined;
}

/**
 * Property names that `files`, or the types that they import, declare and nobody else gives: not what is used
 * of the language, not a declaration file of ours (what the interpreter or a JSON file calls it), not what is
 * used as a text, and not what stands in a table that is looked up by text.
 */
export function ownNames(files: readonly string[]): string[] {
  const program = ts.createProgram({
    rootNames: [...files],
    options: {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: [],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      allowImportingTsExtensions: true,
      noEmit: true,
    },
  });
  const checker = program.getTypeChecker();
  const isOfLanguage = (file: ts.SourceFile) => program.isSourceFileDefaultLibrary(file);
  const isOfLanguageToo = (symbol: ts.Symbol | undefined) =>
    symbol?.declarations?.some((declaration) => isOfLanguage(declaration.getSourceFile()));
  /** A name that can't be followed to where it is declared counts as the language's. */
  const isForeign = (node: ts.Node) => {
    if (!ts.isPropertyAccessExpression(node)) return false;
    const symbol = checker.getSymbolAtLocation(node.name);
    return symbol?.declarations === undefined || isOfLanguageToo(symbol);
  };
  /** What a table has that is looked up by text. */
  const tableNames = (node: ts.Node) => {
    if (!ts.isElementAccessExpression(node)) return [];
    const by = checker.getTypeAtLocation(node.argumentExpression);
    const isText = (by.isUnion() ? by.types : [by]).some(
      (member) => member.flags & ts.TypeFlags.StringLike,
    );
    if (!isText) return [];
    const table = checker.getSymbolAtLocation(node.expression)?.valueDeclaration;
    const literal = table && ts.isVariableDeclaration(table) ? table.initializer : undefined;
    const type = checker.getTypeAtLocation(literal ?? node.expression);
    return type.getProperties().map(({ name }) => name);
  };
  const own = new Set<string>();
  const foreign = new Set<string>();
  for (const file of program.getSourceFiles()) {
    if (isOfLanguage(file)) continue;
    const visit = (node: ts.Node) => {
      const declared = declaredName(node);
      if (declared !== undefined) (file.isDeclarationFile ? foreign : own).add(declared);
      if (isForeign(node)) foreign.add((node as ts.PropertyAccessExpression).name.text);
      const spoken = spokenName(node);
      if (spoken !== undefined) foreign.add(spoken);
      for (const name of tableNames(node)) foreign.add(name);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return [...own].filter((name) => !foreign.has(name)).sort();
}
