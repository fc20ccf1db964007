// The sentences in a source file: what its strings say, with "7" where a value stands.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What was expected, or two words of small letters: names, paths and codes have none. */
const SENTENCE = /^expected |(^|\s)[a-z]+,? [a-z]{2,}/;

export function sentencesIn(file: URL): string[] {
  const source = ts.createSourceFile(
    file.pathname,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) {
      found.push(node.head.text + node.templateSpans.map((s) => `7${s.literal.text}`).join(''));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((text) => SENTENCE.test(text));
}
