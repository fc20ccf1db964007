// When the disk fails: a red press goes out all the same, nothing is acknowledged, nothing gets a second name.
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '#test/support/moving-clock.ts';
import { MINUTE, press, SECOND } from '../presses.ts';
import { ACCEPTED, BROKEN, CallsBench } from './bench.ts';

let bench: CallsBench;
const DISK_FULL = new Error('disk full');

beforeEach(async () => {
  bench = new CallsBench();
  await bench.start();
});

async function takeUnstored(changes: Parameters<typeof press>[0] = {}): Promise<void> {
  bench.journal.failure = DISK_FULL;
  await expect(bench.calls.take(press(changes))).rejects.toThrow('disk full');
  await settle();
}

describe('a red press that could not be stored', () => {
  it('is sent at once, marked as not stored, and not acknowledged', async () => {
    await takeUnstored();
    expect(bench.red.presses).toEqual(['CB-1/1/1']);
    expect(bench.red.last.delivery).toMatchObject({ stored: false, press: { callId: 'CB-1.1.1' } });
  });

  it('is accepted like any other: its device hears that help is coming', async () => {
    await takeUnstored();
    await bench.red.last.answer(ACCEPTED);
    expect(bench.heard()).toEqual(['CB-1.1.1 accepted 1']);
  });

  it('has its deadlines too: when nobody answers, its device hears it', async () => {
    await takeUnstored();
    await bench.clock.advance(MINUTE);
    expect(bench.heard()).toEqual(['CB-1.1.1 unanswered 1']);
  });

  it('that comes again is not offered twice at the same time', async () => {
    await takeUnstored();
    await takeUnstored();
    expect(bench.red.attempts).toHaveLength(1);
  });

  it('is not offered again each time that it comes and fails again, once it was accepted', async () => {
    await takeUnstored();
    await bench.red.last.answer(ACCEPTED);
    await takeUnstored();
    expect(bench.red.attempts).toHaveLength(1);
  });

  it('keeps its call when it comes again and is stored then', async () => {
    await takeUnstored();
    await bench.red.last.answer(BROKEN);
    bench.journal.failure = undefined;
    expect(await bench.calls.take(press())).toBe('stored');
    await bench.clock.advance(250);
    expect(bench.red.attempts.map(({ delivery }) => delivery.press.callId)).toEqual([
      'CB-1.1.1',
      'CB-1.1.1',
    ]);
    expect(bench.red.last.delivery.stored).toBe(true);
  });

  it('is not offered again when it was accepted before it is stored: its delivery has ended', async () => {
    await takeUnstored();
    await bench.red.last.answer(ACCEPTED);
    bench.journal.failure = undefined;
    expect(await bench.calls.take(press())).toBe('stored');
    await settle();
    expect(bench.red.attempts).toHaveLength(1);
    expect(await bench.journal.openPresses()).toEqual([]);
    expect(await bench.journal.openCalls()).toMatchObject([{ stage: 'accepted' }]);
  });

  it('keeps the call that it joined although that was answered before it came again', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await takeUnstored({ seq: 2 });
    bench.journal.failure = undefined;
    await bench.calls.report('CB-1.1.1', 'answered');
    await bench.calls.take(press({ seq: 2 }));
    const names = bench.red.attempts.map(({ delivery }) => delivery.press.callId);
    expect(new Set(names)).toEqual(new Set(['CB-1.1.1']));
  });

  it('keeps the call that it joined although that was closed before it came again', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await takeUnstored({ seq: 2 });
    await bench.red.last.answer(ACCEPTED);
    bench.journal.failure = undefined;
    await bench.calls.report('CB-1.1.1', 'closed');
    expect(await bench.calls.take(press({ seq: 2 }))).toBe('stored');
    const names = bench.red.attempts.map(({ delivery }) => delivery.press.callId);
    expect(new Set(names)).toEqual(new Set(['CB-1.1.1']));
    await settle();
    expect(bench.red.attempts).toHaveLength(2);
    expect(await bench.journal.openPresses()).toEqual([]);
    expect(await bench.journal.openCalls()).toEqual([]);
  });

  it('of which two copies fail at the same time is offered once', async () => {
    const release = bench.journal.hold();
    const both = [bench.calls.take(press()), bench.calls.take(press())];
    const outcomes = Promise.allSettled(both);
    bench.journal.failure = DISK_FULL;
    release();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(bench.red.presses).toEqual(['CB-1/1/1']);
  });
});

describe('a green press that could not be stored', () => {
  it('is not sent and not acknowledged: its device keeps it', async () => {
    await takeUnstored({ key: 'green' });
    await bench.clock.advance(10 * MINUTE);
    expect(bench.green.attempts).toHaveLength(0);
  });

  it('is stored and sent when it comes again, under the call that it had', async () => {
    await takeUnstored({ key: 'green' });
    bench.journal.failure = undefined;
    expect(await bench.calls.take(press({ key: 'green' }))).toBe('stored');
    expect(bench.green.last.delivery).toMatchObject({
      stored: true,
      press: { callId: 'CB-1.1.1' },
    });
  });
});

describe('a green press that joined a call and could not be stored', () => {
  const latest = () => bench.calls.openCallsOf('CB-1')[0]?.latest.seq;
  const green = (seq: number) => press({ key: 'green', seq });

  it('is not covered by the call: its device is told nothing that is not so', async () => {
    await bench.calls.take(green(1));
    await takeUnstored(green(2));
    expect(latest()).toBe(1);
  });

  it('is not covered either when others failed with it', async () => {
    await bench.calls.take(green(1));
    bench.journal.failure = DISK_FULL;
    const all = [2, 3, 4].map((seq) => bench.calls.take(green(seq)));
    await Promise.allSettled(all);
    expect(latest()).toBe(1);
  });

  it('leaves a later one covered that was stored', async () => {
    await bench.calls.take(green(1));
    await takeUnstored(green(2));
    bench.journal.failure = undefined;
    await bench.calls.take(green(3));
    expect(latest()).toBe(3);
  });

  it('is covered as soon as it is stored, here and on disk', async () => {
    await bench.calls.take(green(1));
    await takeUnstored(green(2));
    bench.journal.failure = undefined;
    await bench.calls.take(green(2));
    expect(bench.heard()).toEqual(['CB-1.1.1 stored 1', 'CB-1.1.1 stored 2']);
    expect(await bench.journal.openCalls()).toMatchObject([{ latest: { seq: 2 } }]);
  });
});

describe('an acceptance that could not be written', () => {
  beforeEach(async () => {
    await bench.calls.take(press());
    bench.journal.failure = DISK_FULL;
    await bench.red.last.answer(ACCEPTED);
  });

  it('is told to the device all the same, once', async () => {
    await bench.clock.advance(30 * SECOND);
    expect(bench.heard()).toEqual(['CB-1.1.1 stored 1', 'CB-1.1.1 accepted 1']);
  });

  it('is written again until it is written', async () => {
    await bench.clock.advance(12 * SECOND);
    expect(await bench.journal.openPresses()).toHaveLength(1);
    bench.journal.failure = undefined;
    await bench.clock.advance(5 * SECOND);
    expect(await bench.journal.openPresses()).toEqual([]);
    expect(await bench.journal.openCalls()).toMatchObject([{ stage: 'accepted' }]);
    const written = bench.journal.updates.length;
    await bench.clock.advance(30 * SECOND);
    expect(bench.journal.updates).toHaveLength(written);
  });

  it('does not take an answer back that was reported meanwhile', async () => {
    bench.journal.failure = undefined;
    await bench.calls.report('CB-1.1.1', 'answered');
    await bench.clock.advance(5 * SECOND);
    expect(await bench.journal.openCalls()).toMatchObject([{ stage: 'answered' }]);
  });

  it('is not offered again by the running gateway', async () => {
    await bench.clock.advance(30 * SECOND);
    expect(bench.red.attempts).toHaveLength(1);
  });

  it('is offered again after a restart: nobody knows of it any more', async () => {
    const next = await bench.restart();
    expect(next.red.presses).toEqual(['CB-1/1/1']);
    expect(next.red.last.delivery.press.callId).toBe('CB-1.1.1');
  });

  it('leaves no timer behind when the gateway stops', () => {
    void bench.calls.stop(0);
    expect(bench.clock.armed).toBe(0);
  });
});
