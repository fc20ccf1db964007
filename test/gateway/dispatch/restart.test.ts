// What was due before the gateway ended is due after it: open presses, open calls, deadlines. And how it ends.
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '#test/support/moving-clock.ts';
import { HOUR, MINUTE, press, SECOND, T0 } from '../presses.ts';
import { ACCEPTED, CallsBench } from './bench.ts';

let bench: CallsBench;

beforeEach(async () => {
  bench = new CallsBench();
  await bench.calls.start();
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
      ...{ press: { callId: 'CB-1.1.1' }, call: { callId: 'CB-1.1.1' } },
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
    bench.calls.stop();
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

describe('the end', () => {
  it('aborts the attempts and leaves no timer behind', async () => {
    await bench.calls.take(press());
    bench.calls.stop();
    await settle();
    expect(bench.red.last.signal.aborted).toBe(true);
    expect(bench.clock.armed).toBe(0);
  });

  it('leaves no timer behind although a press is being written', async () => {
    const release = bench.journal.hold();
    const taken = bench.calls.take(press());
    await settle();
    bench.calls.stop();
    release();
    expect(await taken).toBe('stored');
    expect(bench.clock.armed).toBe(0);
  });

  it('leaves no timer behind although an acceptance is being written', async () => {
    await bench.calls.take(press());
    const release = bench.journal.hold();
    await bench.red.last.answer(ACCEPTED);
    bench.calls.stop();
    bench.journal.failure = new Error('closed');
    release();
    await settle();
    expect(bench.clock.armed).toBe(0);
  });
});
