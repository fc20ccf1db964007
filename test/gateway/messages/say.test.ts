// No sentence that the configuration, the devices file or the registry can be answered with is missing in Chinese.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inLanguage } from '#gateway/messages/config-chinese.ts';
import { sentencesIn } from './sentences.ts';

const GATEWAY = new URL('../../../gateway/', import.meta.url);
/** What is left of English when a sentence was translated: names and values, never two words in a row. */
const ENGLISH = /[a-z]{2,} [a-z]{2,}/;

/** Have words of their own in both languages, or go to the log. */
const NO_FINDINGS = ['texts.ts', 'start-texts.ts', 'describe.ts', 'chinese.ts', 'reloader.ts'];
const FILES = [
  ...readdirSync(new URL('config/', GATEWAY))
    .filter((name) => !NO_FINDINGS.includes(name))
    .map((name) => `config/${name}`),
  ...['files', 'issues', 'yaml', 'certificate', 'own-certificate'].map(
    (name) => `system/${name}.ts`,
  ),
  'registry/device-file.ts',
  'registry/master-key.ts',
  'registry/look.ts',
];

/** What only a part of a sentence is, in the sentence that has it; and the first lines of a new devices file. */
const PARTS: Record<string, string> = {
  'red presses': '"a" can not say red presses: they are not offered there',
  'green presses': '"a" can not say green presses: they are not offered there',
  ' (did you mean "7"?)': 'no destination is named "a" (did you mean "7"?)',
  '"7" can not say 7: they are not offered there':
    '"a" can not say notices: they are not offered there',
  'a text': 'what is in file 7 is not a text',
  'whsec_ and base64 of 24 to 64 bytes':
    'what is in file 7 is not whsec_ and base64 of 24 to 64 bytes',
  '32, 48 or 64 hex digits (AES-128, 192 or 256)':
    'what is in file 7 is not 32, 48 or 64 hex digits (AES-128, 192 or 256)',
  'environment variable 7': 'nothing in environment variable 7',
  'private key': '7: no private key in PEM',
  '(a strange key)': 'not known: "7", (a strange key)',
  'expected $1, found $2': 'expected string, found number',
  'expected $1 $2': 'expected at most 7',

  'at most': 'expected at most 7',
  'at least': 'expected at least 7 characters',

  'less than': 'expected less than 7',
  'more than': 'expected more than 7',
  'expected 7': 'expected more than 7',
  'master key: 7: 7': 'master key: environment variable A: no such file',
  '# Devices and homes. Holds keys: readable by the gateway only.\ndevices: []\n': 'no such file',
};

const isMissing = (sentence: string) => {
  const chinese = inLanguage(sentence, 'zh');
  return chinese === sentence || ENGLISH.test(chinese);
};

describe('a sentence that --check-config can give', () => {
  it('is there in Chinese, wherever in the code it is written', () => {
    const sentences = FILES.flatMap((name) => sentencesIn(new URL(name, GATEWAY)));
    expect(sentences.length).toBeGreaterThan(60);
    expect(sentences.map((one) => PARTS[one] ?? one).filter(isMissing)).toEqual([]);
    // None of the parts is left over from a sentence that was changed.
    expect(Object.keys(PARTS).filter((part) => !sentences.includes(part))).toEqual([]);
  });

  it('is told with its place, and with a value that is a phrase itself', () => {
    const zh = (text: string) => inLanguage(text, 'zh');
    expect(zh('c.yaml: routes.red: no destination is named "x" (did you mean "y"?)')).toBe(
      'c.yaml: routes.red: 没有名为 "x" 的目的地（是否指 "y"？）',
    );
    expect(zh('master key: /etc/key: no such file')).toBe('主密钥: /etc/key: 没有这个文件');
    expect(zh('a.yaml: line 3, column 5: BAD_INDENT')).toBe('a.yaml: 第 3 行第 5 列：BAD_INDENT');
    expect(zh('h: expected a time with its unit, from 1s to 2h, such as 250ms, 2s or 2h')).toBe(
      'h: 应为带单位的时间，1s 到 2h，例如 250ms、2s 或 2h',
    );
    expect(inLanguage('a: expected a list', 'en')).toBe('a: expected a list');
  });

  it('that nobody has translated stays as it is, and so does what looks like a pattern', () => {
    for (const text of ['a strange thing: $& (x)', '', ': ', '{}', 'no destination is named ']) {
      expect(inLanguage(text, 'zh')).toBe(text);
    }
    expect(inLanguage('no destination is named "$&$1"', 'zh')).toBe('没有名为 "$&$1" 的目的地');
  });
});
