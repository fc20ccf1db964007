// When the disk hangs: a red press waits a second for it and no longer. When the disk is back: what is found on it counts.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';
import { settle } from '#test/support/moving-clock.ts';
import { press } from '../presses.ts';
import { ACCEPTED, CallsBench } from './bench.ts';

const { storedMs } = DEFAULT_LIMITS.red;
let bench: CallsBench;

beforeEach(async () => {
  bench = new CallsBench();
  await bench.start();
});

/** A press whose write hangs until the test ends or `release` is called. */
function takeHanging(changes: Parameters<typeof press>[0] = {}) {
  const release = bench.journal.hold();
  onTestFinished(release);
  return { taken: bench.calls.take(press(changes)), release };
}

describe('a red press whose write hangs', () => {
  it('is sent after a second, marked as not stored, and not acknowledged', async () => {
    let isAcknowledged = false;
    void takeHanging().taken.then(() => {
      isAcknowledged = true;
    });
    await bench.clock.advance(storedMs - 1);
    expect(bench.red.attempts).toHaveLength(0);
    await bench.clock.advance(1);
    expect(bench.red.last.delivery).toMatchObject({
      stored: false,
      press: { callId: 'CB-1.1.1', seq: 1 },
    });
    expect(isAcknowledged).toBe(false);
  });

  it('has its device hear that it is accepted', async () => {
    takeHanging();
    await bench.clock.advance(storedMs);
    await bench.red.last.answer(ACCEPTED);
    expect(bench.heard()).toEqual(['CB-1.1.1 accepted 1']);
  });

  it('that comes again meanwhile is the same press: nothing is offered twice', async () => {
    takeHanging();
    await bench.clock.advance(storedMs);
    await bench.red.last.answer(ACCEPTED);
    void bench.calls.take(press());
    await bench.clock.advance(10 * storedMs);
    expect(bench.red.attempts).toHaveLength(1);
  });

  it('is stored under its call when the disk is back, and settled', async () => {
    const { taken, release } = takeHanging();
    await bench.clock.advance(storedMs);
    release();
    expect(await taken).toBe('stored');
    await bench.red.last.answer(ACCEPTED);
    expect(bench.red.presses).toEqual(['CB-1/1/1']);
    expect(await bench.journal.openPresses()).toEqual([]);
    expect(await bench.journal.openCalls()).toMatchObject([{ callId: 'CB-1.1.1' }]);
  });

  it('that fails in the end was sent once', async () => {
    const { taken, release } = takeHanging();
    await bench.clock.advance(storedMs);
    bench.journal.failure = new Error('disk full');
    release();
    await expect(taken).rejects.toThrow('disk full');
    expect(bench.red.attempts).toHaveLength(1);
  });
});

it('a green press whose write hangs waits for it', async () => {
  takeHanging({ key: 'green' });
  await bench.clock.advance(60 * storedMs);
  expect(bench.green.attempts).toHaveLength(0);
});

describe('a press that is found on disk after a failure', () => {
  async function failThenFind(changes: Parameters<typeof press>[0]): Promise<void> {
    const { journal } = bench;
    journal.keepsWhatFails = true;
    journal.failure = new Error('disk full');
    await expect(bench.calls.take(press(changes))).rejects.toThrow('disk full');
    journal.recover();
    await settle();
  }

  it('is offered like any other, and its device is told', async () => {
    await failThenFind({ key: 'green' });
    expect(bench.green.last.delivery).toMatchObject({ stored: true, press: { seq: 1 } });
    expect(bench.heard()).toEqual(['CB-1.1.1 stored 1']);
  });

  it('is a duplicate when it comes again', async () => {
    await failThenFind({ key: 'green' });
    expect(await bench.calls.take(press({ key: 'green' }))).toBe('duplicate');
    expect(bench.green.attempts).toHaveLength(1);
  });

  it('is offered also when its copy came at the moment of the recovery', async () => {
    const { journal } = bench;
    journal.keepsWhatFails = true;
    journal.failure = new Error('disk full');
    await expect(bench.calls.take(press({ key: 'green' }))).rejects.toThrow('disk full');
    journal.recover();
    expect(await bench.calls.take(press({ key: 'green' }))).toBe('duplicate');
    await settle();
    expect(bench.green.presses).toEqual(['CB-1/1/1']);
  });

  it('that is covered by a call is so again', async () => {
    await bench.calls.take(press({ key: 'green' }));
    await failThenFind({ key: 'green', seq: 2 });
    expect(bench.heard().at(-1)).toBe('CB-1.1.1 stored 2');
  });
});

describe('a recovery', () => {
  it('offers nothing again that was accepted while the disk failed', async () => {
    await bench.calls.take(press());
    bench.journal.failure = new Error('disk full');
    await bench.red.last.answer(ACCEPTED);
    bench.journal.recover();
    await settle();
    expect(bench.red.attempts).toHaveLength(1);
  });

  it('opens no call again whose closing was the first thing written', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    bench.journal.recover();
    await bench.calls.report('CB-1.1.1', 'closed');
    await settle();
    expect(bench.calls.openCallsOf('CB-1')).toEqual([]);
    expect(bench.clock.armed).toBe(0);
  });
});
