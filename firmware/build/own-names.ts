// Which property names are the firmware's own, so that the bundle may shorten them: they are a sixth of its size.
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

/**
 * Property names that `files`, or the types that they import, declare and nobody else does: not the language,
 * not a declaration file (what the interpreter or a JSON file calls it), and not a text, which could be used
 * as a name.
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
  const own = new Set<string>();
  const foreign = new Set<string>();
  for (const file of program.getSourceFiles()) {
    const visit = (node: ts.Node) => {
      const name = declaredName(node);
      if (name !== undefined) (file.isDeclarationFile ? foreign : own).add(name);
      if (ts.isStringLiteralLike(node)) foreign.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return [...own].filter((name) => !foreign.has(name)).sort();
}
