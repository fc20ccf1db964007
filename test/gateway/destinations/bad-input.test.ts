// The table of docs/reference/bad-input.md names tests and codes that there are.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { GATEWAY_ERRORS } from '#gateway/domain/errors.ts';
import { DESTINATION_ERRORS } from '#gateway/domain/ports/destination.ts';

const FILE = new URL('../../../docs/reference/bad-input.md', import.meta.url);
const rows = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!it \||---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

it('every kind of bad input has tests that exist, and comes to codes that are known', () => {
  expect(rows.length).toBeGreaterThanOrEqual(11);
  const known = { ...GATEWAY_ERRORS, ...DESTINATION_ERRORS };
  for (const [, what, comesTo = '', tests = ''] of rows) {
    for (const [, code] of comesTo.matchAll(/`([A-Z][A-Z_]+)`/g)) {
      expect([what, Object.keys(known)]).toEqual([what, expect.arrayContaining([code])]);
    }
    for (const test of tests.split(', ')) {
      const file = fileURLToPath(new URL(`../${test}.test.ts`, import.meta.url));
      expect([what, test, existsSync(file)]).toEqual([what, test, true]);
    }
  }
});
