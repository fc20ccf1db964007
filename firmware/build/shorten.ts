// Says in fewer letters what a minifier leaves as it is: `this`, where a method says it often, and `const`.
import ts from 'typescript';

/** `const self = this;` costs about so many letters as four shortened uses save. */
const WORTH_IT = 4;
const ALIAS = 'self';

/** Every `this` of a function, without those of functions inside that have one of their own. */
function thisIn(body: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) found.push(node);
    else if (!ts.isFunctionExpression(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

/** Means the same. Classes with ancestors stay as they are: before `super()` there is no `this`. */
export function shorten(code: string): string {
  const file = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node) => {
    const isMethod = ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node);
    if (isMethod && node.body && !node.parent.getText(file).includes('super')) {
      const uses = thisIn(node.body);
      if (uses.length >= WORTH_IT) {
        const start = node.body.getStart(file) + 1;
        edits.push({ start, end: start, text: `let ${ALIAS}=this;` });
        for (const use of uses)
          edits.push({ start: use.getStart(file), end: use.end, text: ALIAS });
      }
    }
    if (ts.isVariableDeclarationList(node) && node.flags & ts.NodeFlags.Const) {
      const start = node.getStart(file);
      edits.push({ start, end: start + 'const'.length, text: 'let' });
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
