// What was due before the gateway ended is due after it: open presses, open calls, deadlines. And how it ends.
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '#test/support/moving-clock.ts';
import { HOUR, MINUTE, press, SECOND, T0 } from '../presses.ts';
import { ACCEPTED, CallsBench, PLAN } from './bench.ts';

let bench: CallsBench;

beforeEach(async () => {
  bench = new CallsBench();
  await bench.start();
});

describe('after a restart', () => {
  it('every press that nobody had accepted is offered again, oldest first, under its call', async () => {
    for (const seq of [1, 2, 3]) {
      await bench.calls.take(press({ seq, receivedAt: T0 + seq }));
    }
    await bench.red.attempts[1]?.answer(ACCEPTED);
    const next = await bench.restart();
    expect(next.red.presses).toEqual(['CB-1/1/1', 'CB-1/1/3']);
    for (const { delivery } of next.red.attempts) {
      expect(delivery).toMatchObject({ stored: true, press: { callId: 'CB-1.1.1' } });
      expect(delivery.home.reference).toBe('home-1');
    }
  });

  it('a press that was accepted is not offered again', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    const next = await bench.restart();
    await next.clock.advance(HOUR);
    expect(next.red.attempts).toHaveLength(0);
  });

  it('a press that came before is still a duplicate', async () => {
    await bench.calls.take(press());
    const next = await bench.restart();
    expect(await next.calls.take(press())).toBe('duplicate');
    expect(next.red.attempts).toHaveLength(1);
  });

  it('a new press joins the call that was open', async () => {
    await bench.calls.take(press());
    const next = await bench.restart();
    await next.calls.take(press({ seq: 2, receivedAt: T0 + MINUTE }));
    expect(next.red.last.delivery.press).toMatchObject({ callId: 'CB-1.1.1', joined: true });
  });

  it('an open press of a closed call is offered under that call', async () => {
    await bench.calls.take(press());
    await bench.calls.take(press({ seq: 2 }));
    await bench.red.attempts[0]?.answer(ACCEPTED);
    await bench.calls.report('CB-1.1.1', 'closed');
    const next = await bench.restart();
    expect(next.red.presses).toEqual(['CB-1/1/2']);
    expect(next.red.last.delivery).toMatchObject({
      press: { callId: 'CB-1.1.1' },
      call: { callId: 'CB-1.1.1' },
    });
  });

  it('a deadline goes on with what was left of it', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(40 * SECOND);
    const next = await bench.restart();
    await next.clock.advance(20 * SECOND - 1);
    expect(next.heard()).toEqual([]);
    await next.clock.advance(1);
    expect(next.heard()).toEqual(['CB-1.1.1 unanswered 1']);
  });

  it('a deadline that passed while the gateway was down is missed at once', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    void bench.calls.stop(0);
    await bench.clock.advance(HOUR);
    const next = await bench.restart();
    await next.clock.advance(0);
    expect(next.heard()).toEqual(['CB-1.1.1 unanswered 1']);
  });

  it('a deadline is at most its limit away, although the clock was set back by a year', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    bench.clock.setUtc(T0 - 365 * 24 * HOUR);
    const next = await bench.restart();
    await next.clock.advance(MINUTE);
    expect(next.heard()).toEqual(['CB-1.1.1 unanswered 1']);
  });

  it('a device is told once that nobody answered, not after every restart', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(MINUTE);
    const next = await bench.restart();
    await next.clock.advance(HOUR);
    expect(next.heard()).toEqual([]);
  });
});

describe('a later call', () => {
  it('names the former one also when that was closed before the restart', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.calls.report('CB-1.1.1', 'closed');
    const next = await bench.restart();
    await next.calls.take(press({ seq: 2 }));
    expect(next.red.last.delivery.call).toMatchObject({ formerCallId: 'CB-1.1.1' });
    await next.calls.take(press({ seq: 3, key: 'green' }));
    expect(next.green.last.delivery.call).not.toHaveProperty('formerCallId');
  });

  it('names the open one, although one before it was closed later', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.calls.report('CB-1.1.1', 'answered');
    await bench.calls.take(press({ seq: 2 }));
    await bench.red.last.answer(ACCEPTED);
    await bench.calls.report('CB-1.1.1', 'closed');
    await bench.calls.report('CB-1.1.2', 'answered');
    const next = await bench.restart();
    await next.calls.take(press({ seq: 3 }));
    expect(next.red.last.delivery.call).toMatchObject({ formerCallId: 'CB-1.1.2' });
  });
});

describe('red presses', () => {
  it('are offered first, although green ones are older', async () => {
    await bench.calls.take(press({ key: 'green' }));
    await bench.calls.take(press({ seq: 2, receivedAt: T0 + 1 }));
    await bench.stop();
    const next = new CallsBench(PLAN, bench.journal.disk, bench.clock);
    const order: string[] = [];
    for (const destination of [next.red, next.green]) {
      const deliver = destination.deliver.bind(destination);
      destination.deliver = (...of) => {
        order.push(destination.name);
        return deliver(...of);
      };
    }
    await next.start();
    expect(order).toEqual(['red', 'green']);
  });
});

describe('a stop with time', () => {
  it('lets what is under way end, writes it, and begins nothing new', async () => {
    await bench.calls.take(press());
    await bench.calls.take(press({ seq: 2 }));
    const release = bench.journal.hold();
    let hasEnded = false;
    const stopped = bench.calls.stop(5 * SECOND).then(() => {
      hasEnded = true;
    });
    await bench.red.attempts[0]?.answer(ACCEPTED);
    await bench.clock.advance(5 * SECOND);
    expect(bench.red.attempts[1]?.signal.aborted).toBe(true);
    expect(hasEnded).toBe(false);
    release();
    await stopped;
    expect(await bench.journal.openPresses()).toMatchObject([{ seq: 2 }]);
    expect(await bench.journal.openCalls()).toMatchObject([{ stage: 'accepted' }]);
    expect(bench.clock.armed).toBe(0);
  });
});

describe('the state', () => {
  it('says how many calls are open, what waits in the lanes, and since when', async () => {
    const closed = { first: { queued: 0, running: 0 }, repeated: { queued: 0, running: 0 } };
    expect(bench.calls.status()).toEqual({
      openCalls: { red: 0, green: 0 },
      oldestPressMs: {},
      refused: 0,
      lanes: { red: closed, green: closed, status: closed },
    });
    await bench.calls.take(press({ key: 'green' }));
    await bench.clock.advance(2 * SECOND);
    for (let seq = 2; seq <= 40; seq++) await bench.calls.take(press({ seq, key: 'green' }));
    await bench.calls.take(press({ seq: 41 }));
    await bench.clock.advance(SECOND);
    expect(bench.calls.status()).toMatchObject({
      openCalls: { red: 1, green: 1 },
      oldestPressMs: { red: SECOND, green: 3 * SECOND },
      lanes: { green: { first: { queued: 8, running: 32 } }, red: { first: { running: 1 } } },
    });
  });

  it('follows what is accepted and closed', async () => {
    for (const [seq, key] of [
      [1, 'red'],
      [2, 'green'],
      [3, 'green'],
    ] as const) {
      await bench.calls.take(press({ seq, key }));
      await bench.clock.advance(100);
    }
    await bench.red.last.answer(ACCEPTED);
    await bench.green.attempts[0]?.answer(ACCEPTED);
    const { openCalls, oldestPressMs } = bench.calls.status();
    expect({ openCalls, oldestPressMs }).toEqual({
      openCalls: { red: 1, green: 1 },
      oldestPressMs: { green: 100 },
    });
    await bench.calls.report('CB-1.1.1', 'closed');
    await bench.calls.report('CB-1.1.2', 'closed');
    expect(bench.calls.status().openCalls).toEqual({ red: 0, green: 0 });
    await bench.calls.take(press({ seq: 4 }));
    expect(bench.calls.status().openCalls).toEqual({ red: 1, green: 0 });
  });

  it('is told at once while many calls wait: no scrape holds up a red press', async () => {
    for (let seq = 1; seq <= 5_000; seq++) {
      await bench.calls.take(press({ deviceId: `CB-${seq}`, key: 'green' }));
    }
    const began = performance.now();
    for (let scrape = 0; scrape < 1_000; scrape++) bench.calls.status();
    // Looking at each call would take seconds.
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe('the end', () => {
  it('aborts the attempts and leaves no timer behind', async () => {
    await bench.calls.take(press());
    void bench.calls.stop(0);
    await settle();
    expect(bench.red.last.signal.aborted).toBe(true);
    expect(bench.clock.armed).toBe(0);
  });

  it('leaves no timer behind although a press is being written', async () => {
    const release = bench.journal.hold();
    const taken = bench.calls.take(press());
    await settle();
    void bench.calls.stop(0);
    release();
    expect(await taken).toBe('stored');
    expect(bench.clock.armed).toBe(0);
  });

  it('leaves no timer behind although an acceptance is being written', async () => {
    await bench.calls.take(press());
    const release = bench.journal.hold();
    await bench.red.last.answer(ACCEPTED);
    void bench.calls.stop(0);
    bench.journal.failure = new Error('closed');
    release();
    await settle();
    expect(bench.clock.armed).toBe(0);
  });
});
