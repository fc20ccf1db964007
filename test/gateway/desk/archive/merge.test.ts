// A form that two people have open: what others saved comes in, and nothing that was typed is lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merged } from '#gateway/desk/page/parts/merge.ts';

const form = fc.record({
  a: fc.constantFrom('', '1', '2'),
  b: fc.constantFrom('', '1', '2'),
  c: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }),
});

describe('a form that somebody else saved meanwhile', () => {
  it('has what was typed in every field that was touched, and theirs in every other', () => {
    fc.assert(
      fc.property(form, form, form, (base, typed, newest) => {
        const { value } = merged(base, typed, newest);
        for (const name of ['a', 'b', 'c'] as const) {
          const isTouched = JSON.stringify(base[name]) !== JSON.stringify(typed[name]);
          expect(value[name]).toEqual(isTouched ? typed[name] : newest[name]);
        }
      }),
    );
  });

  it('names the fields that both have changed, each to something else', () => {
    const base = { a: '', b: '', c: '' };
    const typed = { a: 'mine', b: 'same', c: '' };
    const newest = { a: 'theirs', b: 'same', c: 'theirs' };
    expect(merged(base, typed, newest)).toEqual({
      value: { a: 'mine', b: 'same', c: 'theirs' },
      contested: ['a'],
    });
  });
});
