// The language check rejects each forbidden construct, and lets its neighbour pass.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkBundle, checkSource } from '#firmware/build/language/check.ts';
import { RULES } from '#firmware/build/language/rules.ts';
import type { LanguageCase } from './language-case.ts';
import { languageCases } from './language-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'call-button-language-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PREAMBLE = 'export {}; declare function print(...values: unknown[]): void;\n';

/** All snippets are checked in one go: it is the library's types that take the time. */
const sources = new Map<string, string>();
function sourceFile(snippet: string): string {
  const known = sources.get(snippet);
  if (known) return known;
  const path = join(folder, `snippet${sources.size}.ts`);
  writeFileSync(path, PREAMBLE + snippet);
  sources.set(snippet, path);
  return path;
}

const forSource = languageCases.filter(({ only }) => only !== 'bundle');
const forBundle = languageCases.filter(({ only }) => only !== 'source');
const files = forSource.flatMap(({ bad, good }) => [sourceFile(bad), sourceFile(good)]);
const findings = checkSource([...new Set(files)]);

function sourceRules(snippet: string): string[] {
  const file = sourceFile(snippet);
  return findings.filter((f) => f.file === file).map((f) => f.rule);
}

function bundleRules(snippet: string): string[] {
  return checkBundle(snippet).map((f) => f.rule);
}

function title({ rule, bad }: LanguageCase): string {
  return `${rule}: ${bad.replaceAll('\n', '\\n')}`;
}

describe('the check of a source', () => {
  for (const languageCase of forSource) {
    it(`rejects ${title(languageCase)}`, () =>
      expect(sourceRules(languageCase.bad)).toContain(languageCase.rule));
    it(`accepts ${languageCase.good}`, () => expect(sourceRules(languageCase.good)).toEqual([]));
  }

  it('accepts a use of a function above its declaration, since the build moves functions up', () => {
    const file = join(folder, 'forward.ts');
    writeFileSync(file, 'export const x = f();\nfunction f(): number {\n  return 1;\n}\n');
    expect(checkSource([file])).toEqual([]);
  });

  it('accepts in types what it rejects in code', () => {
    const file = join(folder, 'types.ts');
    writeFileSync(
      file,
      [
        'export interface A { readonly m: Map<string, symbol>; [key: string]: unknown }',
        'export type F = (...all: readonly [bigint, ...string[]]) => Promise<Set<A>>;',
        'declare const of: F;',
        'export class C { private declare readonly x: A; readonly y: F | undefined; static z = 1; }',
        'export const f = of as unknown as F;',
      ].join('\n'),
    );
    expect(checkSource([file])).toEqual([]);
  });

  it('finds the base class of a hierarchy in another file', () => {
    const base = join(folder, 'base.ts');
    const derived = join(folder, 'derived.ts');
    writeFileSync(base, 'class A {}\nexport class B extends A {}\n');
    writeFileSync(derived, "import { B } from './base.ts';\nexport class C extends B {}\n");
    expect(checkSource([base, derived]).map((f) => [f.file, f.line, f.rule])).toEqual([
      [derived, 2, 'no-deep-class'],
    ]);
  });
});

describe('the check of a bundle', () => {
  for (const languageCase of forBundle) {
    it(`rejects ${title(languageCase)}`, () =>
      expect(bundleRules(languageCase.bad)).toContain(languageCase.rule));
    it(`accepts ${languageCase.good}`, () => expect(bundleRules(languageCase.good)).toEqual([]));
  }

  it('accepts a method of our own that is called like a missing one of the library', () => {
    expect(
      bundleRules('var h = { keys: 1, entries: function () {} }; h.entries(); h.keys;'),
    ).toEqual([]);
  });

  it('reports a bundle that is no JavaScript', () => {
    expect(bundleRules('var = 1;')).toContain('syntax');
  });
});

describe('a finding', () => {
  it('tells file, line and column, counted from 1, and what to write instead', () => {
    expect(checkBundle('var a = 2;\nvar b = a ** 2;\n', 'dist/x.js')).toEqual([
      {
        file: 'dist/x.js',
        line: 2,
        column: 9,
        rule: 'no-power-operator',
        message: "'**' is a syntax error; use Math.pow",
      },
    ]);
  });
});

describe('the table of rules', () => {
  it('has a case for every rule, and no case of a rule that does not exist', () => {
    const tested = new Set(languageCases.map(({ rule }) => rule));
    expect([...tested].sort()).toEqual(RULES.map(({ id }) => id).sort());
  });
});
