// Percentiles by nearest rank.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { percentiles } from '#simulator/report/percentiles.ts';

it('of 1 to 100 are those very numbers, in whatever order they come', () => {
  const values = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);
  expect(percentiles(values)).toEqual({ count: 100, p50: 50, p90: 90, p99: 99, max: 100 });
});

it('of one value are that value, of none are null', () => {
  expect(percentiles([7])).toEqual({ count: 1, p50: 7, p90: 7, p99: 7, max: 7 });
  expect(percentiles(new Float64Array())).toBeNull();
});

it('leave out what was not measured, and keep what never ends', () => {
  expect(percentiles([Number.NaN, Number.NaN])).toBeNull();
  const spread = percentiles([Number.NaN, 3, 1, Number.POSITIVE_INFINITY, Number.NaN, -2]);
  expect(spread).toMatchObject({ count: 4, p50: 1, max: Number.POSITIVE_INFINITY });
});

it('are the smallest values that the share of all values does not exceed', () => {
  const some = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(some, (values) => {
      const { p50, p99, max } = percentiles(values)!;
      for (const [share, value] of [
        [0.5, p50],
        [0.99, p99],
        [1, max],
      ] as const) {
        expect(values).toContain(value);
        expect(
          values.filter((sample) => sample <= value).length / values.length,
        ).toBeGreaterThanOrEqual(share);
        expect(values.filter((sample) => sample < value).length / values.length).toBeLessThan(
          share,
        );
      }
    }),
  );
});
