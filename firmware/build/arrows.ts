// Writes the functions at the top of a script as arrow functions: they mean the same there, in fewer letters.
import ts from 'typescript';

function speaksOfItself(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isIdentifier(node) && node.text === 'arguments') return true;
  return ts.forEachChild(node, speaksOfItself) ?? false;
}

/** `(a) => value` for a function that only returns, else `(a) => {...}`. */
function arrowOf(one: ts.FunctionDeclaration, file: ts.SourceFile): string {
  const names = one.parameters.map((parameter) => parameter.getText(file));
  const head = `${names.length === 1 ? names[0] : `(${names.join(',')})`}=>`;
  const [only, ...others] = one.body?.statements ?? [];
  const value = only && ts.isReturnStatement(only) ? only.expression : undefined;
  if (!value || others.length > 0) return head + (one.body?.getText(file) ?? '{}');
  const text = value.getText(file);
  const needsBrackets = text.startsWith('{') || (ts.isBinaryExpression(value) && isList(value));
  return head + (needsBrackets ? `(${text})` : text);
}

function isList(value: ts.BinaryExpression): boolean {
  return value.operatorToken.kind === ts.SyntaxKind.CommaToken;
}

/**
 * For a script whose functions stand at its top, as `compress` puts them: nothing runs before they have all got their
 * value. One that speaks of `this` or `arguments` stays, with all that follow.
 */
export function asArrows(code: string): string {
  const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true);
  const arrows: string[] = [];
  let end = 0;
  for (const one of file.statements) {
    if (!ts.isFunctionDeclaration(one) || !one.name || speaksOfItself(one)) break;
    arrows.push(`${one.name.text}=${arrowOf(one, file)}`);
    end = one.end;
  }
  return arrows.length === 0 ? code : `let ${arrows.join(',')};${code.slice(end)}`;
}
