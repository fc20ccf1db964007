// Medians, percentiles and paired ratios.
import { describe, expect, it } from 'vitest';
import { median, pairedRatios, percentile, range } from '#simulator/bench/statistics.ts';

describe('the median', () => {
  it('is the middle value, in whatever order they come', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 9, 100])).toBe(10);
  });

  it('is the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('leaves what it was given in its order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('of nothing is an error, not 0', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a percentile', () => {
  it('is a value that was measured: the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile(values, 1)).toBe(100);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('of nothing is an error', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe('the range', () => {
  it('is the least and the most', () => {
    expect(range([3, -1, 20])).toEqual([-1, 20]);
    expect(range([3])).toEqual([3, 3]);
  });
});

describe('paired ratios', () => {
  it('compare each repetition with its own baseline', () => {
    expect(pairedRatios([10, 40], [5, 10])).toEqual([2, 4]);
  });

  it('are not there when a baseline is 0 or there is none', () => {
    expect(pairedRatios([1, 2], [1, 0])).toBeNull();
    expect(pairedRatios([], [])).toBeNull();
  });

  it('need as many of one as of the other', () => {
    expect(() => pairedRatios([1, 2], [1])).toThrow(RangeError);
  });
});
