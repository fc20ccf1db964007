// Deadlines of calls: acted on, told to the device, recorded, and never counted against a call that kept them.
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '#test/support/moving-clock.ts';
import { ACCEPTED, CallsBench } from '../delivery/bench.ts';
import { HOUR, MINUTE, press, SECOND, T0 } from '../presses.ts';

const CALL = 'CB-1.1.1';
const STORED = `${CALL} stored 1`;
let bench: CallsBench;

beforeEach(async () => {
  bench = new CallsBench();
  await bench.start();
});

const missed = async () => (await bench.journal.openCalls())[0]?.missed;

describe('the accept deadline', () => {
  it('of a red press that nobody accepts in 2 s is a breach', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(2 * SECOND - 1);
    expect(bench.missedDeadlines()).toEqual([]);
    await bench.clock.advance(1);
    expect(bench.missedDeadlines()).toEqual(['accepted platform_slow CB-1/1/1']);
  });

  it('of a green press is 30 s', async () => {
    await bench.calls.take(press({ key: 'green' }));
    await bench.clock.advance(30 * SECOND - 1);
    expect(bench.missedDeadlines()).toEqual([]);
    await bench.clock.advance(1);
    expect(bench.missedDeadlines()).toEqual(['accepted platform_slow CB-1/1/1']);
  });

  it('runs for every press by itself, joined or not', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(SECOND);
    await bench.calls.take(press({ seq: 2, receivedAt: bench.clock.utc() }));
    await bench.clock.advance(2 * SECOND);
    expect(bench.missedDeadlines()).toEqual(['accepted platform_slow CB-1/1/2']);
  });

  it('that is missed does not end the attempts', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(50 * SECOND);
    await bench.red.last.answer(ACCEPTED);
    expect(bench.heard()).toEqual([STORED, `${CALL} accepted 1`]);
  });

  it('is not missed by a press that was accepted while the disk was busy', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(SECOND);
    const release = bench.journal.hold();
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(10 * SECOND);
    release();
    await settle();
    expect(bench.missedDeadlines()).toEqual([]);
  });
});

describe('the answer deadline', () => {
  const limits = [
    ['red', MINUTE],
    ['green', 15 * MINUTE],
  ] as const;
  for (const [key, limit] of limits) {
    it(`of a ${key} call that nobody answers in ${limit / SECOND} s is told to the device`, async () => {
      await bench.calls.take(press({ key }));
      await bench[key].last.answer(ACCEPTED);
      await bench.clock.advance(limit - 1);
      expect(bench.heard()).toEqual([STORED, `${CALL} accepted 1`]);
      await bench.clock.advance(1);
      expect(bench.heard()).toEqual([STORED, `${CALL} accepted 1`, `${CALL} unanswered 1`]);
      expect(await missed()).toEqual({ answered: T0 + limit });
    });
  }

  it('is told to the device also when nobody ever accepted the call', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(MINUTE);
    expect(bench.heard()).toEqual([STORED, `${CALL} unanswered 1`]);
  });

  it('that was missed is not made good by a late acceptance: nobody has telephoned back yet', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(10 * MINUTE);
    await bench.red.last.answer(ACCEPTED);
    expect(bench.heard().at(-1)).toBe(`${CALL} unanswered 1`);
    expect(await bench.journal.openCalls()).toMatchObject([{ stage: 'accepted' }]);
  });

  it('that was missed takes no answer away: a later one still counts and is told', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(2 * MINUTE);
    expect(await bench.calls.report(CALL, 'answered')).toMatchObject({ ok: true });
    expect(bench.heard().at(-1)).toBe(`${CALL} answered 1`);
    expect(await missed()).toEqual({ answered: T0 + MINUTE });
  });

  it('runs from the arrival of the first press, not from the acceptance or a joined press', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(50 * SECOND);
    await bench.red.last.answer(ACCEPTED);
    await bench.calls.take(press({ seq: 2, receivedAt: bench.clock.utc() }));
    await bench.clock.advance(10 * SECOND);
    expect(bench.heard().at(-1)).toBe(`${CALL} unanswered 2`);
  });

  it('is not missed by a call that was answered while the disk was busy', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(59 * SECOND);
    const release = bench.journal.hold();
    const report = bench.calls.report(CALL, 'answered');
    await bench.clock.advance(5 * SECOND);
    release();
    await report;
    expect(await missed()).toEqual({});
  });

  it('does not depend on the wall clock', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    bench.clock.setUtc(T0 - 10 * HOUR);
    await bench.clock.advance(MINUTE);
    expect(bench.heard().at(-1)).toBe(`${CALL} unanswered 1`);
  });

  it('is told to the device also while the disk fails', async () => {
    await bench.calls.take(press());
    bench.journal.failure = new Error('disk full');
    await bench.clock.advance(MINUTE);
    expect(bench.heard()).toEqual([STORED, `${CALL} unanswered 1`]);
  });
});

describe('a call that the platform never closes', () => {
  it('is closed after 24 h, so that no light burns for ever', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.calls.report(CALL, 'answered');
    await bench.clock.advance(24 * HOUR - 1);
    expect(bench.calls.openCallsOf('CB-1')).toHaveLength(1);
    await bench.clock.advance(1);
    expect(bench.calls.openCallsOf('CB-1')).toEqual([]);
    expect(bench.heard().at(-1)).toBe(`${CALL} closed 1`);
  });

  it('is never closed while nobody has accepted it', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(30 * MINUTE);
    expect(await bench.journal.openPresses()).toHaveLength(1);
    expect(bench.calls.openCallsOf('CB-1')).toHaveLength(1);
  });
});
