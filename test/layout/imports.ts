// The imports of the project's TypeScript files, and pure rules about them.
import { readFileSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import ts from 'typescript';

/** One import: `from` and, when it is a file of ours, `to` are paths from the project's root. */
export interface Import {
  from: string;
  to: string;
  /** `ours` is a file, the others are a Node module and a package. */
  kind: 'ours' | 'node' | 'package';
  dynamic: boolean;
}

/** Every specifier in `text`: static, re-exporting, dynamic and type-only imports. */
export function specifiersIn(text: string): { specifier: string; dynamic: boolean }[] {
  const found: { specifier: string; dynamic: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const { text: specifier } = node.moduleSpecifier as ts.StringLiteral;
      found.push({ specifier, dynamic: false });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      const specifier = argument && ts.isStringLiteralLike(argument) ? argument.text : '(computed)';
      found.push({ specifier, dynamic: true });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const { literal } = node.argument;
      if (ts.isStringLiteral(literal)) found.push({ specifier: literal.text, dynamic: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.tsx', text, ts.ScriptTarget.Latest));
  return found;
}

/** Where a specifier in the file `from` leads: `#gateway/x.ts`, `../x.ts`, `node:fs`, `zod`. */
export function resolve(from: string, specifier: string): Pick<Import, 'to' | 'kind'> {
  if (specifier.startsWith('#')) return { to: specifier.slice(1), kind: 'ours' };
  if (specifier.startsWith('.')) {
    return { to: normalize(join(dirname(from), specifier)), kind: 'ours' };
  }
  return { to: specifier, kind: specifier.startsWith('node:') ? 'node' : 'package' };
}

export function importsOf(root: string, files: readonly string[]): Import[] {
  return files
    .filter((file) => ['.ts', '.tsx'].includes(extname(file)))
    .flatMap((from) =>
      specifiersIn(readFileSync(join(root, from), 'utf8')).map(({ specifier, dynamic }) => ({
        from,
        dynamic,
        ...resolve(from, specifier),
      })),
    );
}

/** The first cycle found, as the files on it, or undefined. Type-only imports count too. */
export function findCycle(imports: readonly Pick<Import, 'from' | 'to'>[]): string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const to of next.get(file) ?? []) {
      const cycle = visit(to);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return undefined;
}
