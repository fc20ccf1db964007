// What a call waits for next, and for how long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '#gateway/domain/call.ts';
import {
  CLOSES_ITSELF_MS,
  duesOf,
  momentOf,
  nextOf,
  pressDuesOf,
  remaining,
} from '#gateway/domain/deadline.ts';
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';
import { call, HOUR, T0 } from '../presses.ts';

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

const moments = { openedAt: 1_000, movedAt: 1_000 };
const none: ReadonlySet<number> = new Set();
const steps = [
  { to: 'desk', afterMs: 90_000 },
  { to: 'on-call', afterMs: 180_000 },
];
const duesAt = (changes: Partial<Call>, now: number, escalation = steps, begun = none) =>
  duesOf(call(changes), { limits: DEFAULT_LIMITS.red, escalation }, moments, begun, now);

describe('what a call waits for', () => {
  it('is its answer and the steps of its escalation, counted from its opening', () => {
    expect(duesAt({}, 1_000)).toEqual([
      { what: 'answered', afterMs: 60_000 },
      { what: 'escalation', step: 1, afterMs: 90_000 },
      { what: 'escalation', step: 2, afterMs: 180_000 },
    ]);
    expect(duesAt({}, 101_000).map(({ afterMs }) => afterMs)).toEqual([0, 0, 80_000]);
  });

  it('is the same when it was accepted, and its end besides: nobody has telephoned back yet', () => {
    const whats = duesAt({ stage: 'accepted' }, 1_000).map(({ what }) => what);
    expect(whats).toEqual(['answered', 'escalation', 'escalation', 'closed']);
  });

  it('is never an answer that was missed before', () => {
    expect(duesAt({ missed: { answered: T0 } }, 1_000, [])).toEqual([]);
  });

  it('is never a step that was accepted or begun', () => {
    const left = duesAt({ missed: { answered: T0 }, escalated: 1 }, 1_000);
    expect(left).toEqual([{ what: 'escalation', step: 2, afterMs: 180_000 }]);
    const begun = duesAt({ missed: { answered: T0 } }, 1_000, steps, new Set([2]));
    expect(begun).toEqual([{ what: 'escalation', step: 1, afterMs: 90_000 }]);
  });

  it('is never a step of a test: no people are sent', () => {
    expect(duesAt({ test: true }, 1_000)).toEqual([{ what: 'answered', afterMs: 60_000 }]);
  });

  it('is nothing when nobody has accepted it and all was missed: it is never given up', () => {
    expect(duesAt({ missed: { answered: T0 } }, HOUR, [])).toEqual([]);
  });

  for (const stage of ['answered', 'dispatched'] as const) {
    it(`is only its end, 24 h after it was ${stage}`, () => {
      expect(duesAt({ stage }, 2_000)).toEqual([
        { what: 'closed', afterMs: CLOSES_ITSELF_MS - 1_000 },
      ]);
    });
  }

  it('is nothing when it is closed', () => {
    expect(duesAt({ stage: 'closed' }, 2_000)).toEqual([]);
  });
});

describe('what a press waits for that nobody has accepted', () => {
  const route = { limits: DEFAULT_LIMITS.red, fallback: { to: 'spare', afterMs: 10_000 } };
  const both = { accepted: false, fallback: false };

  it('is its acceptance and its fallback, counted from its arrival', () => {
    expect(pressDuesOf(1_000, route, both, 2_500)).toEqual([
      { what: 'accepted', afterMs: 500 },
      { what: 'fallback', afterMs: 8_500 },
    ]);
  });

  it('is nothing that has fallen due before', () => {
    expect(pressDuesOf(0, route, { accepted: true, fallback: true }, 0)).toEqual([]);
  });

  it('is no fallback on a route without one', () => {
    const whats = pressDuesOf(0, { ...route, fallback: undefined }, both, 0);
    expect(whats).toEqual([{ what: 'accepted', afterMs: 2_000 }]);
  });
});

describe('what falls due next', () => {
  it('is what has the least time left, and of two the first', () => {
    const dues = [5, 3, 3, 9].map((afterMs, index) => ({ afterMs, index }));
    expect(nextOf(dues)).toEqual({ afterMs: 3, index: 1 });
    expect(nextOf([])).toBeUndefined();
  });
});

describe('the moment of something that the wall clock has stamped', () => {
  it('is so long ago as that says', () => {
    expect(momentOf(T0, T0 + 5_000, 70)).toBe(70 - 5_000);
  });

  it('is never in the future, although the clock was set back', () => {
    expect(momentOf(T0, T0 - HOUR, 70)).toBe(70);
  });
});
