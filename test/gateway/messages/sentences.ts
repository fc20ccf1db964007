// What a source file says and uses, read from its syntax: sentences, messages with their parameters, names.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

function walk(file: URL, visit: (node: ts.Node) => void): void {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file.pathname, text, ts.ScriptTarget.Latest, true);
  const each = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, each);
  };
  each(source);
}

/** What was expected, or two words of small letters: names, paths and codes have none. */
const SENTENCE = /^expected |(^|\s)[a-z]+,? [a-z]{2,}/;

/** What its strings say, with "7" where a value stands. */
export function sentencesIn(file: URL): string[] {
  const found: string[] = [];
  walk(file, (node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      const isName = ts.isImportDeclaration(node.parent) || ts.isTypeNode(node.parent);
      if (!isName) found.push(node.text);
    }
    if (ts.isTemplateExpression(node)) {
      found.push(node.head.text + node.templateSpans.map((s) => `7${s.literal.text}`).join(''));
    }
  });
  return found.filter((text) => SENTENCE.test(text));
}

export interface Parametrised {
  name: string;
  parameters: string[];
  /** Those that each language uses, in the order of the parameters. */
  en: string[];
  zh: string[];
}

/** The messages of the catalogue that are functions: `name: (count: number) => ({ en: …, zh: … })`. */
export function parametrisedIn(file: URL): Parametrised[] {
  const found: Parametrised[] = [];
  walk(file, (node) => {
    if (!ts.isPropertyAssignment(node) || !ts.isArrowFunction(node.initializer)) return;
    const { parameters, body } = node.initializer;
    const said = ts.isParenthesizedExpression(body) ? body.expression : body;
    if (!ts.isObjectLiteralExpression(said)) return;
    const names = parameters.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : name.elements.map((element) => element.getText()),
    );
    const usedBy = (language: string) => {
      const own = said.properties.find((property) => property.name?.getText() === language);
      const used = own ? identifiersIn(own) : new Set<string>();
      return names.filter((name) => used.has(name));
    };
    found.push({
      name: node.name.getText(),
      parameters: names,
      en: usedBy('en'),
      zh: usedBy('zh'),
    });
  });
  return found;
}

function identifiersIn(node: ts.Node): Set<string> {
  const found = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner)) found.add(inner.text);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

/** The functions that take a whole group of messages. */
const TAKE_ALL = /^(wordIn|wordOf|keys|values|entries)$/;

/**
 * The names that a file reads: of properties and of codes. And those of which it takes any, as of `texts.state[state]`
 * or `Object.values(texts.columns)`.
 */
export function usedIn(file: URL): { named: Set<string>; indexed: Set<string> } {
  const named = new Set<string>();
  const indexed = new Set<string>();
  const isCatalogue = file.pathname.includes('/messages/');
  const lastName = (node: ts.Node) =>
    ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
  walk(file, (node) => {
    if (ts.isPropertyAccessExpression(node)) named.add(node.name.text);
    if (ts.isBindingElement(node)) named.add((node.propertyName ?? node.name).getText());
    if (ts.isStringLiteral(node) && !isCatalogue) named.add(node.text);
    if (ts.isElementAccessExpression(node)) indexed.add(lastName(node.expression));
    if (ts.isSpreadAssignment(node)) indexed.add(lastName(node.expression));
    if (ts.isCallExpression(node) && TAKE_ALL.test(lastName(node.expression))) {
      for (const argument of node.arguments) indexed.add(lastName(argument));
    }
  });
  return { named, indexed };
}
