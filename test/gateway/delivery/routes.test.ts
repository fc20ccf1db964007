// Routes: the fallback beside the first destination, the steps of the escalation, and routes that a reload changes.
import { describe, expect, it } from 'vitest';
import type { Route } from '#gateway/domain/route.ts';
import { settle } from '#test/support/moving-clock.ts';
import { HOUR, MINUTE, press, SECOND, T0 } from '../presses.ts';
import { ACCEPTED, BROKEN, CallsBench, PLAN, planOf, UNKNOWN } from './bench.ts';

const CALL = 'CB-1.1.1';
const redPlan = (changes: Partial<Route>) =>
  planOf({ red: { to: 'red', ...changes }, green: { to: 'green' }, status: { to: 'status' } });
const start = (changes: Partial<Route>) => new CallsBench(redPlan(changes)).start();

describe('the fallback', () => {
  const fallback = { to: 'spare', afterMs: 10 * SECOND };

  it('is begun beside the first when the press is not accepted in time, and the first goes on', async () => {
    const bench = await start({ fallback });
    await bench.calls.take(press());
    await bench.clock.advance(10 * SECOND - 1);
    expect(bench.spare.attempts).toHaveLength(0);
    await bench.clock.advance(1);
    expect(bench.spare.last.delivery).toMatchObject({ step: 'fallback', call: { callId: CALL } });
    const before = bench.red.attempts.length;
    await bench.clock.advance(10 * SECOND);
    expect(bench.red.attempts.length).toBeGreaterThan(before);
  });

  it('is not begun for a press that was accepted', async () => {
    const bench = await start({ fallback });
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(MINUTE);
    expect(bench.spare.attempts).toHaveLength(0);
  });

  it('is begun for a press that only arrived (202)', async () => {
    const bench = await start({ fallback });
    bench.red.always = UNKNOWN;
    await bench.calls.take(press());
    await bench.clock.advance(10 * SECOND);
    expect(bench.spare.attempts).toHaveLength(1);
  });

  for (const winner of ['red', 'spare'] as const) {
    it(`an acceptance of ${winner} ends the attempts at both`, async () => {
      const bench = await start({ fallback });
      await bench.calls.take(press());
      await bench.clock.advance(10 * SECOND);
      await bench[winner].last.answer(ACCEPTED);
      for (const { signal } of [...bench.red.attempts, ...bench.spare.attempts]) {
        expect(signal.aborted || bench[winner].last.signal === signal).toBe(true);
      }
      const counts = () => [bench.red.attempts.length, bench.spare.attempts.length];
      const before = counts();
      await bench.clock.advance(50 * SECOND);
      expect(counts()).toEqual(before);
      expect(await bench.journal.openPresses()).toEqual([]);
    });
  }

  it('goes on for ever too, with pauses of its own', async () => {
    const bench = await start({ fallback });
    bench.spare.always = BROKEN;
    await bench.calls.take(press());
    await bench.clock.advance(10 * SECOND + 750);
    expect(bench.spare.attempts).toHaveLength(3);
    await bench.clock.advance(MINUTE);
    await bench.spare.last.answer(ACCEPTED);
    expect(bench.spare.attempts.length).toBeGreaterThan(10);
  });

  it('that was due while the gateway was down is begun at once, the other when it is due', async () => {
    const bench = await start({ fallback });
    await bench.calls.take(press());
    await bench.clock.advance(4 * SECOND);
    await bench.calls.take(press({ seq: 2, receivedAt: bench.clock.utc() }));
    await bench.stop();
    await bench.clock.advance(6 * SECOND);
    const next = await bench.restart();
    await next.clock.advance(0);
    expect(next.spare.presses).toEqual(['CB-1/1/1']);
    await next.clock.advance(4 * SECOND);
    expect(new Set(next.spare.presses)).toEqual(new Set(['CB-1/1/1', 'CB-1/1/2']));
  });

  it('is at most its time away, although the clock was set back', async () => {
    const bench = await start({ fallback });
    await bench.calls.take(press());
    await bench.stop();
    bench.clock.setUtc(T0 - 365 * 24 * HOUR);
    const next = await bench.restart();
    await next.clock.advance(10 * SECOND);
    expect(next.spare.attempts).toHaveLength(1);
  });

  it('may report on the call from the moment when it was offered it, not before', async () => {
    const bench = await start({ fallback });
    await bench.calls.take(press());
    const early = await bench.calls.report(CALL, 'answered', ['spare']);
    expect(early).toEqual({ ok: false, code: 'REPORT_NOT_DELIVERED' });
    await bench.clock.advance(10 * SECOND);
    expect(await bench.calls.report(CALL, 'answered', ['spare'])).toMatchObject({ ok: true });
  });
});

describe('the escalation', () => {
  const escalation = [
    { to: 'desk', afterMs: 90 * SECOND },
    { to: 'spare', afterMs: 180 * SECOND },
  ];

  it('offers the latest press of an unanswered call, step by step, whoever accepted it', async () => {
    const bench = await start({ escalation });
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(20 * SECOND);
    await bench.calls.take(press({ seq: 2, receivedAt: bench.clock.utc() }));
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(70 * SECOND - 1);
    expect(bench.desk.attempts).toHaveLength(0);
    await bench.clock.advance(1);
    expect(bench.desk.last).toMatchObject({
      press: 'CB-1/1/2',
      delivery: { step: 1, press: { callId: CALL, joined: true } },
    });
    await bench.clock.advance(90 * SECOND);
    expect(bench.spare.last).toMatchObject({ press: 'CB-1/1/2', delivery: { step: 2 } });
  });

  it('is retried until it is accepted, which is kept', async () => {
    const bench = await start({ escalation });
    bench.desk.always = BROKEN;
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(100 * SECOND);
    expect(bench.desk.attempts.length).toBeGreaterThan(4);
    bench.desk.always = ACCEPTED;
    await bench.clock.advance(5 * SECOND);
    const count = bench.desk.attempts.length;
    expect(await bench.journal.openCalls()).toMatchObject([{ escalated: 1 }]);
    await bench.clock.advance(60 * SECOND);
    expect(bench.desk.attempts).toHaveLength(count);
  });

  it('ends as soon as somebody has answered, whichever step is under way', async () => {
    const bench = await start({ escalation });
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(90 * SECOND);
    await bench.calls.report(CALL, 'answered', ['red']);
    expect(bench.desk.last.signal.aborted).toBe(true);
    await bench.clock.advance(HOUR);
    expect(bench.desk.attempts).toHaveLength(1);
    expect(bench.spare.attempts).toHaveLength(0);
  });

  it('accepts the press too when nobody else did: the light shows that help is coming', async () => {
    const bench = await start({ escalation });
    await bench.calls.take(press());
    await bench.clock.advance(90 * SECOND);
    await bench.desk.last.answer(ACCEPTED);
    expect(await bench.journal.openPresses()).toEqual([]);
    expect(await bench.journal.openCalls()).toMatchObject([{ stage: 'accepted', escalated: 1 }]);
    expect(bench.red.last.signal.aborted).toBe(true);
  });

  it('that a later step accepted before the one in front of it keeps that one open', async () => {
    const bench = await start({ escalation });
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(180 * SECOND);
    await bench.spare.last.answer(ACCEPTED);
    expect((await bench.journal.openCalls())[0]?.escalated ?? 0).toBe(0);
    await bench.desk.last.answer(ACCEPTED);
    expect(await bench.journal.openCalls()).toMatchObject([{ escalated: 2 }]);
  });

  it('goes on after a restart: steps that were accepted are not begun again, the others are', async () => {
    const bench = await start({ escalation });
    await bench.calls.take(press({ count: 3, ageMs: 700 }));
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(90 * SECOND);
    await bench.desk.last.answer(ACCEPTED);
    await bench.clock.advance(90 * SECOND);
    expect(bench.spare.attempts).toHaveLength(1);
    const next = await bench.restart();
    await next.clock.advance(0);
    expect(next.desk.attempts).toHaveLength(0);
    // The same event: as the press arrived, although that is settled long since.
    expect(next.spare.last.delivery).toMatchObject({
      step: 2,
      press: { seq: 1, count: 3, ageMs: 700, receivedAt: T0, joined: false },
    });
  });

  it('may name one destination twice', async () => {
    const bench = await start({ escalation: [escalation[0]!, { to: 'desk', afterMs: 100_000 }] });
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    bench.desk.always = ACCEPTED;
    await bench.clock.advance(2 * MINUTE);
    expect(bench.desk.attempts.map(({ delivery }) => delivery.step)).toEqual([1, 2]);
    expect(await bench.journal.openCalls()).toMatchObject([{ escalated: 2 }]);
  });

  it('is not for tests: nobody is sent', async () => {
    const bench = await start({ escalation });
    await bench.calls.take(press({ test: true }));
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(HOUR);
    expect(bench.desk.attempts).toHaveLength(0);
  });

  it('is confirmed by a report when the step only arrived (202)', async () => {
    const bench = await start({ escalation });
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(90 * SECOND);
    await bench.desk.last.answer(UNKNOWN);
    await bench.calls.report(CALL, 'accepted', ['desk']);
    expect(await bench.journal.openCalls()).toMatchObject([{ escalated: 1 }]);
    await bench.clock.advance(MINUTE);
    expect(bench.desk.attempts).toHaveLength(1);
  });
});

describe('a group with a route of its own', () => {
  it('has its presses go that way, the others go the common one', async () => {
    const own = { ...PLAN.routes.red, to: 'desk' };
    const groups = new Map([['street-1', { red: own }]]);
    const bench = await new CallsBench({ ...PLAN, groups }).start();
    await bench.calls.take(press());
    await bench.calls.take(press({ deviceId: 'CB-2' }));
    expect([bench.desk.presses, bench.red.presses]).toEqual([['CB-1/1/1'], ['CB-2/1/1']]);
  });
});

describe('a reload', () => {
  it('sends what was kept for want of a route', async () => {
    const bench = await new CallsBench(planOf({})).start();
    await bench.calls.take(press());
    await bench.clock.advance(MINUTE);
    bench.reload(PLAN);
    expect(bench.red.presses).toEqual(['CB-1/1/1']);
    await bench.red.last.answer(ACCEPTED);
    expect(await bench.journal.openPresses()).toEqual([]);
  });

  it('sends what hangs or pauses or waits at the old destination to the new one at once', async () => {
    const bench = await start({});
    await bench.calls.take(press());
    await bench.calls.take(press({ seq: 2 }));
    await bench.red.last.answer(BROKEN);
    for (let seq = 3; seq <= 102; seq++) await bench.calls.take(press({ seq, key: 'green' }));
    bench.reload(planOf({ red: { to: 'desk' }, green: { to: 'spare' } }));
    expect(bench.desk.presses).toEqual(['CB-1/1/1', 'CB-1/1/2']);
    bench.spare.always = ACCEPTED;
    for (const { answer } of [...bench.spare.attempts]) await answer(ACCEPTED);
    await settle();
    expect(new Set(bench.spare.presses).size).toBe(100);
  });

  it('lets an attempt at the old destination win that is still under way', async () => {
    const bench = await start({});
    await bench.calls.take(press());
    bench.reload(redPlan({ to: 'desk' }));
    await bench.red.last.answer(ACCEPTED);
    expect(bench.desk.last.signal.aborted).toBe(true);
    expect(bench.heard().at(-1)).toBe(`${CALL} accepted 1`);
  });

  it('that takes a route away keeps the press until one comes back', async () => {
    const bench = await start({});
    await bench.calls.take(press());
    await bench.red.last.answer(BROKEN);
    bench.reload(planOf({}));
    await bench.clock.advance(MINUTE);
    expect(bench.red.attempts).toHaveLength(1);
    bench.reload(redPlan({}));
    expect(bench.red.attempts).toHaveLength(2);
  });

  it('that takes the destination away keeps the press until it comes back', async () => {
    const bench = await start({});
    await bench.calls.take(press());
    await bench.red.last.answer(BROKEN);
    bench.destinations.delete('red');
    await bench.clock.advance(MINUTE);
    expect(bench.red.attempts).toHaveLength(1);
    bench.destinations.set('red', bench.red);
    bench.reload(redPlan({}));
    expect(bench.red.attempts).toHaveLength(2);
  });

  it('that adds a fallback begins it for what is open, when that is due', async () => {
    const bench = await start({});
    await bench.calls.take(press());
    await bench.clock.advance(5 * SECOND);
    bench.reload(redPlan({ fallback: { to: 'spare', afterMs: 8 * SECOND } }));
    await bench.clock.advance(3 * SECOND);
    expect(bench.spare.attempts).toHaveLength(1);
  });

  it('that adds an escalation begins it for what is open, when that is due', async () => {
    const bench = await start({});
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(5 * MINUTE);
    bench.reload(redPlan({ escalation: [{ to: 'desk', afterMs: MINUTE }] }));
    await bench.clock.advance(0);
    expect(bench.desk.attempts).toHaveLength(1);
  });
});
