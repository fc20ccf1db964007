// docs/architecture.md tells the truth: every file that it names is there, and every function is in a file of its line.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const lines = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8').split('\n');

/** Paths of files and folders of this repository, as they stand in backticks. */
function pathsIn(line: string): string[] {
  const quoted = line.matchAll(/`((?:protocol|firmware|gateway|simulator|test)\/[^`\s]*)`/g);
  return [...quoted].map(([, path]) => path as string);
}

/** Names of functions, written as `take()` or `#receipt()`. */
function functionsIn(line: string): string[] {
  return [...line.matchAll(/`(#?\w+)\(\)`/g)].map(([, name]) => name as string);
}

/** Whether a file declares a function or method of this name, not only calls it. */
function declares(path: string, name: string): boolean {
  if (!/\.\w+$/.test(path)) return false;
  const text = readFileSync(join(ROOT, path), 'utf8');
  return new RegExp(`(^  (async )?|function )${name}(<[^>]*>)?\\(`, 'm').test(text);
}

describe('docs/architecture.md', () => {
  it('names files and folders that are there', () => {
    const paths = lines.flatMap(pathsIn);
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names functions that one of the files of the same line declares', () => {
    expect(lines.flatMap(functionsIn).length).toBeGreaterThan(30);
    const lost = lines.flatMap((line) => {
      const paths = pathsIn(line).filter((path) => existsSync(join(ROOT, path)));
      return functionsIn(line).filter((name) => !paths.some((path) => declares(path, name)));
    });
    expect(lost).toEqual([]);
  });

  it('has every room of the gateway', () => {
    const named = lines.flatMap(pathsIn);
    const rooms = ['device-link', 'calls', 'delivery', 'destinations', 'reports', 'journal'];
    for (const room of [...rooms, 'registry', 'management', 'supervision', 'config', 'messages']) {
      expect(named.some((path) => path.startsWith(`gateway/${room}/`))).toBe(true);
    }
  });
});
