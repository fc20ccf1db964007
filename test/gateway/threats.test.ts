// The table of docs/reference/threats.md names tests that there are.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PAGE = new URL('../../docs/reference/threats.md', import.meta.url);
const rows = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!threat|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

it('each threat has a test that exists, or says in bold that nothing stops it', () => {
  expect(rows.length).toBeGreaterThanOrEqual(8);
  for (const [, threat, what, tests = ''] of rows) {
    if (tests === '–') {
      expect([threat, what]).toEqual([threat, expect.stringContaining('**nothing')]);
      continue;
    }
    for (const test of tests.split(', ')) {
      const file = fileURLToPath(new URL(`../${test}.test.ts`, import.meta.url));
      expect([threat, test, existsSync(file)]).toEqual([threat, test, true]);
    }
  }
});
