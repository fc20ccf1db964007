// The platform's reports: in order, early, late, repeated, on a call that nobody knows, and while the disk fails.
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '#test/support/moving-clock.ts';
import { ACCEPTED, BROKEN, CallsBench, UNKNOWN } from '../delivery/bench.ts';
import { call, press, T0 } from '../presses.ts';

const CALL = 'CB-1.1.1';
const STORED = `${CALL} stored 1`;
let bench: CallsBench;

beforeEach(async () => {
  bench = new CallsBench();
  await bench.start();
});

async function acceptedCall(): Promise<void> {
  await bench.calls.take(press());
  await bench.red.last.answer(ACCEPTED);
}

describe('a report', () => {
  it('on a call that nobody knows is REPORT_UNKNOWN_CALL', async () => {
    const unknown = { ok: false, code: 'REPORT_UNKNOWN_CALL' };
    expect(await bench.calls.report('CB-9.9.9', 'answered')).toEqual(unknown);
    expect(await bench.calls.report('', 'closed')).toEqual(unknown);
    expect(await bench.calls.report('__proto__', 'closed')).toEqual(unknown);
  });

  it('on a call that was offered to nobody yet is REPORT_NOT_DELIVERED, and changes nothing', async () => {
    const release = bench.journal.hold();
    const taken = bench.calls.take(press());
    const result = await bench.calls.report(CALL, 'answered');
    expect(result).toEqual({ ok: false, code: 'REPORT_NOT_DELIVERED' });
    release();
    await taken;
    expect(bench.calls.openCallsOf('CB-1')).toMatchObject([{ stage: 'stored' }]);
  });

  it('counts while the attempt is still under way: the platform was faster than its own answer', async () => {
    await bench.calls.take(press());
    const result = await bench.calls.report(CALL, 'answered');
    expect(result).toMatchObject({ ok: true, call: { stage: 'answered' } });
  });

  it('counts after a failed attempt: its answer may have been lost on the way', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(BROKEN);
    expect(await bench.calls.report(CALL, 'answered')).toMatchObject({ ok: true });
  });

  it('moves the call on, is on disk when it is answered, and reaches the device', async () => {
    await acceptedCall();
    await bench.clock.advance(5_000);
    for (const stage of ['answered', 'dispatched'] as const) {
      expect(await bench.calls.report(CALL, stage)).toMatchObject({ ok: true, call: { stage } });
      expect(await bench.journal.openCalls()).toMatchObject([{ stage }]);
    }
    expect(bench.heard()).toEqual([
      STORED,
      `${CALL} accepted 1`,
      `${CALL} answered 1`,
      `${CALL} dispatched 1`,
    ]);
    const [call] = await bench.journal.openCalls();
    expect(call?.reached).toMatchObject({ accepted: T0, answered: T0 + 5_000 });
  });

  it('is not answered before it is on disk', async () => {
    await acceptedCall();
    const release = bench.journal.hold();
    let isAnswered = false;
    const report = bench.calls.report(CALL, 'answered').then(() => {
      isAnswered = true;
    });
    await settle();
    expect(isAnswered).toBe(false);
    release();
    await report;
    expect(isAnswered).toBe(true);
  });

  it('that is repeated changes nothing and tells the device nothing new', async () => {
    await acceptedCall();
    const first = await bench.calls.report(CALL, 'answered');
    await bench.clock.advance(5_000);
    expect(await bench.calls.report(CALL, 'answered')).toEqual(first);
    expect(bench.heard()).toEqual([STORED, `${CALL} accepted 1`, `${CALL} answered 1`]);
  });

  it('that comes late does not take the call back', async () => {
    await acceptedCall();
    await bench.calls.report(CALL, 'dispatched');
    const late = await bench.calls.report(CALL, 'answered');
    expect(late).toMatchObject({ ok: true, call: { stage: 'dispatched' } });
    expect(bench.heard().at(-1)).toBe(`${CALL} dispatched 1`);
  });

  it('accepts a press that had only arrived (202), which is then offered no more', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(UNKNOWN);
    await bench.calls.report(CALL, 'accepted');
    await bench.clock.advance(30_000);
    expect(bench.red.attempts).toHaveLength(1);
    expect(await bench.journal.openPresses()).toEqual([]);
    expect(bench.heard()).toEqual([STORED, `${CALL} accepted 1`]);
  });
});

describe('a press that only arrived (202) again', () => {
  it('when its call was answered is accepted: no other report is to come', async () => {
    await bench.calls.take(press());
    await bench.calls.take(press({ seq: 2 }));
    await bench.red.attempts[0]?.answer(UNKNOWN);
    await bench.red.attempts[1]?.answer(BROKEN);
    await bench.calls.report(CALL, 'answered', ['red']);
    const next = await bench.restart();
    await next.red.last.answer(UNKNOWN);
    expect(next.red.last.press).toBe('CB-1/1/2');
    expect(await next.journal.openPresses()).toEqual([]);
  });
});

describe('who may report', () => {
  it('is known after a restart too: it stands in the journal with the call', async () => {
    await acceptedCall();
    const next = await bench.restart();
    const other = await next.calls.report(CALL, 'answered', ['green']);
    expect(other).toEqual({ ok: false, code: 'REPORT_NOT_DELIVERED' });
    expect(await next.calls.report(CALL, 'answered', ['red'])).toMatchObject({ ok: true });
  });

  it('of a call of an earlier version, which does not say it, is the first of its route', async () => {
    const { callId, ...earlier } = call({ stage: 'accepted', reached: { accepted: T0 } });
    bench.journal.disk.calls.set(callId, { callId, ...earlier });
    const next = await bench.restart();
    expect(await next.calls.report(CALL, 'answered', ['green'])).toMatchObject({ ok: false });
    expect(await next.calls.report(CALL, 'answered', ['red'])).toMatchObject({ ok: true });
  });
});

describe('a first report that says answered on a press that had only arrived (202)', () => {
  it('keeps the moments of both stages, and the device hears of both in order', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(UNKNOWN);
    await bench.clock.advance(1_000);
    await bench.calls.report(CALL, 'answered');
    const [call] = await bench.journal.openCalls();
    expect(call).toMatchObject({ stage: 'answered' });
    expect(call?.reached).toEqual({ accepted: T0 + 1_000, answered: T0 + 1_000 });
    expect(bench.heard()).toEqual([STORED, `${CALL} accepted 1`, `${CALL} answered 1`]);
  });
});

describe('a closed call', () => {
  beforeEach(async () => {
    await acceptedCall();
    await bench.calls.report(CALL, 'closed');
  });

  it('is open no more, here and on disk, and its device heard of it', async () => {
    expect(bench.calls.openCallsOf('CB-1')).toEqual([]);
    expect(await bench.journal.openCalls()).toEqual([]);
    expect(bench.heard().at(-1)).toBe(`${CALL} closed 1`);
  });

  it('is forgotten: late reports write nothing', async () => {
    const written = bench.journal.updates.length;
    await bench.calls.report(CALL, 'closed');
    expect(bench.journal.updates).toHaveLength(written);
  });

  it('arms no timer', () => {
    expect(bench.clock.armed).toBe(0);
  });

  it('is told to its own destination only', async () => {
    const undelivered = { ok: false, code: 'REPORT_NOT_DELIVERED' };
    expect(await bench.calls.report(CALL, 'closed', ['other'])).toEqual(undelivered);
    expect(await bench.calls.report(CALL, 'closed', ['other', 'red'])).toMatchObject({ ok: true });
  });

  it('answers late and repeated reports as it is, also after a restart', async () => {
    const closed = { ok: true, call: { callId: CALL, stage: 'closed' } };
    expect(await bench.calls.report(CALL, 'answered')).toMatchObject(closed);
    const next = await bench.restart();
    expect(await next.calls.report(CALL, 'closed')).toMatchObject(closed);
    expect(bench.heard().at(-1)).toBe(`${CALL} closed 1`);
  });
});

describe('a report that could not be written', () => {
  beforeEach(async () => {
    await acceptedCall();
    bench.journal.failure = new Error('disk full');
  });

  it('is rejected, so that the platform reports again', async () => {
    await expect(bench.calls.report(CALL, 'answered')).rejects.toThrow('disk full');
  });

  it('reaches the device all the same: somebody did telephone back', async () => {
    await bench.calls.report(CALL, 'answered').catch(() => {});
    expect(bench.heard().at(-1)).toBe(`${CALL} answered 1`);
  });

  it('is written when it comes again', async () => {
    await bench.calls.report(CALL, 'answered').catch(() => {});
    bench.journal.failure = undefined;
    expect(await bench.calls.report(CALL, 'answered')).toMatchObject({ ok: true });
    expect(await bench.journal.openCalls()).toMatchObject([{ stage: 'answered' }]);
  });

  it('is written by itself too: the platform may not come again', async () => {
    await bench.calls.report(CALL, 'closed').catch(() => {});
    await bench.clock.advance(5_000);
    bench.journal.failure = undefined;
    await bench.clock.advance(5_000);
    expect(await bench.journal.openCalls()).toEqual([]);
    expect(bench.clock.armed).toBe(0);
  });

  it('closes the call when it comes again', async () => {
    await bench.calls.report(CALL, 'closed').catch(() => {});
    bench.journal.failure = undefined;
    expect(await bench.calls.report(CALL, 'closed')).toMatchObject({ ok: true });
    expect(await bench.journal.openCalls()).toEqual([]);
    expect(bench.clock.armed).toBe(0);
  });
});
