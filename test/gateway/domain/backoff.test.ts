// Pauses before another attempt: the figures by which every retry of the gateway goes.
import { describe, expect, it } from 'vitest';
import { backoffAfter, doubling, withJitter } from '#gateway/domain/backoff.ts';

describe('the pause before another attempt', () => {
  it('doubles from one failure to the next, and ends at the longest', () => {
    expect(doubling(500, 10_000)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000]);
    expect(doubling(1_000, 4_000)).toEqual([1_000, 2_000, 4_000]);
    expect(doubling(5_000, 1_000)).toEqual([1_000]);
  });

  it('is the last one for ever', () => {
    const pauses = [1, 2, 3, 4, 1_000_000].map((failures) =>
      backoffAfter([250, 500, 2_000], failures),
    );
    expect(pauses).toEqual([250, 500, 2_000, 2_000, 2_000]);
  });

  it('is none without a failure, or without pauses', () => {
    expect(backoffAfter([250, 500], 0)).toBe(0);
    expect(backoffAfter([], 3)).toBe(0);
  });

  it('is drawn between its half and the whole of it', () => {
    expect([0, 0.5, 1].map((random) => withJitter(1_000, random))).toEqual([500, 750, 1_000]);
  });
});
