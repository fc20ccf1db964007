// Makes fields of what constructors set to plain values, in fewer letters. On the interpreter a field stands in the class,
// and an instance gets its own when it is written; that takes some 40 variables more in all.
import ts from 'typescript';

const WORDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function isPlain(value: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(value)) return ts.isNumericLiteral(value.operand);
  if (ts.isIdentifier(value)) return value.text === 'Infinity';
  return ts.isNumericLiteral(value) || ts.isStringLiteral(value) || WORDS.has(value.kind);
}

/** The field that a statement of a constructor sets to a plain value. */
function fieldOf(statement: ts.Statement, file: ts.SourceFile): string | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const set = statement.expression;
  if (!ts.isBinaryExpression(set) || set.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return undefined;
  const { left, right } = set;
  const isOwn =
    ts.isPropertyAccessExpression(left) && left.expression.kind === ts.SyntaxKind.ThisKeyword;
  return isOwn && isPlain(right) ? `${left.name.text}=${right.getText(file)};\n` : undefined;
}

/** Means the same, unless somebody asks an instance which properties it has. Classes with ancestors stay as they are. */
export function asFields(code: string): string {
  const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true);
  const edits: Edit[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isConstructorDeclaration(node) && node.body && !node.parent.heritageClauses) {
      const fields: string[] = [];
      const plain: Edit[] = [];
      for (const statement of node.body.statements) {
        const field = fieldOf(statement, file);
        if (field === undefined) continue;
        fields.push(field);
        plain.push({ start: statement.getStart(file), end: statement.end, text: '' });
      }
      const start = node.getStart(file);
      const isEmpty = node.parameters.length === 0 && fields.length === node.body.statements.length;
      // What is left of a constructor that did nothing else.
      edits.push({ start, end: isEmpty ? node.end : start, text: fields.join('') });
      if (!isEmpty) edits.push(...plain);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  let result = code;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + text + result.slice(end);
  }
  return result;
}
