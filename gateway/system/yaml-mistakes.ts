// What somebody did wrong in YAML, from what its parser stumbles over: the place where it began, and a sentence.
import {
  type Document,
  isAlias,
  isCollection,
  isScalar,
  type LineCounter,
  type Node,
  visit,
  type YAMLParseError,
} from 'yaml';
import { FILES } from '../messages/files.ts';
import type { Sentence } from '../messages/sentence.ts';
import { YAML } from '../messages/yaml.ts';

/** A mistake and where it begins, as an offset in the text. */
interface Found {
  at: number;
  sentence: Sentence;
}

/** A text and what its parser made of it. */
export interface Parsed {
  text: string;
  document: Document;
  lines: LineCounter;
}

/** A text with more is none that a person corrects line by line, and a gateway that reloads must not look at them all. */
const MAX_TOLD = 100;

/** The mistakes that the parser found, in the order of the text, one a line, each with its place. */
export function mistakesIn(parsed: Parsed): Sentence[] {
  const { errors } = parsed.document;
  const first = withoutEchoes(errors).slice(0, MAX_TOLD);
  const source = new Source(parsed);
  const found = first.map((error) => founded(source, error, errors));
  found.sort((a, b) => a.at - b.at);
  const told = new Map<number, Sentence>();
  for (const { at, sentence } of found) {
    const { line, col } = parsed.lines.linePos(at);
    // One mistake often has several consequences on its line.
    if (!told.has(line)) told.set(line, FILES.yaml(line, col, sentence));
  }
  return [...told.values()];
}

/** Names that are used and never given, such as a value that begins with a star. */
export function danglingAliases({ document, lines }: Parsed): Sentence[] {
  const found: Sentence[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return;
      const { line, col } = lines.linePos(alias.range?.[0] ?? 0);
      found.push(FILES.yaml(line, col, FILES.alias));
    },
  });
  return found;
}

/** After one that it did not expect, the parser expects nothing of what follows. */
function withoutEchoes(errors: readonly YAMLParseError[]): YAMLParseError[] {
  const first = errors.find(({ code }) => code === 'UNEXPECTED_TOKEN');
  return errors.filter((error) => error.code !== 'UNEXPECTED_TOKEN' || error === first);
}

/** A text whose mistakes are looked for. What is asked of each mistake is worked out once: a line can have them all. */
class Source {
  readonly text: string;
  readonly #document: Document;
  readonly #slips = new Map<number, ReturnType<typeof slipIn>>();
  #nodes: Node[] | undefined;

  constructor({ text, document }: Parsed) {
    this.text = text;
    this.#document = document;
  }

  /** In the order in which they begin. */
  get nodes(): readonly Node[] {
    if (this.#nodes !== undefined) return this.#nodes;
    const nodes: Node[] = [];
    visit(this.#document, {
      Node: (_, node) => {
        if (!isAlias(node)) nodes.push(node);
      },
    });
    this.#nodes = nodes;
    return nodes;
  }

  /** What was slipped on in the line around an offset. */
  slipAt(offset: number): Found | undefined {
    const begin = this.text.lastIndexOf('\n', offset - 1) + 1;
    if (!this.#slips.has(begin)) this.#slips.set(begin, slipIn(lineFrom(this.text, begin)));
    const slip = this.#slips.get(begin);
    return slip && { at: begin + slip.at, sentence: slip.sentence };
  }
}

function founded(source: Source, error: YAMLParseError, errors: readonly YAMLParseError[]): Found {
  const { text } = source;
  const at = error.pos[0];
  const begin = text.lastIndexOf('\n', at - 1) + 1;
  const written = lineFrom(text, begin);
  const found = opened(error, source);
  if (found) return source.slipAt(found.at) ?? found;
  const slip = error.code === 'TAB_AS_INDENT' ? undefined : source.slipAt(at);
  if (slip) return slip;
  const isFirst = text.slice(begin, at).trim() === '';
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { at, sentence: YAML.tab };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY': {
      if (isFirst) return { at, sentence: YAML.noColon };
      const isOverLines = errors.some(
        (other) => other.code === 'MULTILINE_IMPLICIT_KEY' && other.pos[0] === at,
      );
      if (!isOverLines) return { at, sentence: YAML.twoColons };
      // Found at the value, made on the line below it.
      const below = begin + written.length + 1;
      const indent = /^\s*/.exec(lineFrom(text, below))?.[0].length ?? 0;
      return { at: below + indent, sentence: YAML.underValue };
    }
    case 'MISSING_CHAR':
      if (text[at] === '#') return { at, sentence: YAML.comment };
      return { at, sentence: isFirst ? YAML.noColon : YAML.other };
    case 'BAD_INDENT':
      return { at, sentence: YAML.indent };
    case 'UNEXPECTED_TOKEN':
      return { at, sentence: isFirst ? YAML.indent : YAML.behind };
    case 'BLOCK_IN_FLOW':
      return { at, sentence: YAML.inBrackets };
    case 'BAD_DQ_ESCAPE':
      return { at, sentence: YAML.escape };
    case 'BAD_SCALAR_START':
      return { at, sentence: YAML.firstCharacter };
    case 'DUPLICATE_KEY':
      return { at, sentence: YAML.twice };
    case 'MULTIPLE_DOCS':
      return { at, sentence: YAML.documents };
    default:
      return { at, sentence: YAML.other };
  }
}

/** Of a quote or bracket that is not closed: where it is opened, for the parser tells where it gave up. */
function opened({ code, message, pos }: YAMLParseError, { text, nodes }: Source) {
  const isQuote = code === 'MISSING_CHAR' && /closing ["']/.test(message);
  const isBracket = /end with a? ?[}\]]/.test(message);
  if (!isQuote && !isBracket) return undefined;
  const isOpen = (node: Node) => {
    const [begin, end] = node.range ?? [0, 0];
    if (begin >= pos[0] && pos[0] > 0) return false;
    if (isQuote) return isScalar(node) && /^QUOTE/.test(`${node.type}`) && end >= pos[0] - 1;
    return isCollection(node) && node.flow === true && isUnclosed(text.slice(begin, end));
  };
  // From the end: of nested ones that are all open the innermost is the first that is looked at.
  const at = nodes.findLast(isOpen)?.range?.[0];
  return { at: at ?? pos[0], sentence: isQuote ? YAML.quote : YAML.bracket };
}

function isUnclosed(written: string): boolean {
  const bare = written.replaceAll(/"[^"]*"|'[^']*'/g, '');
  return bare.replaceAll(/[^[{]/g, '').length > bare.replaceAll(/[^\]}]/g, '').length;
}

function lineFrom(text: string, begin: number): string {
  const end = text.indexOf('\n', begin);
  return text.slice(begin, end === -1 ? undefined : end);
}

/** Of characters that a Chinese keyboard writes, those that have a meaning in YAML. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '，': ',',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '｛': '{',
  '｝': '}',
  '［': '[',
  '］': ']',
  '【': '[',
  '】': ']',
  '＃': '#',
  '－': '-',
};

/**
 * What a hand slips on in a line: a character that only looks like the one that is meant, or a colon without its space.
 * Only where somebody wanted to say something to YAML: in names and at the beginning of values, not inside of texts.
 */
export function slipIn(line: string): { at: number; sentence: Sentence } | undefined {
  const quoted = line.replaceAll(/"[^"]*"|'[^']*'/g, (part) => '"'.repeat(part.length));
  const bare = quoted.replace(/(^|\s)#.*$/, '$1');
  const space = /^[ \t-]*[\u3000\u00a0\u2000-\u200b\u202f\ufeff]/.exec(bare);
  if (space) return { at: space[0].length - 1, sentence: YAML.oddSpace };
  const colon = /(?:^|[{,，]|- )\s*[\p{L}\d_."-]+\s*[：﹕]/u.exec(bare);
  if (colon) {
    const at = colon.index + colon[0].length - 1;
    return { at, sentence: YAML.lookalike(bare[at] as string, YAML.colonAndSpace) };
  }
  // The second begins at the first bracket only: from each of a long line it would take as long as the line squared.
  const other =
    /(?:^\s*|: *)([“”‘’｛［【＃－])/.exec(bare) ?? /^[^{[]*[{[].*?([，｝］】])/.exec(bare);
  const character = other?.[1];
  if (other && character !== undefined) {
    const at = other.index + other[0].length - 1;
    return { at, sentence: YAML.lookalike(character, LOOKALIKES[character] as string) };
  }
  const narrow = /^\s*(?:- )?[A-Za-z_][\w-]*:(?=[^\s/])/.exec(bare);
  if (narrow) return { at: narrow[0].length - 1, sentence: YAML.noSpace };
  return undefined;
}
