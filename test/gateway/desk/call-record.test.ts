// The life of a call at the desk: what follows from its records, and who may do what.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  after,
  byHelper,
  type CallRecord,
  type CallState,
  helperOf,
  refusalOf,
  type Step,
  stateOf,
} from '#gateway/desk/call-record.ts';
import { SUBJECT } from './subject.ts';

const OFFICERS = ['Ann', 'Bo', 'Cy'];

function record(number: number, by: string, what: CallRecord['what']): CallRecord {
  return { number, callId: SUBJECT.callId, at: 1_000 + number, by, what };
}

const press = (number: number): CallRecord =>
  record(number, '', {
    step: 'pressed',
    eventId: `e${number}`,
    count: 1,
    pressedAt: 1_000 + number,
    subject: SUBJECT,
  });

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    { step: 'shown' },
    { step: 'taken' },
    { step: 'released' },
    { step: 'telephoned', whom: '' },
    { step: 'reached', whom: '' },
    { step: 'not_reached', whom: '' },
    { step: 'sent', helper: 'Li' },
    { step: 'sent', helper: 'Zhao', helperId: 7 },
    { step: 'on_the_way', helperId: 7 },
    { step: 'arrived' },
    { step: 'arrived', helperId: 7 },
    { step: 'helper_done', helperId: 7 },
    { step: 'noted', text: 'x' },
    { step: 'closed', outcome: 'helped', followUp: false },
  ),
  fc.constantFrom(...OFFICERS).map((to): Step => ({ step: 'handed_over', to })),
);
const tries = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.constant('press' as const) },
    { weight: 6, arbitrary: fc.record({ step: steps, by: fc.constantFrom(...OFFICERS) }) },
  ),
);

/** Every state of a call that is pressed and worked on in this way, and the records that made them. */
function played(attempts: readonly ('press' | { step: Step; by: string })[]) {
  const records = [press(1)];
  const states = [after(undefined, records[0] as CallRecord)];
  for (const attempt of attempts) {
    const state = states.at(-1) as CallState;
    const number = records.length + 1;
    if (attempt !== 'press' && refusalOf(state, attempt.step, attempt.by)) continue;
    const next = attempt === 'press' ? press(number) : record(number, attempt.by, attempt.step);
    records.push(next);
    states.push(after(state, next));
  }
  return { records, states };
}

describe('a call that is pressed once more after it was closed', () => {
  it('rings as new: nobody has seen it or been reached, and its age begins again', () => {
    const closed = { step: 'closed', outcome: 'helped', followUp: false } as const;
    const former = [
      press(1),
      record(2, 'Ann', { step: 'shown' }),
      record(3, 'Ann', { step: 'taken' }),
      record(4, 'Ann', { step: 'reached', whom: '' }),
      record(5, 'Ann', closed),
    ];
    expect(stateOf([...former, press(6)])).toMatchObject({
      presses: 2,
      openedAt: 1_006,
      taker: undefined,
      shownAt: undefined,
      reachedAt: undefined,
      closedAt: undefined,
    });
  });
});

describe('a call, whatever officers try in whatever order', () => {
  it('is in the state that follows from its records alone', () => {
    fc.assert(
      fc.property(tries, (attempts) => {
        const { records, states } = played(attempts);
        expect(stateOf(records)).toEqual(states.at(-1));
      }),
    );
  });

  it('changes hands only by who has it, or by nobody having it', () => {
    fc.assert(
      fc.property(tries, (attempts) => {
        const { records, states } = played(attempts);
        for (const [index, state] of states.entries()) {
          const before = states[index - 1];
          if (before?.taker === undefined || before.taker === state.taker) continue;
          expect(records[index]?.by).toBe(before.taker);
        }
      }),
    );
  });

  it('keeps the first time of each stage, counts every press, and is open after any press', () => {
    fc.assert(
      fc.property(tries, (attempts) => {
        const { records, states } = played(attempts);
        const last = states.at(-1) as CallState;
        const first = (step: string) => records.find(({ what }) => what.step === step)?.at;
        expect(last.shownAt).toBe(first('shown'));
        expect(last.reachedAt).toBe(first('reached'));
        expect(last.presses).toBe(records.filter(({ what }) => what.step === 'pressed').length);
        if (records.at(-1)?.what.step === 'pressed') expect(last.closedAt).toBeUndefined();
      }),
    );
  });
});

describe('a helper of the archive', () => {
  const start = stateOf([
    press(1),
    record(2, 'Ann', { step: 'taken' }),
    record(3, 'Ann', { step: 'sent', helper: 'Zhao', helperId: 7 }),
  ]) as CallState;

  it('has the first time of each part of their way, and starts anew when they are sent again', () => {
    const helper = byHelper('Zhao');
    const way = (['on_the_way', 'arrived', 'arrived', 'helper_done'] as const).map((step, index) =>
      record(4 + index, helper, { step, helperId: 7 }),
    );
    const done = way.reduce<CallState>(after, start);
    expect(done.helpers).toEqual([
      {
        helperId: 7,
        name: 'Zhao',
        sentAt: 1_003,
        onTheWayAt: 1_004,
        arrivedAt: 1_005,
        doneAt: 1_007,
      },
    ]);
    const again = after(done, record(8, 'Ann', { step: 'sent', helper: 'Zhao', helperId: 7 }));
    expect(again.helpers).toMatchObject([{ sentAt: 1_008, arrivedAt: undefined }]);
    expect(again.arrivedAt).toBe(1_005);
  });

  it('tells of their own way alone, whoever has the call', () => {
    const helper = byHelper('Zhao');
    expect(helperOf(helper)).toBe('Zhao');
    expect(helperOf('Ann')).toBeUndefined();
    for (const step of ['on_the_way', 'arrived', 'helper_done'] as const) {
      expect(refusalOf(start, { step, helperId: 7 }, helper)).toBeUndefined();
      expect(refusalOf(start, { step, helperId: 7 }, 'Bo')).toBe('CALL_NOT_YOURS');
    }
    expect(refusalOf(start, { step: 'reached', whom: '' }, helper)).toBe('CALL_NOT_YOURS');
    expect(refusalOf(start, { step: 'taken' }, helper)).toBe('CALL_TAKEN');
  });
});

describe('a step', () => {
  const taken = stateOf([press(1), record(2, 'Ann', { step: 'taken' })]) as CallState;
  const closed = stateOf([
    press(1),
    record(2, 'Ann', { step: 'taken' }),
    record(3, 'Ann', { step: 'closed', outcome: 'helped', followUp: false }),
  ]) as CallState;

  it('of what nobody has taken is refused, but to take it', () => {
    const open = stateOf([press(1)]) as CallState;
    expect(refusalOf(open, { step: 'reached', whom: '' }, 'Ann')).toBe('CALL_NOT_TAKEN');
    expect(refusalOf(open, { step: 'taken' }, 'Ann')).toBeUndefined();
  });

  it('of somebody else is refused, and taking it too', () => {
    expect(refusalOf(taken, { step: 'reached', whom: '' }, 'Bo')).toBe('CALL_NOT_YOURS');
    expect(refusalOf(taken, { step: 'taken' }, 'Bo')).toBe('CALL_TAKEN');
    expect(refusalOf(taken, { step: 'shown' }, 'Bo')).toBeUndefined();
  });

  it('that closes it is refused when the home has pressed since the officer looked', () => {
    const pressed = after(taken, press(3));
    const closes = { step: 'closed', outcome: 'helped', followUp: false } as const;
    expect(refusalOf(pressed, { ...closes, presses: 1 }, 'Ann')).toBe('CALL_PRESSED_AGAIN');
    expect(refusalOf(pressed, { ...closes, presses: 2 }, 'Ann')).toBeUndefined();
    expect(refusalOf(pressed, closes, 'Ann')).toBeUndefined();
  });

  it('after the end is refused, but for a note', () => {
    expect(refusalOf(closed, { step: 'taken' }, 'Ann')).toBe('CALL_CLOSED');
    expect(refusalOf(closed, { step: 'noted', text: 'x' }, 'Bo')).toBeUndefined();
  });
});
