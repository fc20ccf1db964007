// The catalogue of messages: both languages say the same with the same parameters, every message is said somewhere, and no
// sentence stands outside of it.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EXPECTED } from '#gateway/messages/expected.ts';
import { FILES } from '#gateway/messages/files.ts';
import { FINDINGS } from '#gateway/messages/findings.ts';
import { OUTCOMES, outcomeSaid } from '#gateway/messages/route-test.ts';
import { isSentence, type Sentence, sentenceIn, told } from '#gateway/messages/sentence.ts';
import { describeMistakes, expected, validated } from '#gateway/system/issues.ts';
import { CATALOGUE } from './parts.ts';
import { parametrisedIn, sentencesIn, usedIn } from './sentences.ts';

const ROOT = new URL('../../../', import.meta.url);
const GATEWAY = new URL('gateway/', ROOT);
const files = Object.keys(CATALOGUE).map((path) => new URL(path, ROOT));
/** Make sentences, and have none. */
const TOOLS = ['aligned.ts', 'language.ts', 'sentence.ts'];

type Message = Sentence | ((...parameters: never[]) => Sentence);

/** The messages of a part of the catalogue by their path in it, such as CHECK_CONFIG.sia.plain. */
function messagesIn(part: unknown, path: string): [path: string, message: Message][] {
  if (isSentence(part) || typeof part === 'function') return [[path, part as Message]];
  return Object.entries(part as object).flatMap(([key, value]) =>
    messagesIn(value, `${path}.${key}`),
  );
}

const parts = Object.values(CATALOGUE)
  .flatMap((exported) => Object.entries(exported))
  .filter(([name, value]) => /^[A-Z_]+$/.test(name) && typeof value === 'object');
const messages = parts.flatMap(([name, part]) => messagesIn(part, name));

const CHINESE = /\p{Script=Han}/u;
const ENGLISH = /[a-z]{2,} [a-z]{2,}/;
/** A few in a row are a command or a name, such as `npm run build` and MQTT over TLS. */
const ENGLISH_IN_CHINESE = /([a-z]{2,} ){3}[a-z]{2,}/;
/** What somebody types is the same in every language. */
const TYPED = /`[^`]*`|\S*[-/.]\S*/g;

describe('the catalogue', () => {
  it('is found: it has hundreds of messages', () => {
    expect(messages.length).toBeGreaterThan(500);
    const there = readdirSync(new URL('messages/', GATEWAY)).filter((name) => name.endsWith('.ts'));
    expect(there.filter((name) => !(`gateway/messages/${name}` in CATALOGUE))).toEqual(TOOLS);
    expect(parts.map(([name]) => name)).toEqual(expect.arrayContaining(['ERRORS', 'INSTALLER']));
  });

  it('says every sentence in both languages, and each in its own', () => {
    const fixed = messages.filter((entry): entry is [string, Sentence] => isSentence(entry[1]));
    for (const [path, { en, zh, ...more }] of fixed) {
      expect([en, zh], path).not.toContain('');
      expect(more, path).toEqual({});
      expect(en, path).not.toMatch(CHINESE);
      if (ENGLISH.test(en.replaceAll(TYPED, ''))) expect(zh, path).toMatch(CHINESE);
      expect(zh.replaceAll(TYPED, ''), path).not.toMatch(ENGLISH_IN_CHINESE);
    }
  });

  it('has every parameter of a message in both languages', () => {
    const found = files.flatMap(parametrisedIn);
    const functions = messages.filter(([, message]) => typeof message === 'function');
    // A part of another part is found twice: FAILURES.
    expect(found.length).toBeGreaterThan(150);
    expect(found.length).toBeLessThanOrEqual(functions.length);
    for (const { name, parameters, en, zh } of found) {
      expect({ name, en, zh }).toEqual({ name, en: parameters, zh: parameters });
    }
  });

  it('has no message that nobody says', () => {
    const sources = readdirSync(GATEWAY, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => new URL(name, GATEWAY))
      .concat(
        new URL('simulator/practice/practice.ts', ROOT),
        new URL('simulator/stand-in/command.ts', ROOT),
      );
    const used = new Map(sources.map((file) => [file.pathname, usedIn(file)]));
    const unsaid = messages.filter(([path]) => {
      const keys = path.split('.');
      const key = keys.at(-1) as string;
      const group = keys.at(-2) as string;
      return ![...used.values()].some(({ named, indexed }) => named.has(key) || indexed.has(group));
    });
    expect(unsaid.map(([path]) => path)).toEqual([]);
  });
});

/** Where mistakes of people are found. */
const FINDERS = [
  ...readdirSync(new URL('config/', GATEWAY)).map((name) => `config/${name}`),
  ...['files', 'issues', 'text', 'yaml', 'yaml-mistakes', 'certificate', 'own-certificate'].map(
    (name) => `system/${name}.ts`,
  ),
  ...['device-file', 'master-key', 'look', 'check', 'tokens'].map((name) => `registry/${name}.ts`),
  'domain/registry/fields.ts',
  'management/wire.ts',
];
/** Go to the log, or into a new devices file. */
const NO_SENTENCES = /^not reloaded|^use of a token not written|^# Devices and homes/;

describe('a sentence about a mistake', () => {
  it('stands in the catalogue and nowhere else', () => {
    const found = FINDERS.flatMap((name) => sentencesIn(new URL(name, GATEWAY)));
    expect(found.filter((sentence) => !NO_SENTENCES.test(sentence))).toEqual([]);
  });

  it('is told with its place, and with a value that is a phrase itself', () => {
    expect(told`c.yaml: routes.red: ${FINDINGS.noDestination('x', 'y')}`.zh).toBe(
      'c.yaml: routes.red: 没有名为 "x" 的目的地（是否指 "y"？）',
    );
    expect(told`${FILES.masterKey}: /etc/key: ${FILES.missing}`.zh).toBe(
      '主密钥: /etc/key: 没有这个文件',
    );
    expect(told`a.yaml: ${FILES.yaml(3, 5, 'BAD_INDENT')}`.zh).toBe(
      'a.yaml: 第 3 行第 5 列：BAD_INDENT',
    );
    expect(FINDINGS.noDestination('$&$1', undefined).zh).toBe('没有名为 "$&$1" 的目的地');
  });

  it('is that of the schema, by its kind, and else that of the schema library in both languages', () => {
    const schema = z.strictObject({
      at: z.iso.datetime(),
      port: z.int(expected(EXPECTED.port)),
      names: z.array(z.string()).max(1),
    });
    const read = validated(schema, { at: 'noon', port: 'x', names: ['a', 'b'], nmaes: 1 });
    const { en, zh } = describeMistakes('f', 'mistakes' in read ? read.mistakes : []);
    expect(en.split('\n')).toEqual([
      'f: at: Invalid ISO datetime',
      'f: port: expected a port, 1 to 65535',
      'f: names: expected at most 1 entries',
      'f: (whole file): not known: "nmaes" (did you mean "names"?); known here: at, port, names',
    ]);
    expect(zh.split('\n')).toEqual([
      'f: at: 无效ISO日期时间',
      'f: port: 应为端口，1 到 65535',
      'f: names: 应不超过 1 项',
      'f: （整个文件）: 没有这样的设置："nmaes"（是否指 "names"？）；这里可用：at, port, names',
    ]);
  });
});

describe('a text in English of another process', () => {
  it('is found again as its sentence, with its values', () => {
    expect(outcomeSaid(OUTCOMES.stopped('410').en)).toEqual(OUTCOMES.stopped('410'));
    expect(sentenceIn(FILES, 'line 3, column 5: X')).toEqual({
      en: 'line 3, column 5: X',
      zh: '第 3 行第 5 列：X',
    });
  });

  it('that is nobody’s sentence stays as it is, also when it looks like a pattern', () => {
    for (const text of ['a strange thing: $& (x)', '', ': ', '{}', '.*']) {
      expect(sentenceIn(OUTCOMES, text)).toEqual({ en: text, zh: text });
    }
  });
});
