// Gives the shortest names to the properties that are used most: a minifier gives them in the order of appearance.
import ts from 'typescript';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_'];

function isProperty({ parent }: ts.Identifier): boolean {
  return (
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent)
  );
}

/** The one-letter names, by property name, in the form of terser's cache. */
export function shortestNames(code: string, ownNames: readonly string[]): Record<string, string> {
  const own = new Set(ownNames);
  const uses = new Map<string, number>();
  const taken = new Set<string>();
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) && isProperty(node)) {
      if (own.has(node.text)) uses.set(node.text, (uses.get(node.text) ?? 0) + 1);
      else taken.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true));
  const byUse = [...uses].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const free = LETTERS.filter((letter) => !taken.has(letter));
  const pairs = free.flatMap((letter, i) => {
    const name = byUse[i]?.[0];
    return name === undefined ? [] : [[`$${name}`, letter]];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}
