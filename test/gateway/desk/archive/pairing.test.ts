// Pairs: one to one where somebody lives alone or has it hard, and a warning above what one person can do.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneToOne, pairWarnings } from '#gateway/desk/archive/pairing.ts';
import { SITUATIONS, type Situation } from '#gateway/desk/archive/shapes.ts';

const withFamily = (count: number): Situation[][] =>
  Array.from({ length: count }, () => ['with_family']);
const of = (kind: 'volunteer' | 'carer', residents: Situation[][]) =>
  pairWarnings({ kind, residents });

describe('a pair', () => {
  it.each(SITUATIONS)('of somebody who is %s', (situation) => {
    expect(isOneToOne([situation])).toBe(situation !== 'with_family');
    const isShared = of('volunteer', [[situation], ['with_family']]).includes('shared_helper');
    expect(isShared).toBe(situation !== 'with_family');
    expect(of('volunteer', [[situation]])).toEqual([]);
  });

  it('is warned of above five residents of one volunteer, and above fifty of one carer', () => {
    expect(of('volunteer', withFamily(5))).toEqual([]);
    expect(of('volunteer', withFamily(6))).toEqual(['above_five']);
    expect(of('carer', withFamily(50))).toEqual([]);
    expect(of('carer', withFamily(51))).toEqual(['above_fifty']);
    expect(of('carer', [['alone'], ['alone']])).toEqual([]);
  });

  it('less brings no warning that more did not', () => {
    const residents = fc.array(fc.uniqueArray(fc.constantFrom(...SITUATIONS)), { minLength: 1 });
    fc.assert(
      fc.property(
        residents,
        fc.constantFrom('volunteer' as const, 'carer' as const),
        (all, kind) => {
          const more = of(kind, all);
          for (const warning of of(kind, all.slice(1))) expect(more).toContain(warning);
        },
      ),
    );
  });
});
