// Documents can be read and walked: no paragraph is over five lines, no link leads nowhere, both languages are there.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { anchorsOf, linksOf, longParagraphs, paragraphsOf, widthOf } from './documents.ts';
import { filesOf } from './files.ts';
import { lostPaths, pathsIn } from './references.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const files = filesOf(ROOT);
const documents = files.filter((file) => file.endsWith('.md'));
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : posix.join(dirname(file), path);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(textOf(target)).includes(decodeURI(anchor));
}

describe('the documents', () => {
  it('have no paragraph over five lines', () => {
    expect(documents.length).toBeGreaterThan(20);
    expect(documents.flatMap((file) => longParagraphs(file, textOf(file)))).toEqual([]);
  });

  it('lead to files and headings that are there', () => {
    const lost = documents.flatMap((file) =>
      linksOf(textOf(file))
        .filter((link) => !leadsSomewhere(file, link))
        .map((link) => `${file}: ${link}`),
    );
    expect(lost).toEqual([]);
  });

  it('name files and folders of the repository that are there', () => {
    const lost = documents.flatMap((file) =>
      lostPaths(file, textOf(file), files).map((path) => `${file}: ${path}`),
    );
    expect(lost).toEqual([]);
    expect(
      documents.flatMap((file) => textOf(file).split('\n').flatMap(pathsIn)).length,
    ).toBeGreaterThan(300);
  });

  it('that operators and installers read are there in English and 中文, each with a link to the other', () => {
    const guides = documents.filter((file) => file.startsWith('docs/guides/'));
    const english = guides.filter((file) => !file.endsWith('.zh-CN.md'));
    expect(english.length).toBeGreaterThan(8);
    const pages = ['configuration', 'error-codes', 'light'].map(
      (page) => `docs/reference/${page}.md`,
    );
    for (const file of ['README.md', 'docs/README.md', ...english, ...pages]) {
      const chinese = file.replace(/\.md$/, '.zh-CN.md');
      expect(documents).toContain(chinese);
      expect(linksOf(textOf(file))).toContain(posix.basename(chinese));
      expect(linksOf(textOf(chinese))).toContain(posix.basename(file));
    }
  });

  it('in 中文 show the same configurations as in English', () => {
    // Comments are translated: of YAML its values are compared, and shell is not.
    const codeOf = (text: string) =>
      [...text.matchAll(/^ *```(yaml|conf|acl|erlang|json)\n(.*?)```/gms)].map(
        ([, language, code = '']) => (language === 'yaml' ? parse(code) : code),
      );
    for (const file of documents.filter((document) => document.endsWith('.zh-CN.md'))) {
      const english = file.replace('.zh-CN.md', '.md');
      expect([file, codeOf(textOf(file))]).toEqual([file, codeOf(textOf(english))]);
    }
  });

  it('in 中文 have the same tables, key by key, as in English', () => {
    const keysOf = (text: string) =>
      [...text.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, cell = '']) =>
        [...cell.matchAll(/`([^`\s]+)[^`]*`/g)].map(([, key]) => key),
      );
    const chinese = documents.filter((file) => file.endsWith('.zh-CN.md'));
    for (const file of chinese) {
      const english = file.replace('.zh-CN.md', '.md');
      expect([file, keysOf(textOf(file))]).toEqual([file, keysOf(textOf(english))]);
    }
  });
});

describe('a paragraph', () => {
  it('ends at a blank line, a list item, a table and a code block, and a cell is one', () => {
    const markdown =
      'one\ntwo\n\n- three\n  four\n- five\n| six | seven |\n```\ncode\n```\neight\n';
    const texts = paragraphsOf(markdown).map(({ text }) => text);
    expect(texts.filter(Boolean)).toEqual([
      'one two',
      '- three four',
      '- five',
      'six',
      'seven',
      'eight',
    ]);
  });

  it('is told with its line when it is too long, in Chinese after half as many characters', () => {
    expect(longParagraphs('a.md', `\n${'x'.repeat(601)}`)).toEqual([
      `a.md:2: 601 characters: ${'x'.repeat(40)}…`,
    ]);
    expect(longParagraphs('a.md', 'x'.repeat(600))).toEqual([]);
    expect(widthOf('按键，ok')).toBe(8);
  });
});
