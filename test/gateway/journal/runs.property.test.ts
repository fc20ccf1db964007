// Runs of numbers know what a set knows, whatever the order in which they came, also as text.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Runs } from '#gateway/journal/runs.ts';

const MAX = 0xffffffff;
const number = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(MAX - 1, MAX, 0x80000000) },
);
const numbers = fc.array(number, { maxLength: 60 });

/** The shortest way to say a set. */
function textOf(all: Iterable<number>): string {
  const runs: [number, number][] = [];
  for (const one of [...new Set(all)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === one - 1) last[1] = one;
    else runs.push([one, one]);
  }
  return runs.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',');
}

it('they are the set of what was added, in as few runs as there can be', () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      const runs = new Runs();
      const more = new Runs();
      for (const value of one) runs.add(value);
      for (const value of other) more.add(value);
      runs.addAll(more);
      const all = new Set([...one, ...other]);
      expect(String(runs)).toBe(textOf(all));
      const read = Runs.parse(String(runs));
      for (const value of [...all, 0, 20, 41, MAX - 2]) {
        expect(runs.has(value)).toBe(all.has(value));
        expect(read.has(value)).toBe(all.has(value));
      }
    }),
    { numRuns: 500 },
  );
});

it('no text is no number', () => {
  for (const text of [undefined, '']) {
    expect(Runs.parse(text).has(0)).toBe(false);
    expect(String(Runs.parse(text))).toBe('');
  }
});
