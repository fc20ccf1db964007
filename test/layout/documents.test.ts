// Documents can be read and walked: no paragraph is over five lines, no link leads nowhere, both languages are there.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anchorsOf, linksOf, longParagraphs, paragraphsOf, widthOf } from './documents.ts';
import { filesOf } from './files.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const documents = filesOf(ROOT).filter((file) => file.endsWith('.md'));
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Specifications and developers' pages from before this rule. */
const MAY_BE_LONG = ['firmware/README.md', 'protocol/README.md', 'gateway/provisioning/README.md'];

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : posix.join(dirname(file), path);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(textOf(target)).includes(decodeURI(anchor));
}

describe('the documents', () => {
  it('have no paragraph over five lines', () => {
    const held = documents.filter((file) => !MAY_BE_LONG.includes(file));
    expect(held.length).toBeGreaterThan(20);
    expect(held.flatMap((file) => longParagraphs(file, textOf(file)))).toEqual([]);
  });

  it('are excepted from that only as long as they need it', () => {
    const needless = MAY_BE_LONG.filter((file) => longParagraphs(file, textOf(file)).length === 0);
    expect(needless).toEqual([]);
  });

  it('lead to files and headings that are there', () => {
    const lost = documents.flatMap((file) =>
      linksOf(textOf(file))
        .filter((link) => !leadsSomewhere(file, link))
        .map((link) => `${file}: ${link}`),
    );
    expect(lost).toEqual([]);
  });

  it('that operators and installers read are there in English and 中文', () => {
    const chinese = documents.filter((file) => file.endsWith('.zh-CN.md'));
    for (const file of [
      'README',
      'docs/README',
      'docs/guides/run-a-gateway',
      'docs/guides/connect-a-platform',
      'docs/guides/install-buttons',
      'docs/guides/devices',
      'docs/guides/operate',
      'docs/guides/qa',
      'docs/guides/flows',
      'docs/reference/configuration',
      'docs/reference/error-codes',
    ]) {
      expect(documents).toContain(`${file}.md`);
      expect(chinese).toContain(`${file}.zh-CN.md`);
    }
  });

  it('in 中文 have the same tables, key by key, as in English', () => {
    const keysOf = (text: string) =>
      [...text.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, key]) => (key as string).trim());
    for (const name of ['configuration', 'error-codes']) {
      const english = keysOf(textOf(`docs/reference/${name}.md`));
      expect(keysOf(textOf(`docs/reference/${name}.zh-CN.md`))).toEqual(english);
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
