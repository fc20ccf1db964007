// Idioms that only save a line, and cost the reader one: found in the syntax of a file.
import ts from 'typescript';

/** The spread of a literal inside a literal, as in `{ ...{ a, b } }`, and several values given in one go, as in `[a, b] = [x, y]`. */
function isPacked(node: ts.Node): boolean {
  if (ts.isSpreadAssignment(node)) return ts.isObjectLiteralExpression(node.expression);
  if (ts.isSpreadElement(node)) {
    return (
      ts.isArrayLiteralExpression(unwrapped(node.expression)) &&
      ts.isArrayLiteralExpression(node.parent)
    );
  }
  if (ts.isVariableDeclaration(node)) {
    const { name, initializer } = node;
    return (
      ts.isArrayBindingPattern(name) &&
      initializer !== undefined &&
      ts.isArrayLiteralExpression(initializer)
    );
  }
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isArrayLiteralExpression(node.left) &&
    ts.isArrayLiteralExpression(node.right)
  );
}

/** What stands within parentheses and before `as`. */
function unwrapped(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
    return unwrapped(node.expression);
  }
  return node;
}

/** Each packed idiom in a file, as `file:line text`. */
export function packedIdioms(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (isPacked(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${name}:${line + 1} ${node.getText(file).slice(0, 60)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
