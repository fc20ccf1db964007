// A sentence in every language that the gateway speaks: what the catalogue is made of, and how sentences are put together.

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same in each language. A message of the catalogue is a sentence, or a function that returns one. */
export type Sentence = Readonly<Record<Language, string>>;

export function isSentence(value: unknown): value is Sentence {
  return typeof value === 'object' && value !== null && 'en' in value && 'zh' in value;
}

/** What no language changes: a path, a number, what the system or somebody else says. */
export function verbatim(text: string): Sentence {
  return { en: text, zh: text };
}

/** A part of a sentence that may be a sentence itself. */
export function inEach(part: Sentence | string): Sentence {
  return isSentence(part) ? part : verbatim(part);
}

/**
 * Sentences inside of text that no language changes: told`${file}: ${problem}`. Full stops and colons after a place are
 * of the machine, and stay as they are.
 */
export function told(
  texts: TemplateStringsArray,
  ...parts: readonly (Sentence | string | number)[]
): Sentence {
  const inOne = (language: Language) =>
    String.raw({ raw: texts }, ...parts.map((part) => (isSentence(part) ? part[language] : part)));
  return { en: inOne('en'), zh: inOne('zh') };
}

export function joined(sentences: readonly Sentence[], between: Sentence | string): Sentence {
  const inOne = (language: Language) =>
    sentences
      .map((sentence) => sentence[language])
      .join(isSentence(between) ? between[language] : between);
  return { en: inOne('en'), zh: inOne('zh') };
}

/** A part of the catalogue in one language: texts, and functions that return one. */
export type In<Part> = Part extends Sentence
  ? string
  : Part extends (...parameters: infer Parameters) => Sentence
    ? (...parameters: Parameters) => string
    : { readonly [Key in keyof Part]: In<Part[Key]> };

/** `part` of the catalogue as somebody reads it who speaks `language`. */
export function textsIn<Part extends object>(part: Part, language: Language): In<Part> {
  const entries = Object.entries(part).map(([key, value]) => [key, inOne(value, language)]);
  return Object.fromEntries(entries) as In<Part>;
}

function inOne(value: unknown, language: Language): unknown {
  if (isSentence(value)) return value[language];
  if (typeof value === 'function') {
    return (...parameters: unknown[]) => (value(...parameters) as Sentence)[language];
  }
  return textsIn(value as object, language);
}

/** Where a parameter stands: a character of private use, which no text has. */
const PLACE = '\ue000';

/**
 * The sentence of `part` that is `text` in English: for what comes from a running gateway, where it is in one language.
 * What is in no sentence is of somebody else, and stays as it is.
 */
export function sentenceIn(part: object, text: string): Sentence {
  for (const message of Object.values(part) as (Sentence | ((...of: string[]) => Sentence))[]) {
    if (typeof message !== 'function') {
      if (message.en === text) return message;
      continue;
    }
    // Parameters stand in a sentence in the order of the parameters.
    const pattern = message(...Array<string>(message.length).fill(PLACE))
      .en.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll(PLACE, '(.+?)');
    const found = new RegExp(`^${pattern}$`).exec(text);
    if (found) return message(...found.slice(1));
  }
  return verbatim(text);
}

/** The word of a group for `code`. One that only a newer gateway or device knows has no word yet: it is its own. */
export function wordIn(group: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(group, code) ? (group[code] as string) : code;
}
