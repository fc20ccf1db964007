// What a schema finds wrong in a value, for a person: the path of each mistake and what was expected. Never the value:
// it may be secret.
import { z } from 'zod';
import { type Bound, EXPECTED, VALUE_TYPES } from '../messages/expected.ts';
import { joined, type Sentence, told, verbatim } from '../messages/sentence.ts';
import { nearest } from './nearest.ts';
import { placeIn, type YamlText } from './yaml.ts';

type Issue = z.core.$ZodIssue;

/** One mistake in a value. */
export interface Mistake {
  path: readonly PropertyKey[];
  /** As the schema library names it. */
  kind: Issue['code'];
  sentence: Sentence;
  /** A name in the value at `path` that should not be there, and those that may be. */
  unknown?: { key: string; known: readonly string[] };
}

/** A schema's issue carries one text: the English one, by which its sentence is found again here. */
const sentences = new Map<string, Sentence>();

/** `sentence` as the message of a schema. */
export function expected(sentence: Sentence): string {
  sentences.set(sentence.en, sentence);
  return sentence.en;
}

/** What `schema` makes of `value`, or all that is wrong with it. */
export function validated<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { data: z.infer<Schema> } | { mistakes: Mistake[] } {
  // The value is in the issues for its type only, and in no sentence.
  const parsed = schema.safeParse(value, { reportInput: true, error: namesKnown });
  if (parsed.success) return { data: parsed.data };
  return { mistakes: parsed.error.issues.flatMap(mistakesIn) };
}

/** A schema's issue of unknown names carries those that are known: only the schema itself has them, and it is asked here. */
function namesKnown(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const { shape } = (issue.inst?._zod.def ?? {}) as { shape?: object };
  return Object.keys(shape ?? {}).join(' ');
}

/** `file: path.to[2].it: what was expected (line 7)`, a line per mistake. */
export function describeMistakes(
  file: string,
  mistakes: readonly Mistake[],
  source?: YamlText,
): Sentence {
  return joined(
    mistakes.map(({ path, sentence, unknown }) => {
      const at = dotted(unknown ? [...path, unknown.key] : path);
      return told`${file}: ${describePath(path)}: ${sentence}${source ? placeIn(source, at) : ''}`;
    }),
    '\n',
  );
}

function describePath(path: readonly PropertyKey[]): Sentence {
  return path.length === 0 ? EXPECTED.wholeFile : verbatim(dotted(path));
}

/** As people write it, such as `routes.red.escalate[0].to`. */
export function dotted(path: readonly PropertyKey[]): string {
  const parts = path.map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part) || '""'}`,
  );
  return parts.join('').replace(/^\./, '');
}

/** A mistyped word of ours, but not a secret that was written where a word belongs. */
function showKey(key: string): Sentence {
  const isWord = /^[A-Za-z_-]{1,24}$/.test(key) && !key.startsWith('whsec');
  return isWord ? verbatim(`"${key}"`) : EXPECTED.strangeKey;
}

/** Of a value with several forms: the mistakes in the form that was meant, the one that has the right type. */
function mistakesIn(issue: Issue): Mistake[] {
  const { path, code: kind } = issue;
  if (kind === 'unrecognized_keys') return unknownKeys(issue);
  const own = sentences.get(issue.message);
  if (own !== undefined) return [{ path, kind, sentence: own }];
  if (kind !== 'invalid_union') return [{ path, kind, sentence: sentenceOf(issue) }];
  const forms = issue.errors.map((errors) => errors.flatMap(mistakesIn));
  const isOfType = (form: Issue[]) =>
    !form.some((inner) => inner.path.length === 0 && /^invalid_(type|value)$/.test(inner.code));
  const meant = issue.errors.findIndex((errors) => isOfType(errors));
  const [, ...furtherForms] = issue.errors.filter((errors) => isOfType(errors));
  if (meant === -1 || furtherForms.length > 0) {
    // No form of this type, or several: what each of them expects.
    const expectations = forms
      .flat()
      .map((inner) =>
        inner.path.length === 0
          ? inner.sentence
          : told`${describePath(inner.path)}: ${inner.sentence}`,
      );
    const different = new Map(expectations.map((sentence) => [sentence.en, sentence]));
    const sentence = joined([...different.values()], EXPECTED.or);
    return [{ path, kind, sentence: sentence.en === '' ? sentenceOf(issue) : sentence }];
  }
  return (forms[meant] ?? []).map((inner) => ({
    ...inner,
    path: [...path, ...inner.path],
  }));
}

function unknownKeys({
  path,
  code: kind,
  keys,
  message,
}: z.core.$ZodIssueUnrecognizedKeys): Mistake[] {
  const known = message.split(' ').filter((name) => name !== '');
  return keys.map((key) => {
    const sentence = EXPECTED.unknownKey(showKey(key), nearest(key, known), known);
    return { path, kind, sentence, unknown: { key, known } };
  });
}

/** What was expected, by the kind of the issue, of which the schema says nothing itself. */
function sentenceOf(issue: Issue): Sentence {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return EXPECTED.oneOf(issue.values.map(String).join(', '));
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return EXPECTED.text;
      if (issue.origin === 'array' && issue.minimum === 1) return EXPECTED.entry;
      return limit(issue.inclusive ? 'atLeast' : 'moreThan', issue.minimum, issue.origin);
    case 'too_big':
      return limit(issue.inclusive ? 'atMost' : 'lessThan', issue.maximum, issue.origin);
    case 'invalid_key':
      return EXPECTED.anotherName;
    case 'custom':
      return verbatim(issue.message);
    case 'invalid_format':
      // A pattern is for programs.
      return issue.format === 'regex' ? EXPECTED.else : libraryWords(issue);
    default:
      return EXPECTED.else;
  }
}

function wrongType(wanted: string, input: unknown): Sentence {
  if (input === undefined) return EXPECTED.missing;
  if (wanted === 'int' && typeof input === 'number' && Number.isFinite(input)) {
    return EXPECTED.whole;
  }
  // NaN and Infinity are numbers, and not what somebody means by the word.
  const isNoNumber = typeof input === 'number' && !Number.isFinite(input);
  const found = isNoNumber ? `${input}` : z.core.util.parsedType(input);
  return EXPECTED.type(typeNamed(wanted), typeNamed(found));
}

/** A kind of value, in words. */
export function typeNamed(name: string): Sentence {
  return VALUE_TYPES[name as keyof typeof VALUE_TYPES] ?? verbatim(name);
}

function limit(bound: Bound, of: number | bigint, origin: string): Sentence {
  const units = { string: 'characters', array: 'entries', set: 'entries' } as const;
  return EXPECTED.bound(bound, `${of}`, units[origin as keyof typeof units] ?? 'none');
}

/** What the schema library says in both languages, for kinds of which there is nothing better to say. */
function libraryWords(issue: Issue): Sentence {
  const words = (locale: () => { localeError: z.core.$ZodErrorMap }) => {
    const said = locale().localeError(issue as z.core.$ZodRawIssue);
    return typeof said === 'string' ? said : (said?.message ?? issue.message);
  };
  return { en: words(z.locales.en), zh: words(z.locales.zhCN) };
}
