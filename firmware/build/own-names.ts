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

/** The name of a member that is used here: `a.name`, or `name:` in an object. */
function usedName(node: ts.Node): ts.Identifier | undefined {
  const name =
    ts.isPropertyAccessExpression(node) || ts.isPropertyAssignment(node) ? node.name : undefined;
  return name && ts.isIdentifier(name) ? name : undefined;
}

/**
 * Property names that `files`, or the types that they import, declare and nobody else gives: not what is used
 * of the language, not a declaration file of ours (what the interpreter or a JSON file calls it), and not a
 * text, which could be used as a name.
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
  /** A name that can't be followed to where it is declared counts as the language's. */
  const isForeign = (name: ts.Identifier) => {
    const declarations = checker.getSymbolAtLocation(name)?.declarations ?? [];
    return (
      declarations.length === 0 || declarations.some((one) => isOfLanguage(one.getSourceFile()))
    );
  };
  const own = new Set<string>();
  const foreign = new Set<string>();
  for (const file of program.getSourceFiles()) {
    if (isOfLanguage(file)) continue;
    const visit = (node: ts.Node) => {
      const declared = declaredName(node);
      if (declared !== undefined) (file.isDeclarationFile ? foreign : own).add(declared);
      const used = usedName(node);
      if (used && isForeign(used)) foreign.add(used.text);
      if (ts.isStringLiteralLike(node)) foreign.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return [...own].filter((name) => !foreign.has(name)).sort();
}
