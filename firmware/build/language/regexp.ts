// Rules on regular expressions: the interpreter's matcher knows little, and mostly answers wrongly in silence.
import ts from 'typescript';
import type { Rule } from './rule.ts';

/** One element of a pattern outside of character classes; a whole class is one element. */
type Element = string;

/** Splits a pattern into escapes, classes, `{n,m}` and single characters. */
function elements(pattern: string): Element[] {
  return pattern.match(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|[\s\S]/g) ?? [];
}

const QUANTIFIER = /^(?:[*+?]|\{.*\})$/;

function isQuantifier(element: Element | undefined): boolean {
  return element !== undefined && element !== '{' && QUANTIFIER.test(element);
}

/** A `?` that stands for itself: neither behind `(`, nor behind another quantifier. */
function isOptional(all: readonly Element[], i: number): boolean {
  return all[i] === '?' && all[i - 1] !== '(' && !isQuantifier(all[i - 1]);
}

function nestsGroups(all: readonly Element[]): boolean {
  let depth = 0;
  return all.some((element) => {
    if (element === '(') depth++;
    if (element === ')') depth--;
    return depth > 1;
  });
}

interface PatternRule {
  readonly id: string;
  readonly message: string;
  readonly rejects: (all: readonly Element[], flags: string) => boolean;
}

const PATTERN_RULES: readonly PatternRule[] = [
  {
    id: 'no-regexp-counted',
    message: '{n,m} never matches; repeat the element, or test the length',
    rejects: (all) => all.some((e) => /^\{\d/.test(e)),
  },
  {
    id: 'no-regexp-lazy',
    message: 'lazy quantifiers never match; use a negated class',
    rejects: (all) => all.some((e, i) => e === '?' && isQuantifier(all[i - 1])),
  },
  {
    id: 'no-regexp-optional',
    message: "'?' is not understood and never matches; use '*', or test twice",
    rejects: (all) => all.some((_e, i) => isOptional(all, i)),
  },
  {
    id: 'no-regexp-special-group',
    message: '(?:), lookahead, lookbehind and named groups are not understood; use plain groups',
    rejects: (all) => all.some((e, i) => e === '(' && all[i + 1] === '?'),
  },
  {
    id: 'no-regexp-repeated-group',
    message: "a group can't be repeated; use a character class or a loop",
    rejects: (all) => all.some((e, i) => e === ')' && isQuantifier(all[i + 1])),
  },
  {
    id: 'no-regexp-nested-group',
    message: 'nested groups capture the wrong text; use two expressions',
    rejects: nestsGroups,
  },
  {
    id: 'no-regexp-alternative',
    message: "'|' ends the match early: /^(ab|cd)$/ accepts 'abx'; use several expressions",
    rejects: (all) => all.includes('|'),
  },
  {
    id: 'no-regexp-escape',
    message: '\\b, \\B, \\u, \\p, \\k and back references are not understood',
    rejects: (all) => all.some((e) => /^\\[bBupPk1-9]/.test(e)),
  },
  {
    id: 'no-regexp-class-slash',
    message: "a '/' in a character class ends the expression; write '\\/'",
    rejects: (all) => all.some((e) => /^\[/.test(e) && /(?:^|[^\\])\//.test(e)),
  },
  {
    id: 'no-regexp-flag',
    message: 'only the flags g and i are understood',
    rejects: (_all, flags) => /[^gi]/.test(flags),
  },
];

/** Pattern and flags of a literal, or of `new RegExp('...')`. */
function patternOf(node: ts.Node): readonly [string, string] | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return [node.text.slice(1, end), node.text.slice(end + 1)];
  }
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'RegExp') return undefined;
  const [pattern, flags] = node.arguments ?? [];
  if (!pattern || !ts.isStringLiteralLike(pattern)) return undefined;
  // A slash needs no escape in a string.
  const text = pattern.text.replace(/\\?\//g, '\\/');
  return [text, flags && ts.isStringLiteralLike(flags) ? flags.text : ''];
}

export const regexpRules: readonly Rule[] = PATTERN_RULES.map(({ id, message, rejects }) => ({
  id,
  node: (node: ts.Node) => {
    const pattern = patternOf(node);
    return pattern && rejects(elements(pattern[0]), pattern[1])
      ? `in a regular expression, ${message}`
      : undefined;
  },
}));
