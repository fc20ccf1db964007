// The shift that the form proposes: never one that is over, unless the whole week is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposedShift } from '#gateway/desk/page/people/proposed-shift.ts';

const MONDAY = new Date(2026, 0, 5);
const HOUR_MS = 3_600_000;
const at = (day: number, hour: number, minute = 0) =>
  new Date(2026, 0, day, hour, minute).getTime();

describe('the proposed shift', () => {
  it.each([
    ['of a week to come is its Monday morning', at(1, 12), '2026-01-05T08:00', '2026-01-05T16:00'],
    ['before eight is that morning', at(7, 6, 30), '2026-01-07T08:00', '2026-01-07T16:00'],
    ['after eight begins with the next hour', at(7, 13, 1), '2026-01-07T14:00', '2026-01-07T22:00'],
    [
      'late in the evening goes on into the next day',
      at(7, 23, 5),
      '2026-01-08T00:00',
      '2026-01-08T08:00',
    ],
    [
      'of a week that is over is its Monday morning',
      at(12, 0),
      '2026-01-05T08:00',
      '2026-01-05T16:00',
    ],
  ])('%s', (_what, now, from, to) => {
    expect(proposedShift(MONDAY, now)).toEqual({ from, to });
  });

  it('begins at no time that is past, as long as the week goes on', () => {
    const moments = fc.integer({ min: at(1, 0), max: at(12, 0) - 1 });
    fc.assert(
      fc.property(moments, (now) => {
        const { from, to } = proposedShift(MONDAY, now);
        expect(new Date(from).getTime()).toBeGreaterThanOrEqual(Math.floor(now / 1_000) * 1_000);
        expect(new Date(to).getTime() - new Date(from).getTime()).toBe(8 * HOUR_MS);
      }),
    );
  });
});
