// Reloads under a press: its destination has another address or is gone, while it waits there, hangs there, or is asked again.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import { emptyRoute } from '#gateway/domain/route.ts';
import { HOUR, MINUTE, press, SECOND } from '../presses.ts';
import {
  ACCEPTED,
  BROKEN,
  CallsBench,
  FakeDestination,
  planOf,
  REFUSED,
  UNKNOWN,
} from './bench.ts';

const TO = planOf({ red: { to: 'red' }, green: { to: 'red' }, status: { to: 'status' } });
const WITH_SPARE = planOf({
  red: { to: 'red', fallback: { to: 'spare', afterMs: 10 * SECOND } },
  green: { to: 'red', fallback: { to: 'spare', afterMs: 10 * SECOND } },
  status: { to: 'status' },
});

let bench: CallsBench;
beforeEach(async () => {
  bench = await new CallsBench(TO).start();
});

/** Another destination behind the name: its address, its secret or its type is another. */
function replaced(name: 'red' | 'spare', always?: Outcome, plan = TO): FakeDestination {
  const next = new FakeDestination(name);
  next.always = always;
  bench.destinations.set(name, next);
  bench.reload(plan);
  return next;
}

describe('a destination with another address', () => {
  const befalls: [what: string, answer: Outcome | undefined][] = [
    ['hangs at', undefined],
    ['waits for its next attempt at', BROKEN],
    ['waits for a report of', UNKNOWN],
    ['was refused for ever by', REFUSED],
  ];
  for (const key of ['red', 'green'] as const) {
    for (const [what, answer] of befalls) {
      it(`is offered a ${key} press at once that ${what} the former one`, async () => {
        await bench.calls.take(press({ key }));
        if (answer) await bench.red.last.answer(answer);
        const next = replaced('red');
        expect(next.presses).toEqual(['CB-1/1/1']);
        await next.last.answer(ACCEPTED);
        expect(await bench.journal.openPresses()).toEqual([]);
      });
    }
  }

  it('is not taken for what the former one says afterwards', async () => {
    for (const late of [BROKEN, REFUSED, UNKNOWN]) {
      const key = 'green';
      const seq = bench.red.attempts.length + 1;
      await bench.calls.take(press({ key, seq }));
      const former = bench.red.last;
      const next = replaced('red');
      await former.answer(late);
      await bench.clock.advance(30 * SECOND);
      expect(next.attempts.length).toBeGreaterThan(1);
      await next.last.answer(ACCEPTED);
      bench.destinations.set('red', bench.red);
    }
    expect(bench.calls.status().refused).toBe(0);
  });

  it('has to say itself that it takes over what the former one had without a word', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(UNKNOWN);
    const next = replaced('red');
    await bench.calls.report('CB-1.1.1', 'accepted', ['red']);
    expect(await bench.journal.openPresses()).toHaveLength(1);
    await next.last.answer(UNKNOWN);
    expect(await bench.journal.openPresses()).toEqual([]);
  });

  it('keeps green in its queue although the former one refuses it meanwhile', async () => {
    const own = { green: { ...emptyRoute('green'), to: 'red' } };
    const all = planOf({ green: { to: 'desk' } });
    bench.reload({ ...all, groups: new Map([['street-1', own]]) });
    for (let seq = 1; seq <= 32; seq++) {
      await bench.calls.take(press({ key: 'green', deviceId: 'CB-2', seq }));
    }
    await bench.calls.take(press({ key: 'green' }));
    bench.reload(all);
    expect(bench.desk.presses).not.toContain('CB-1/1/1');
    await bench.red.last.answer(REFUSED);
    bench.desk.always = ACCEPTED;
    for (const { answer } of [...bench.desk.attempts]) await answer(ACCEPTED);
    expect(bench.desk.presses).toContain('CB-1/1/1');
    expect(await bench.journal.openPresses()).toEqual([]);
  });

  it('waits for none of the green that hangs at the former one', async () => {
    for (let seq = 1; seq <= 32; seq++) await bench.calls.take(press({ key: 'green', seq }));
    const next = replaced('red');
    expect(next.attempts).toHaveLength(32);
    expect(bench.calls.status().lanes.green.first).toEqual({ queued: 0, running: 64 });
  });

  it('and the former one accept a press once between them', async () => {
    await bench.calls.take(press());
    const former = bench.red.last;
    const next = replaced('red');
    await former.answer(ACCEPTED);
    expect(next.last.signal.aborted).toBe(true);
    await next.last.answer(ACCEPTED);
    expect(bench.heard().filter((news) => news.includes('accepted'))).toHaveLength(1);
    expect(bench.meter.of('reached').filter((line) => line.startsWith('accepted'))).toHaveLength(1);
  });

  it('has the limits of a press still counted from its arrival, each missed once', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(1_500);
    const next = replaced('red');
    await bench.clock.advance(499);
    expect(bench.missedDeadlines()).toEqual([]);
    await bench.clock.advance(1);
    replaced('red');
    await bench.clock.advance(58 * SECOND);
    expect(bench.missedDeadlines()).toEqual([
      'accepted platform_slow CB-1/1/1',
      'answered platform_slow CB-1.1.1',
    ]);
    expect(next.attempts[0]?.signal.aborted).toBe(true);
  });

  it('leaves no timer behind when the press is accepted there', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    const armed = bench.clock.armed;
    await bench.calls.take(press({ seq: 2 }));
    for (const answer of [undefined, BROKEN, UNKNOWN]) {
      const former = replaced('red');
      if (answer) await former.last.answer(answer);
    }
    await replaced('red').last.answer(ACCEPTED);
    expect(bench.clock.armed).toBe(armed);
  });
});

describe('a destination that is gone', () => {
  for (const answer of [undefined, BROKEN, UNKNOWN, REFUSED]) {
    const how = answer === undefined ? 'hangs' : `ended as ${answer.kind}`;
    it(`keeps what ${how} there, asks nobody, and sends it at once when there is one again`, async () => {
      await bench.calls.take(press());
      if (answer) await bench.red.last.answer(answer);
      bench.destinations.delete('red');
      bench.reload(planOf({}));
      await bench.clock.advance(HOUR);
      expect(bench.red.attempts).toHaveLength(1);
      expect(bench.missedDeadlines()[0]).toBe('accepted no_route CB-1/1/1');
      expect(replaced('red').presses).toEqual(['CB-1/1/1']);
    });
  }

  it('may still accept what it has in hand', async () => {
    await bench.calls.take(press());
    bench.destinations.delete('red');
    bench.reload(planOf({}));
    await bench.red.last.answer(ACCEPTED);
    expect(bench.heard().at(-1)).toBe('CB-1.1.1 accepted 1');
    expect(await bench.journal.openPresses()).toEqual([]);
  });
});

describe('a fallback', () => {
  beforeEach(() => bench.reload(WITH_SPARE));

  it('that is gone is asked no more, and what it alone would have taken goes on at the first', async () => {
    bench.red.always = REFUSED;
    await bench.calls.take(press());
    await bench.clock.advance(0);
    expect(bench.spare.attempts).toHaveLength(1);
    bench.destinations.delete('spare');
    bench.red.always = undefined;
    bench.reload(TO);
    await bench.spare.last.answer(BROKEN);
    await bench.clock.advance(MINUTE);
    expect(bench.spare.attempts).toHaveLength(1);
    await bench.red.last.answer(ACCEPTED);
    expect(await bench.journal.openPresses()).toEqual([]);
  });

  it('with another address is offered at once what hangs at the former one', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(10 * SECOND);
    expect(bench.spare.attempts).toHaveLength(1);
    const next = replaced('spare', ACCEPTED, WITH_SPARE);
    await bench.clock.advance(0);
    expect(next.presses).toEqual(['CB-1/1/1']);
    expect(await bench.journal.openPresses()).toEqual([]);
  });

  it('that came and went before it was due is never begun', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(5 * SECOND);
    bench.reload(TO);
    await bench.clock.advance(MINUTE);
    expect(bench.spare.attempts).toHaveLength(0);
  });
});

it('a reload is told that a green press was refused by the first, while the fallback is asked', async () => {
  bench.reload(WITH_SPARE);
  await bench.calls.take(press({ key: 'green' }));
  expect(bench.calls.hasRefusals).toBe(false);
  await bench.red.last.answer(REFUSED);
  expect(bench.calls.hasRefusals).toBe(true);
  bench.reload(WITH_SPARE);
  await bench.red.last.answer(ACCEPTED);
  expect(bench.calls.hasRefusals).toBe(false);
});
