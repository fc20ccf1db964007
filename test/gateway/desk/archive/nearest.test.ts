// Whom the desk proposes to send: nobody is lost, the order is total, and the nearest who can and are free come first.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Asked,
  type Candidate,
  compareProposals,
  distanceOf,
  isWithin,
  propose,
} from '#gateway/desk/archive/nearest.ts';
import { HELPER_KINDS } from '#gateway/desk/archive/shapes.ts';
import { NEEDS } from '#gateway/desk/call-record.ts';
import { LI } from './people.ts';

const place = fc.constantFrom('', 'a', 'b');
const coordinates = fc.oneof(
  fc.constant({ latitude: null, longitude: null }),
  fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  }),
);
const minute = fc.integer({ min: 0, max: 1_439 });
const candidate = fc
  .tuple(
    fc.record({
      id: fc.integer({ min: 1, max: 50 }),
      kind: fc.constantFrom(...HELPER_KINDS),
      subdistrict: place,
      community: place,
      building: place,
      services: fc.uniqueArray(fc.constantFrom(...NEEDS)),
      hours: fc.array(
        fc.record({
          days: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
          from: minute,
          to: minute,
        }),
        {
          maxLength: 2,
        },
      ),
    }),
    coordinates,
  )
  .map(([fields, at]): Candidate => ({ name: 'x', telephone: '1', ...fields, ...at }));
const candidates = fc.uniqueArray(candidate, { selector: ({ id }) => id });
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 50 })).map((list) => new Set(list));
const asked: fc.Arbitrary<Asked> = fc.record({
  place: fc.option(
    fc
      .tuple(fc.record({ subdistrict: place, community: place, building: place }), coordinates)
      .map(([where, at]) => ({ ...where, ...at })),
    { nil: undefined },
  ),
  needs: fc.uniqueArray(fc.constantFrom(...NEEDS)),
  pairs: ids,
  busy: ids,
  now: fc.record({ day: fc.integer({ min: 1, max: 7 }), minute }),
});

describe('proposals, whoever there is and whatever is needed', () => {
  it('have every helper once', () => {
    fc.assert(
      fc.property(candidates, asked, (all, what) => {
        const proposed = propose(all, what).map(({ helperId }) => helperId);
        expect(proposed.toSorted((a, b) => a - b)).toEqual(
          all.map(({ id }) => id).sort((a, b) => a - b),
        );
      }),
    );
  });

  it('stand in one order, whichever way the helpers were given', () => {
    fc.assert(
      fc.property(candidates, asked, (all, what) => {
        const proposals = propose(all, what);
        expect(propose(all.toReversed(), what)).toEqual(proposals);
        for (const [i, a] of proposals.entries()) {
          for (const [j, b] of proposals.entries()) {
            expect(Math.sign(compareProposals(a, b))).toBe(Math.sign(i - j));
          }
        }
      }),
    );
  });

  it('have nobody who is busy before somebody who is free', () => {
    fc.assert(
      fc.property(candidates, asked, (all, what) => {
        const busy = propose(all, what).map(({ isBusy }) => isBusy);
        expect(busy).toEqual(busy.toSorted());
      }),
    );
  });
});

describe('of those who can and are free', () => {
  const here = { subdistrict: '', community: 'a', building: '1', latitude: 31.2, longitude: 121.4 };
  const now = { day: 1, minute: 600 };
  const order = (all: Partial<Candidate>[], change: Partial<Asked> = {}) => {
    const from = all.map((fields, index) => ({ ...LI, id: index + 1, ...fields }));
    const what = { place: here, needs: [], pairs: new Set<number>(), busy: new Set<number>(), now };
    return propose(from, { ...what, ...change }).map(({ helperId }) => helperId);
  };

  it('a pair comes first, then the same building, the same community, the nearest, and who is nowhere known', () => {
    const helpers = [
      { community: 'b' },
      { community: 'b', latitude: 31.3, longitude: 121.4 },
      { community: 'b', latitude: 31.21, longitude: 121.4 },
      { community: 'a', building: '2' },
      { community: 'a', building: '1' },
      { community: 'b' },
    ];
    expect(order(helpers, { pairs: new Set([6]) })).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('who helps with all that is needed comes before a pair who does not', () => {
    const helpers = [{ services: ['meals'] as const }, { services: ['meals', 'urgent'] as const }];
    const pairs = new Set([1]);
    expect(order(helpers, { pairs, needs: ['urgent'] })).toEqual([2, 1]);
    expect(order(helpers, { pairs, needs: ['meals'] })).toEqual([1, 2]);
  });

  it('who has no hours now comes after who has, and before who is busy', () => {
    const night = [{ days: [1], from: 1_320, to: 360 }];
    const helpers = [{}, { hours: night }, {}];
    expect(order(helpers, { busy: new Set([1]) })).toEqual([3, 2, 1]);
    const late = { now: { day: 2, minute: 300 } };
    expect(order(helpers, { ...late, pairs: new Set([2]) })).toEqual([2, 1, 3]);
  });

  it('a community of the same name in another subdistrict is another', () => {
    const helpers = [
      { subdistrict: '西', community: 'a' },
      { subdistrict: '东', community: 'a' },
    ];
    expect(order(helpers, { place: { ...here, subdistrict: '东' } })).toEqual([2, 1]);
  });
});

describe('hours', () => {
  it('that go over midnight belong to the day on which they begin', () => {
    const night = [{ days: [5], from: 1_320, to: 360 }];
    const is = (day: number, at: number) => isWithin(night, { day, minute: at });
    expect([is(5, 1_319), is(5, 1_320), is(6, 359), is(6, 360), is(5, 100)]).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    const sunday = [{ days: [7], from: 1_320, to: 360 }];
    expect(isWithin(sunday, { day: 1, minute: 0 })).toBe(true);
  });

  it('from and to the same moment are the whole day from then on', () => {
    const always = [{ days: [1], from: 0, to: 0 }];
    expect(isWithin(always, { day: 1, minute: 1_439 })).toBe(true);
    expect(isWithin(always, { day: 2, minute: 0 })).toBe(false);
  });
});

describe('a distance', () => {
  it('is as the crow flies, in metres, and unknown without a place', () => {
    const bund = { latitude: 31.2397, longitude: 121.4998 };
    const square = { latitude: 31.2304, longitude: 121.4737 };
    expect(distanceOf(bund, square)).toBeGreaterThan(2_600);
    expect(distanceOf(bund, square)).toBeLessThan(2_800);
    expect(distanceOf(bund, { latitude: null, longitude: null })).toBeNull();
  });
});
