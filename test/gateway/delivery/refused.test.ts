// What a destination will never take: the fallback at once, rest for green and notices, and no end for red.
import { describe, expect, it } from 'vitest';
import type { Delivery } from '#gateway/domain/ports/destination.ts';
import type { Route } from '#gateway/domain/route.ts';
import { caseOf } from '#test/contract/deliveries.ts';
import { HOUR, press, SECOND } from '../presses.ts';
import { ACCEPTED, BROKEN, CallsBench, planOf, REFUSED, UNKNOWN } from './bench.ts';

const plan = (changes: Partial<Route> = {}) =>
  planOf({
    red: { to: 'red', ...changes },
    green: { to: 'green', ...changes },
    status: { to: 'status', ...changes },
  });
const start = (changes: Partial<Route> = {}) => new CallsBench(plan(changes)).start();
const fallback = { to: 'spare', afterMs: 10 * SECOND };
const attempts = (bench: CallsBench) => ({
  red: bench.red.attempts.length,
  spare: bench.spare.attempts.length,
});

describe('a press that its destination will never take', () => {
  it('goes to the fallback at once, and is not offered to the first again', async () => {
    const bench = await start({ fallback });
    bench.red.always = REFUSED;
    await bench.calls.take(press());
    await bench.clock.advance(0);
    expect(bench.spare.last.delivery).toMatchObject({ step: 'fallback' });
    bench.spare.always = BROKEN;
    await bench.clock.advance(HOUR);
    expect(bench.red.attempts).toHaveLength(1);
    expect(bench.spare.attempts.length).toBeGreaterThan(100);
    bench.spare.always = ACCEPTED;
    await bench.clock.advance(10 * SECOND);
    expect(await bench.journal.openPresses()).toEqual([]);
  });

  it('may have been taken by an older attempt that hung: its answer still counts', async () => {
    const bench = await start();
    await bench.calls.take(press());
    await bench.clock.advance(5 * SECOND);
    await bench.red.attempts[1]!.answer(REFUSED);
    await bench.red.attempts[0]!.answer(ACCEPTED);
    expect(bench.heard()).toContain('CB-1.1.1 accepted 1');
  });

  it('is told by its code in the log, in the meter and as the cause of the breach', async () => {
    const bench = await start({ fallback });
    bench.red.always = REFUSED;
    await bench.calls.take(press());
    await bench.clock.advance(2 * SECOND);
    const line = bench.log.lines.find(({ message }) => message.startsWith('delivery refused'));
    expect(line).toMatchObject({ level: 'error', fields: { code: 'REFUSED', destination: 'red' } });
    expect(bench.meter.of('attempted')[0]).toBe('red red REFUSED 0');
    expect(bench.missedDeadlines()).toEqual(['accepted platform_down CB-1/1/1']);
  });
});

describe('a red press that everybody refuses', () => {
  for (const [where, changes] of [
    ['without a fallback', {}],
    ['with a fallback', { fallback }],
  ] as const) {
    it(`is never given up: it is offered at the longest pause of its lane, ${where}`, async () => {
      const bench = await start(changes);
      bench.red.always = REFUSED;
      bench.spare.always = REFUSED;
      await bench.calls.take(press());
      await bench.clock.advance(60 * SECOND);
      const spare = 'fallback' in changes ? 13 : 0;
      expect(attempts(bench)).toEqual({ red: 13, spare });
      bench.red.always = ACCEPTED;
      await bench.clock.advance(5 * SECOND);
      expect(await bench.journal.openPresses()).toEqual([]);
    });
  }

  it('that waits for somebody who is only down is not offered to who refused it', async () => {
    const bench = await start({ fallback });
    bench.red.always = BROKEN;
    bench.spare.always = REFUSED;
    await bench.calls.take(press());
    await bench.clock.advance(60 * SECOND);
    expect(bench.spare.attempts).toHaveLength(1);
    bench.red.always = REFUSED;
    await bench.clock.advance(5 * SECOND);
    const before = attempts(bench);
    await bench.clock.advance(5 * SECOND);
    expect(attempts(bench)).toEqual({ red: before.red + 1, spare: before.spare + 1 });
  });

  it('at a step of the escalation is offered there all the same', async () => {
    const bench = await start({ escalation: [{ to: 'desk', afterMs: 60 * SECOND }] });
    bench.red.always = ACCEPTED;
    bench.desk.always = REFUSED;
    await bench.calls.take(press());
    await bench.clock.advance(90 * SECOND);
    expect(bench.desk.attempts).toHaveLength(7);
  });

  it('is counted while it is refused, and no longer when somebody takes it', async () => {
    const bench = await start({ fallback });
    bench.red.always = REFUSED;
    bench.spare.always = REFUSED;
    await bench.calls.take(press());
    await bench.clock.advance(60 * SECOND);
    expect(bench.calls.status().refused).toBe(1);
    bench.spare.always = ACCEPTED;
    await bench.clock.advance(5 * SECOND);
    expect(bench.calls.status().refused).toBe(0);
  });
});

describe('a green press that everybody refuses', () => {
  const green = () => press({ key: 'green' });

  it('rests, open in the journal, and is counted', async () => {
    const bench = await start();
    bench.green.always = REFUSED;
    await bench.calls.take(green());
    await bench.clock.advance(HOUR);
    expect(bench.green.attempts).toHaveLength(1);
    expect(await bench.journal.openPresses()).toHaveLength(1);
    expect(bench.calls.status().refused).toBe(1);
    expect(bench.missedDeadlines()).toContain('accepted platform_down CB-1/1/1');
  });

  it('is offered again when the configuration was changed, and after a restart', async () => {
    const bench = await start();
    bench.green.always = REFUSED;
    await bench.calls.take(green());
    await bench.clock.advance(HOUR);
    bench.reload(plan());
    await bench.clock.advance(0);
    expect(bench.green.attempts).toHaveLength(2);
    const next = await bench.restart();
    await next.green.last.answer(ACCEPTED);
    expect(await next.journal.openPresses()).toEqual([]);
  });

  it('that had arrived before (202) is still accepted by a report', async () => {
    const bench = await start();
    bench.green.always = UNKNOWN;
    await bench.calls.take(green());
    await bench.clock.advance(0);
    bench.green.always = REFUSED;
    await bench.clock.advance(HOUR);
    await bench.calls.report('CB-1.1.1', 'accepted', ['green']);
    expect(await bench.journal.openPresses()).toEqual([]);
    expect(bench.calls.status().refused).toBe(0);
  });
});

describe('what a destination has no words for', () => {
  const presses = ({ kind }: Delivery) => kind === 'press';

  it('is never offered there, goes to the fallback at once, and is a breach for want of a route', async () => {
    const bench = await start({ fallback });
    bench.red.carries = () => false;
    await bench.calls.take(press());
    await bench.clock.advance(0);
    expect(attempts(bench)).toEqual({ red: 0, spare: 1 });
    await bench.clock.advance(2 * SECOND);
    expect(bench.meter.of('attempted')[0]).toBe('red red NOT_CARRIED 0');
    expect(bench.missedDeadlines()).toEqual(['accepted no_route CB-1/1/1']);
  });

  it('does not let that destination report on the call', async () => {
    const bench = await start();
    bench.red.carries = () => false;
    await bench.calls.take(press());
    await bench.clock.advance(60 * SECOND);
    expect(await bench.calls.report('CB-1.1.1', 'answered', ['red'])).toMatchObject({ ok: false });
  });

  it('is offered when that destination can say it after all', async () => {
    const bench = await start();
    bench.red.carries = () => false;
    await bench.calls.take(press());
    await bench.clock.advance(60 * SECOND);
    bench.red.carries = () => true;
    await bench.clock.advance(5 * SECOND);
    expect(bench.red.attempts).toHaveLength(1);
  });

  it('may be a notice: it stays in the journal, takes no memory, and comes back with a reload', async () => {
    const bench = await start();
    bench.status.carries = presses;
    for (let at = 0; at < 3; at++) {
      void bench.notices.publish(caseOf({ id: `case/${at}` }).notice);
    }
    await bench.clock.advance(HOUR);
    expect(bench.notices.status()).toMatchObject({ open: 0, refused: 3 });
    expect(await bench.journal.openNotices()).toHaveLength(3);
    expect(bench.status.attempts).toHaveLength(0);
    bench.status.carries = () => true;
    bench.reload(plan());
    await bench.clock.advance(0);
    expect(bench.status.presses).toEqual(['case/0', 'case/1', 'case/2']);
    expect(bench.notices.status()).toMatchObject({ open: 0, refused: 0 });
  });

  it('may be a notice, for which the fallback of its route is there too', async () => {
    const bench = await start({ fallback });
    bench.status.carries = presses;
    void bench.notices.publish(caseOf().notice);
    await bench.clock.advance(0);
    expect(bench.spare.presses).toEqual(['case/7/1']);
  });

  it('may be a notice, which is not looked at again when a flood of others makes room', async () => {
    const bench = await start();
    bench.status.always = undefined;
    bench.status.carries = (delivery) =>
      delivery.kind === 'notice' && delivery.notice.id !== 'refused';
    void bench.notices.publish(caseOf({ id: 'refused' }).notice);
    for (let index = 0; index < 10_100; index++) {
      void bench.notices.publish(caseOf({ id: `n${index}` }).notice);
    }
    await bench.clock.advance(0);
    bench.status.always = ACCEPTED;
    for (const { answer } of [...bench.status.attempts]) await answer(ACCEPTED);
    for (let times = 0; times < 3; times++) await bench.clock.advance(0);
    expect(new Set(bench.status.presses).size).toBe(10_100);
    const refused = bench.meter.of('attempted').filter((line) => line.includes('NOT_CARRIED'));
    expect(refused).toHaveLength(1);
  });

  it('keeps no other notice from its way', async () => {
    const bench = await start();
    bench.status.carries = (delivery) =>
      delivery.kind === 'notice' && delivery.notice.id !== 'case/0';
    for (let at = 0; at < 3; at++) {
      void bench.notices.publish(caseOf({ id: `case/${at}` }).notice);
    }
    await bench.clock.advance(HOUR);
    expect(bench.status.presses).toEqual(['case/1', 'case/2']);
  });
});
