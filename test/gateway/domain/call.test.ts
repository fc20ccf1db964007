// A call: its stages, which presses it takes, and what its latest press is.
import { describe, expect, it } from 'vitest';
import {
  advanceCall,
  CALL_STAGES,
  isAtLeast,
  joinCall,
  latestPress,
  openCall,
  takesPresses,
} from '#gateway/domain/call.ts';
import { call, HOUR, MINUTE, press, T0 } from '../presses.ts';

describe('a new call', () => {
  it('is stored, covers the press that opened it, and is named after it', () => {
    expect(openCall(press({ bootId: 3, seq: 7 }), undefined)).toEqual({
      callId: 'CB-1.3.7',
      deviceId: 'CB-1',
      key: 'red',
      test: false,
      stage: 'stored',
      openedBy: { bootId: 3, seq: 7 },
      latest: { bootId: 3, seq: 7 },
      openedAt: T0,
      reached: {},
      missed: {},
      arrival: { count: 1, receivedAt: T0, ageMs: 0, ageIsLowerBound: false },
    });
  });

  it('names the former call when there is one', () => {
    expect(openCall(press(), 'CB-1.1.0').formerCallId).toBe('CB-1.1.0');
  });
});

describe('the stages of a call', () => {
  for (const [from, current] of CALL_STAGES.entries()) {
    for (const [to, news] of CALL_STAGES.entries()) {
      const moves = to > from;
      it(`${moves ? 'move' : 'do not move'} from ${current} to ${news}`, () => {
        const before = call({ stage: current });
        const after = advanceCall(before, news, T0 + 5);
        if (moves) expect(after).toEqual({ ...before, stage: news, reached: { [news]: T0 + 5 } });
        else expect(after).toBe(before);
        expect(isAtLeast(before, news)).toBe(from >= to);
      });
    }
  }

  it('keep the moment at which each was reached', () => {
    const accepted = advanceCall(call(), 'accepted', T0 + 1);
    const closed = advanceCall(accepted, 'closed', T0 + 9);
    expect(closed.reached).toEqual({ accepted: T0 + 1, closed: T0 + 9 });
  });
});

describe('a call takes presses', () => {
  const limits = [
    ['red', 10 * MINUTE],
    ['green', 2 * HOUR],
  ] as const;
  for (const [key, limit] of limits) {
    it(`of the ${key} key for ${limit / MINUTE} min and not a millisecond longer`, () => {
      const open = call({}, { key });
      expect(takesPresses(open, T0)).toBe(true);
      expect(takesPresses(open, T0 + limit)).toBe(true);
      expect(takesPresses(open, T0 + limit + 1)).toBe(false);
    });
  }

  it('also when the wall clock was set back, but for no longer than its time', () => {
    expect(takesPresses(call(), T0 - 10 * MINUTE)).toBe(true);
    expect(takesPresses(call(), T0 - 10 * MINUTE - 1)).toBe(false);
    expect(takesPresses(call(), T0 - 24 * HOUR)).toBe(false);
  });

  for (const stage of CALL_STAGES) {
    const takes = stage === 'stored' || stage === 'accepted';
    it(`${takes ? 'while' : 'no longer when'} it is ${stage}`, () => {
      expect(takesPresses(call({ stage }), T0 + 1)).toBe(takes);
    });
  }

  it('also after its deadlines were missed: nobody has answered yet', () => {
    const missed = { accepted: T0 + 2_000, answered: T0 + MINUTE };
    expect(takesPresses(call({ missed }), T0 + 2 * MINUTE)).toBe(true);
  });
});

describe('a press that joins', () => {
  const latest = { bootId: 2, seq: 5 };

  it('becomes the latest when it is later, by boot_id first and then by seq', () => {
    const open = call({ latest });
    expect(joinCall(open, press({ bootId: 2, seq: 6 })).latest).toEqual({ bootId: 2, seq: 6 });
    expect(joinCall(open, press({ bootId: 3, seq: 1 })).latest).toEqual({ bootId: 3, seq: 1 });
  });

  it('does not become the latest when it is older or the same', () => {
    const open = call({ latest });
    expect(joinCall(open, press({ bootId: 2, seq: 4 }))).toBe(open);
    expect(joinCall(open, press({ bootId: 1, seq: 99 }))).toBe(open);
    expect(joinCall(open, press(latest))).toBe(open);
  });

  it('changes neither the name of the call nor the press that opened it', () => {
    const open = call();
    const joined = joinCall(open, press({ bootId: 1, seq: 2 }));
    expect(joined.callId).toBe(open.callId);
    expect(joined.openedBy).toEqual(open.openedBy);
    expect(joined.openedAt).toBe(open.openedAt);
  });
});

describe('the latest press of a call', () => {
  it('is the one that opened it, as it arrived', () => {
    const opened = press({ count: 3, ageMs: 700 });
    expect(latestPress(openCall(opened, undefined))).toEqual({
      ...opened,
      callId: 'CB-1.1.1',
      joined: false,
    });
  });

  it('is the newest that joined, as it arrived', () => {
    const later = press({ seq: 2, receivedAt: T0 + MINUTE, ageIsLowerBound: true });
    const joined = joinCall(call(), later);
    expect(latestPress(joined)).toEqual({ ...later, callId: 'CB-1.1.1', joined: true });
  });

  it('of a call of an earlier version is told as what is surely so', () => {
    const { arrival: _, ...earlier } = call({}, { ageMs: 700, count: 3 });
    expect(latestPress(earlier)).toMatchObject({ count: 1, ageMs: 0, ageIsLowerBound: true });
  });
});
