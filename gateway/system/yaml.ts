// YAML, with mistakes told by place and in words. Never by the line itself: it may hold a key.
import { readFile } from 'node:fs/promises';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { FILES } from '../messages/files.ts';
import { joined, type Sentence, told } from '../messages/sentence.ts';
import { YAML } from '../messages/yaml.ts';
import { decodeText, TextMistake } from './text.ts';
import { danglingAliases, mistakesIn, type Parsed, slipIn } from './yaml-mistakes.ts';

/** What is wrong in a text that should be YAML: every mistake that was found. */
export class YamlMistake extends Error {
  readonly sentences: readonly Sentence[];

  constructor(sentences: readonly Sentence[]) {
    super(sentences.map(({ en }) => en).join('\n'));
    this.sentences = sentences;
  }

  get sentence(): Sentence {
    return joined(this.sentences, '; ');
  }
}

/** A value, and the text that it was read from. */
export interface YamlText {
  text: string;
  value: unknown;
  /** Done when it is asked for: a list of 100,000 devices in JSON is read without. */
  parsed(): Parsed;
}

function parse(text: string): Parsed {
  const lines = new LineCounter();
  return {
    text,
    // Its warnings would show what stands there, in the gateway's log.
    document: parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' }),
    lines,
  };
}

/**
 * The value of a text. JSON is YAML too, and is read a hundred times faster: 100,000 devices in a moment.
 * Errors: YamlMistake.
 */
export function parseYaml(text: string): YamlText {
  if (text.trimStart().startsWith('{')) {
    try {
      const value: unknown = JSON.parse(text);
      let later: Parsed | undefined;
      const parsed = () => {
        later ??= parse(text);
        return later;
      };
      return { text, value, parsed };
    } catch {
      // YAML in braces, or a mistake that YAML tells better.
    }
  }
  const parsed = parse(text);
  if (parsed.document.errors.length > 0) throw new YamlMistake(mistakesIn(parsed));
  try {
    return { text, value: parsed.document.toJS(), parsed: () => parsed };
  } catch {
    const dangling = danglingAliases(parsed);
    throw new YamlMistake(dangling.length > 0 ? dangling : [FILES.alias]);
  }
}

/**
 * The value of a file in UTF-8. Its comments may be in another encoding, because nothing of them is lost, and a gateway
 * must not stay down over what only people read. Errors: YamlMistake, TextMistake, and those of the system.
 */
export async function readYamlFile(path: string): Promise<YamlText> {
  const bytes = await readFile(path);
  try {
    return parseYaml(decodeText(bytes));
  } catch (error) {
    const source = error instanceof TextMistake ? wholeBesideComments(bytes) : undefined;
    if (source !== undefined) return source;
    throw error;
  }
}

/** Undefined when a character that could not be read is more than a comment. */
function wholeBesideComments(bytes: Uint8Array): YamlText | undefined {
  const text = new TextDecoder().decode(bytes);
  if (text.includes('\0')) return undefined;
  try {
    const source = parseYaml(text);
    if (JSON.stringify(source.value ?? null).includes(UNREADABLE)) return undefined;
    let isWhole = true;
    visit(source.parsed().document, {
      Node: (_, node) => {
        // Two names of aliases would become the same one.
        const { anchor = '', tag = '' } = isAlias(node) ? {} : node;
        if (`${anchor}${tag}`.includes(UNREADABLE)) isWhole = false;
      },
    });
    return isWhole ? source : undefined;
  } catch {
    return undefined;
  }
}

/** What a decoder puts in the place of bytes that are no character. */
const UNREADABLE = '\ufffd';

/** Longer ones are made by programs, and are not parsed again only to tell lines. */
const MAX_LINED_JSON = 1_000_000;

/**
 * Where the value at `path` stands, such as `routes.red.escalate[0].to`, to be put behind what is said of it; of what is
 * missing, where it should stand. With what was probably slipped on in that line.
 */
export function placeIn(source: YamlText, path: string): Sentence | string {
  const { text } = source;
  if (text.trimStart().startsWith('{') && text.length > MAX_LINED_JSON) return '';
  const { document, lines } = source.parsed();
  const { key, value } = nodeAt(document, path);
  const at = key?.range?.[0] ?? value?.range?.[0];
  if (at === undefined) return '';
  const { line } = lines.linePos(at);
  // Within a text that is one value, names and colons were meant to be more than a text.
  const isText = isScalar(value) && typeof value.value === 'string';
  const last = isText ? lines.linePos(value.range?.[1] ?? at).line : line;
  for (let number = line; number <= Math.min(last, line + MAX_LINES_OF_TEXT); number++) {
    const begin = lines.lineStarts[number - 1];
    const slip = slipIn(text.slice(begin, lines.lineStarts[number]).trimEnd());
    if (slip) return told`${YAML.onLine(number)}: ${slip.sentence}`;
  }
  return YAML.onLine(line);
}

const MAX_LINES_OF_TEXT = 20;

/** The node at a path and its name, or those nearest above it. Names may have dots in them, so the map decides. */
function nodeAt(document: Document, path: string): { key?: Node; value?: Node } {
  let found: { key?: Node; value?: Node } = document.contents ? { value: document.contents } : {};
  let rest = path;
  while (rest !== '') {
    const into = isAlias(found.value) ? found.value.resolve(document) : found.value;
    const index = /^\[(\d+)\]\.?/.exec(rest);
    if (isSeq(into) && index) {
      const item = into.items[Number(index[1])] as Node | undefined;
      if (!item) return found;
      found = { value: item };
      rest = rest.slice(index[0].length);
      continue;
    }
    if (!isMap(into)) return found;
    const fitting = into.items
      .map((pair) => ({ pair, name: isScalar(pair.key) ? String(pair.key.value) : '' }))
      .filter(({ name }) => name !== '' && rest.startsWith(name))
      .filter(({ name }) => /^(?:$|[.[])/.test(rest.slice(name.length)))
      .sort((a, b) => b.name.length - a.name.length);
    const [best] = fitting;
    if (!best) return found;
    const key = best.pair.key as Node;
    const value = best.pair.value as Node | null;
    found = value ? { key, value } : { key };
    rest = rest.slice(best.name.length).replace(/^\./, '');
  }
  return found;
}
