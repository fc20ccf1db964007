// What a call waits for next, and for how long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '#gateway/domain/call.ts';
import { CLOSES_ITSELF_MS, nextDue, remaining } from '#gateway/domain/deadline.ts';
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';
import { call, HOUR, MINUTE, T0 } from '../presses.ts';

const { red, green } = DEFAULT_LIMITS;
const dueOf = (changes: Partial<Call>, now = T0) => nextDue(call(changes), red, now);

describe('the rest of a time limit', () => {
  it('is what is left of it', () => {
    expect(remaining(T0, 60_000, T0)).toBe(60_000);
    expect(remaining(T0, 60_000, T0 + 59_999)).toBe(1);
  });

  it('is nothing when it has passed, however long ago', () => {
    expect(remaining(T0, 60_000, T0 + 60_000)).toBe(0);
    expect(remaining(T0, 60_000, T0 + 365 * 24 * HOUR)).toBe(0);
  });

  it('is never longer than the limit, although the clock was set back', () => {
    expect(remaining(T0, 60_000, T0 - 365 * 24 * HOUR)).toBe(60_000);
  });

  it('is between 0 and the limit for every clock', () => {
    const time = fc.integer({ min: 0, max: 8.64e15 });
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: 1e9 }), time, (since, limit, now) => {
        const rest = remaining(since, limit, now);
        expect(rest).toBeGreaterThanOrEqual(0);
        expect(rest).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

describe('what a call waits for next', () => {
  it('is first its acceptance: red 2 s, green 30 s', () => {
    expect(dueOf({})).toEqual({ what: 'accepted', afterMs: 2_000 });
    const due = nextDue(call({}, { key: 'green' }), green, T0 + 10_000);
    expect(due).toEqual({ what: 'accepted', afterMs: 20_000 });
  });

  it('is then its answer, counted from arrival: red 60 s, green 15 min', () => {
    const accepted = { stage: 'accepted', reached: { accepted: T0 + 1_500 } } as const;
    expect(dueOf(accepted, T0 + 1_500)).toEqual({ what: 'answered', afterMs: 58_500 });
    const due = nextDue(call(accepted, { key: 'green' }), green, T0 + 1_500);
    expect(due).toEqual({ what: 'answered', afterMs: 15 * MINUTE - 1_500 });
  });

  it('is its answer also when its acceptance was missed', () => {
    const missed = { accepted: T0 + 2_000 };
    expect(dueOf({ missed }, T0 + 2_000)).toEqual({ what: 'answered', afterMs: 58_000 });
  });

  it('is nothing when both were missed and nobody has accepted it: it is never given up', () => {
    const missed = { accepted: T0 + 2_000, answered: T0 + 60_000 };
    expect(dueOf({ missed }, T0 + HOUR)).toBeUndefined();
  });

  it('is never a deadline that was missed before', () => {
    const missed = { accepted: T0 + 2_000, answered: T0 + 60_000 };
    const due = dueOf({ stage: 'accepted', missed, reached: { accepted: T0 + HOUR } }, T0 + HOUR);
    expect(due).toEqual({ what: 'closed', afterMs: CLOSES_ITSELF_MS });
  });

  for (const stage of ['answered', 'dispatched'] as const) {
    it(`is its closing, 24 h after it was ${stage}`, () => {
      const changes = { stage, reached: { [stage]: T0 + 5_000 } };
      expect(dueOf(changes, T0 + 6_000)).toEqual({ what: 'closed', afterMs: 24 * HOUR - 1_000 });
    });
  }
});
