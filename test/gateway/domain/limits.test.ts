// The default limits are those of docs/reference/limits.md, and pauses between attempts grow up to the last one.
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, pauseAfter } from '#gateway/domain/limits.ts';
import { MINUTE, SECOND } from '../presses.ts';

const { red, green } = DEFAULT_LIMITS;

describe('the default limits', () => {
  it('of red are: accepted in 2 s, answered in 60 s, an attempt lives 10 s, another after 5 s', () => {
    expect(red).toMatchObject({ acceptMs: 2 * SECOND, answerMs: MINUTE });
    expect(red).toMatchObject({ attemptMs: 10 * SECOND, besideMs: 5 * SECOND });
  });

  it('of green are: accepted in 30 s, answered in 15 min', () => {
    expect(green).toMatchObject({ acceptMs: 30 * SECOND, answerMs: 15 * MINUTE });
  });

  it('give red a pause that is never longer than that of green', () => {
    for (const failures of [1, 2, 3, 4, 5, 100]) {
      expect(pauseAfter(red, failures)).toBeLessThanOrEqual(pauseAfter(green, failures));
    }
  });
});

describe('the pause after a failed attempt', () => {
  it('grows with each failure and then stays at the last', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 1_000_000].map((failures) => pauseAfter(red, failures));
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 5_000, 5_000, 5_000]);
  });

  it('is nothing when no pauses are configured', () => {
    expect(pauseAfter({ ...red, pausesMs: [] }, 3)).toBe(0);
  });
});
