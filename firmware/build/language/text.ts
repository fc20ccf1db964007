// Rules on how the code is written down: the interpreter's lexer is simpler than the grammar.
import ts from 'typescript';
import { type Checked, type Fault, type Rule, rule } from './rule.ts';
import { walkOwn } from './walk.ts';

/** `return` alone on its line: the interpreter goes on reading and returns the next line's value. */
function returnsNextLine(node: ts.Node, about: Checked): boolean {
  if (!ts.isReturnStatement(node) || node.expression) return false;
  const after = about.file.text.slice(node.end).trimStart();
  return !node.getText(about.file).endsWith(';') && after !== '' && !after.startsWith('}');
}

function literalText(node: ts.Node, about: Checked): string | undefined {
  const literal =
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node);
  return literal ? node.getText(about.file) : undefined;
}

/** An escape of the given form, not counting backslashes that are themselves escaped. */
function hasEscape(text: string | undefined, form: RegExp): boolean {
  return text?.match(/\\(?:\r\n|u\{|[\s\S])/g)?.some((e) => form.test(e)) ?? false;
}

/** The interpreter finds the end of `${...}` by counting braces, also those in strings. */
function hasBraceInText(node: ts.Node, about: Checked): boolean {
  if (!ts.isTemplateSpan(node)) return false;
  let found = false;
  walkOwn(node.expression, (inner) => {
    if (ts.isStringLiteral(inner) || ts.isRegularExpressionLiteral(inner)) {
      found = found || /[{}]/.test(inner.getText(about.file));
    }
  });
  return found;
}

/** After `)` the interpreter takes the slash for a division. */
function isRegexpStatement(node: ts.Node, about: Checked): boolean {
  if (!ts.isRegularExpressionLiteral(node)) return false;
  return about.file.text.slice(0, node.getStart(about.file)).trimEnd().endsWith(')');
}

function* nonAscii(about: Checked): Iterable<Fault> {
  const at = about.file.text.search(/[^\t\n\r\x20-\x7e]/);
  if (at < 0) return;
  const message = 'a character outside ASCII is sent as UTF-8 and read as several; escape it';
  yield { node: about.file, position: at, message };
}

export const textRules: readonly Rule[] = [
  rule(
    'no-return-line-break',
    "'return' followed by a new line returns the value of that line; end it with ';'",
    returnsNextLine,
  ),
  rule(
    'no-template-escape',
    '\\$ in a template is not understood; use a quoted string',
    (node, about) => !ts.isStringLiteral(node) && hasEscape(literalText(node, about), /^\\[${]$/),
  ),
  rule(
    'no-template-brace',
    'a brace in a string ends the substitution around it; put the string into a variable',
    hasBraceInText,
  ),
  rule('no-code-point-escape', '\\u{...} is not understood; use \\uXXXX', (node, about) =>
    hasEscape(literalText(node, about), /^\\u\{$/),
  ),
  rule(
    'no-line-continuation',
    'a backslash at the end of a line puts the line break into the string; join two strings',
    (node, about) => hasEscape(literalText(node, about), /^\\[\r\n]/),
  ),
  rule(
    'no-regexp-after-parenthesis',
    'a regular expression behind ) is read as a division; put it into braces or a variable',
    isRegexpStatement,
  ),
  { id: 'ascii-only', only: 'bundle', scan: nonAscii },
];
