// The life of a call when all goes well: stored, accepted, and what its device hears.
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '#test/support/moving-clock.ts';
import { ACCEPTED, CallsBench, planOf } from '../delivery/bench.ts';
import { press, T0 } from '../presses.ts';

let bench: CallsBench;

beforeEach(async () => {
  bench = new CallsBench();
  await bench.start();
});

describe('a press', () => {
  it('is not acknowledged and not offered before it is on disk', async () => {
    const release = bench.journal.hold();
    let result = '';
    const taken = bench.calls.take(press()).then((outcome) => {
      result = outcome;
    });
    await settle();
    expect(result).toBe('');
    expect(bench.red.attempts).toHaveLength(0);
    release();
    await taken;
    expect(result).toBe('stored');
    expect(bench.red.presses).toEqual(['CB-1/1/1']);
  });

  it('goes to the route of its key, with its home', async () => {
    await bench.calls.take(press());
    await bench.calls.take(press({ seq: 2, key: 'green' }));
    expect(bench.red.presses).toEqual(['CB-1/1/1']);
    expect(bench.green.presses).toEqual(['CB-1/1/2']);
    expect(bench.red.last.delivery).toMatchObject({
      group: 'street-1',
      home: { reference: 'home-1' },
      stored: true,
      press: { callId: 'CB-1.1.1', joined: false },
    });
  });

  it('of a device that is no longer in the directory is offered all the same', async () => {
    await bench.calls.take(press({ deviceId: 'CB-2' }));
    expect(bench.red.last.delivery).toMatchObject({ group: '', home: { reference: '' } });
  });

  it('that came before is a duplicate, and is not offered again', async () => {
    await bench.calls.take(press());
    expect(await bench.calls.take(press())).toBe('duplicate');
    await bench.red.last.answer(ACCEPTED);
    expect(await bench.calls.take(press())).toBe('duplicate');
    expect(bench.red.attempts).toHaveLength(1);
  });

  it('that comes twice at the same moment is one press', async () => {
    const outcomes = await Promise.all([bench.calls.take(press()), bench.calls.take(press())]);
    expect(outcomes.sort()).toEqual(['duplicate', 'stored']);
    expect(bench.red.attempts).toHaveLength(1);
  });

  it('that joins is delivered too, under the same call, and its device hears that it is covered', async () => {
    await bench.calls.take(press());
    expect(await bench.calls.take(press({ seq: 2 }))).toBe('stored');
    expect(bench.red.presses).toEqual(['CB-1/1/1', 'CB-1/1/2']);
    expect(bench.red.last.delivery.press).toMatchObject({ callId: 'CB-1.1.1', joined: true });
    expect(bench.heard()).toEqual(['CB-1.1.1 stored 1', 'CB-1.1.1 stored 2']);
  });
});

describe('a stored press', () => {
  it('is told to its device as part of a call, also when it opened that: a receipt may get lost', async () => {
    await bench.calls.take(press());
    expect(bench.heard()).toEqual(['CB-1.1.1 stored 1']);
  });
});

describe('an acceptance', () => {
  it('moves the call on, is on disk, ends the delivery, and reaches the device', async () => {
    await bench.calls.take(press());
    await bench.clock.advance(300);
    await bench.red.last.answer(ACCEPTED);
    expect(bench.heard()).toEqual(['CB-1.1.1 stored 1', 'CB-1.1.1 accepted 1']);
    expect(await bench.journal.openPresses()).toEqual([]);
    const [call] = await bench.journal.openCalls();
    expect(call).toMatchObject({ stage: 'accepted', reached: { accepted: T0 + 300 } });
    expect(bench.calls.openCallsOf('CB-1')).toEqual([call]);
  });

  it('is never shown before a destination has accepted', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer({ kind: 'unknown' });
    await bench.clock.advance(30_000);
    expect(bench.heard().filter((news) => news.includes('accepted'))).toEqual([]);
  });

  it('reaches the device while the disk is still busy', async () => {
    await bench.calls.take(press());
    const release = bench.journal.hold();
    await bench.red.last.answer(ACCEPTED);
    expect(bench.heard()).toEqual(['CB-1.1.1 stored 1', 'CB-1.1.1 accepted 1']);
    release();
    await settle();
    expect(await bench.journal.openPresses()).toEqual([]);
  });

  it('of a press that joined an answered call does not take the call back', async () => {
    await bench.calls.take(press());
    await bench.calls.take(press({ seq: 2 }));
    await bench.red.attempts[0]?.answer(ACCEPTED);
    await bench.calls.report('CB-1.1.1', 'answered');
    await bench.red.attempts[1]?.answer(ACCEPTED);
    expect(bench.heard().at(-1)).toBe('CB-1.1.1 answered 2');
    expect(await bench.journal.openCalls()).toMatchObject([{ stage: 'answered' }]);
  });
});

describe('a key without a route', () => {
  it('has its presses kept, and they stay due in the journal', async () => {
    const { calls, journal } = await new CallsBench(planOf({})).start();
    expect(await calls.take(press())).toBe('stored');
    expect(await journal.openPresses()).toMatchObject([{ seq: 1, callId: 'CB-1.1.1' }]);
  });
});

describe('the logs', () => {
  it('carry ids and codes only, never the home', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer({ kind: 'failed', code: 'BROKEN', detail: 'HTTP 500' });
    await bench.clock.advance(120_000);
    expect(bench.log.lines.length).toBeGreaterThan(3);
    expect(JSON.stringify(bench.log.lines)).not.toContain('home');
  });
});
