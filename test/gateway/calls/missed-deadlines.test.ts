// Missed deadlines: every missed limit is told once, with its limit, its cause and how long it took.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { DestinationErrorCode, Outcome } from '#gateway/domain/ports/destination.ts';
import { settle } from '#test/support/moving-clock.ts';
import { ACCEPTED, CallsBench, PLAN, planOf, UNKNOWN } from '../delivery/bench.ts';
import { HOUR, MINUTE, press, SECOND, T0 } from '../presses.ts';

let bench: CallsBench;

beforeEach(async () => {
  bench = await new CallsBench().start();
});

const failed = (code: DestinationErrorCode): Outcome => ({ kind: 'failed', code, detail: '' });
const ID = 'CB-1/1/1';

describe('a press that is late on arrival', () => {
  it('is a breach of its device at once, and is offered all the same', async () => {
    await bench.calls.take(press({ ageMs: 10_001 }));
    expect(bench.red.attempts).toHaveLength(1);
    expect(bench.missedDeadlines()).toEqual([`late device_late ${ID}`]);
    expect(bench.journal.disk.notices.get(`breach/${ID}/late`)).toMatchObject({
      limitMs: 10_000,
      tookMs: 10_001,
      deviceId: 'CB-1',
      group: 'street-1',
      key: 'red',
      callId: 'CB-1.1.1',
      press: ID,
      at: T0,
    });
  });

  it('starts no fallback by itself', async () => {
    const fallback = { to: 'spare', afterMs: 10 * SECOND };
    const plan = planOf({ red: { to: 'red', fallback } });
    bench = await new CallsBench(plan).start();
    await bench.calls.take(press({ ageMs: HOUR }));
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(MINUTE);
    expect(bench.spare.attempts).toHaveLength(0);
  });

  it('is none up to the limit, and none again as a duplicate', async () => {
    await bench.calls.take(press({ ageMs: 10_000 }));
    expect(await bench.calls.take(press({ ageMs: 20_000 }))).toBe('duplicate');
    expect(bench.missedDeadlines()).toEqual([]);
  });
});

describe('a press that is not on disk in time', () => {
  it('is a breach of the disk, as soon as the time has passed', async () => {
    for (const [seq, key] of [
      [1, 'red'],
      [2, 'green'],
    ] as const) {
      const release = bench.journal.hold();
      onTestFinished(release);
      void bench.calls.take(press({ seq, key }));
      await bench.clock.advance(SECOND);
      release();
      await settle();
    }
    const stored = bench.missedDeadlines().filter((line) => line.startsWith('stored'));
    expect(stored).toEqual([`stored disk ${ID}`, 'stored disk CB-1/1/2']);
  });

  it('is one breach, although it fails over and over and is stored in the end', async () => {
    for (const key of ['red', 'green'] as const) {
      const pressed = press({ deviceId: key, key, receivedAt: bench.clock.utc() });
      bench.journal.failure = new Error('disk full');
      for (let times = 0; times < 3; times++) {
        await bench.calls.take(pressed).catch(() => {});
        await bench.clock.advance(100);
      }
      bench.journal.failure = undefined;
      await bench.calls.take(pressed);
    }
    await bench.clock.advance(5 * SECOND);
    const ids = ['red/1/1', 'green/1/1'].map((id) => `stored disk ${id}`);
    expect(bench.missedDeadlines().filter((line) => line.startsWith('stored'))).toEqual(ids);
    const counted = bench.meter.of('missedDeadline').filter((line) => line.startsWith('stored'));
    expect(counted).toEqual(['stored red disk', 'stored green disk']);
  });
});

describe('a press that is not accepted in time', () => {
  async function causeAfter(outcome: Outcome | undefined): Promise<string[]> {
    bench.red.always = outcome;
    await bench.calls.take(press());
    await bench.clock.advance(2 * SECOND);
    return bench.missedDeadlines();
  }

  for (const code of ['UNREACHABLE', 'REFUSED', 'BROKEN'] as const) {
    it(`is a breach of a platform that is down: ${code}`, async () => {
      expect(await causeAfter(failed(code))).toEqual([`accepted platform_down ${ID}`]);
    });
  }

  for (const code of ['TIMEOUT', 'BUSY'] as const) {
    it(`is a breach of a platform that is slow: ${code}`, async () => {
      expect(await causeAfter(failed(code))).toEqual([`accepted platform_slow ${ID}`]);
    });
  }

  it('is a breach of a platform that is slow: it hangs', async () => {
    expect(await causeAfter(undefined)).toEqual([`accepted platform_slow ${ID}`]);
  });

  it('is a breach of a platform that is slow: 202, and no report', async () => {
    expect(await causeAfter(UNKNOWN)).toEqual([`accepted platform_slow ${ID}`]);
  });

  it('is a breach of the routes when there is none', async () => {
    bench = await new CallsBench(planOf({})).start();
    expect(await causeAfter(undefined)).toEqual([`accepted no_route ${ID}`]);
  });

  it('is a breach of the queue when it never had its turn', async () => {
    // 32 at a time hang for 10 s each.
    for (let seq = 1; seq <= 130; seq++) await bench.calls.take(press({ seq, key: 'green' }));
    await bench.clock.advance(30 * SECOND);
    expect(bench.missedDeadlines()[0]).toBe(`accepted platform_slow ${ID}`);
    expect(bench.missedDeadlines()[129]).toBe('accepted queue CB-1/1/130');
  });

  it('is a breach of the disk when it was on disk only after the limit', async () => {
    const release = bench.journal.hold();
    const taken = bench.calls.take(press({ key: 'green' }));
    await bench.clock.advance(31 * SECOND);
    release();
    await taken;
    await bench.clock.advance(0);
    expect(bench.missedDeadlines()).toEqual([`stored disk ${ID}`, `accepted disk ${ID}`]);
  });

  it('is one breach, however long it lasts and how often the gateway restarts', async () => {
    await causeAfter(undefined);
    await bench.clock.advance(50 * SECOND);
    const next = await bench.restart();
    await next.clock.advance(5 * SECOND);
    expect(next.missedDeadlines()).toEqual([`accepted platform_slow ${ID}`]);
    expect(bench.meter.of('missedDeadline')).toEqual(['accepted red platform_slow']);
    expect(next.meter.of('missedDeadline')).toEqual([]);
  });

  it('is a breach also when its limit passed while the gateway was down: it waited here', async () => {
    await bench.calls.take(press());
    await bench.stop();
    await bench.clock.advance(MINUTE - SECOND);
    const next = await bench.restart();
    next.red.always = failed('BROKEN');
    await next.clock.advance(0);
    expect(next.missedDeadlines()).toEqual([`accepted queue ${ID}`]);
    expect(next.journal.disk.notices.get(`breach/${ID}/accepted`)).toMatchObject({
      limitMs: 2_000,
      tookMs: 59_000,
    });
  });

  it('is a breach also when the acceptance comes first and the timer had no turn', async () => {
    await bench.calls.take(press());
    await bench.stop();
    await bench.clock.advance(5 * SECOND);
    const next = await bench.restart();
    await next.red.last.answer(ACCEPTED);
    expect(next.missedDeadlines()).toEqual([`accepted queue ${ID}`]);
  });

  it('is a breach for a test press too', async () => {
    await bench.calls.take(press({ test: true }));
    await bench.clock.advance(2 * SECOND);
    expect(bench.missedDeadlines()).toEqual([`accepted platform_slow ${ID}`]);
  });
});

describe('a call that nobody answers in time', () => {
  const answered = () => bench.missedDeadlines().filter((line) => line.startsWith('answered'));

  it('is a breach of the platform that accepted it', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(MINUTE);
    expect(answered()).toEqual(['answered platform_slow CB-1.1.1']);
    expect(bench.journal.disk.notices.get('breach/CB-1.1.1/answered')).not.toHaveProperty('press');
  });

  it('is a breach of the platform that is down', async () => {
    bench.red.always = failed('UNREACHABLE');
    await bench.calls.take(press());
    await bench.clock.advance(MINUTE);
    expect(answered()).toEqual(['answered platform_down CB-1.1.1']);
  });

  it('took no years when the clock was set ahead by years while the gateway was down', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    bench.clock.setUtc(T0 + 354_240_002_174);
    const next = await bench.restart();
    await next.clock.advance(MINUTE);
    const [notice] = [...next.journal.disk.notices.values()].filter(
      ({ kind }) => kind === 'breach',
    );
    expect(notice).toMatchObject({ limit: 'answered', tookMs: MINUTE });
    expect(next.journal.disk.calls.get('CB-1.1.1')?.stage).toBe('accepted');
  });

  it('is one breach, also after a restart', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(MINUTE);
    const next = await bench.restart();
    await next.clock.advance(HOUR);
    expect(next.meter.of('missedDeadline')).toEqual([]);
  });

  it('is none when somebody answers in time', async () => {
    await bench.calls.take(press());
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(MINUTE - 1);
    await bench.calls.report('CB-1.1.1', 'answered');
    await bench.clock.advance(HOUR);
    expect(bench.missedDeadlines()).toEqual([]);
  });
});

describe('the ways of a press', () => {
  it('are timed from its arrival, by a clock that nobody sets', async () => {
    const release = bench.journal.hold();
    const taken = bench.calls.take(press());
    await bench.clock.advance(100);
    bench.clock.setUtc(T0 + HOUR);
    release();
    await taken;
    await bench.clock.advance(200);
    await bench.red.last.answer(ACCEPTED);
    await bench.clock.advance(300);
    await bench.calls.report('CB-1.1.1', 'answered');
    expect(bench.meter.of('reached')).toEqual([
      'stored red 100',
      'accepted red 300',
      'answered red 600',
    ]);
  });

  it('are timed over a restart too, and never less than nothing', async () => {
    await bench.calls.take(press());
    await bench.stop();
    bench.clock.setUtc(T0 + 5 * SECOND);
    const later = await bench.restart();
    await later.red.last.answer(ACCEPTED);
    expect(later.meter.of('reached')).toEqual(['accepted red 5000']);
    await later.calls.take(press({ seq: 2, receivedAt: T0 + 5 * SECOND }));
    await later.stop();
    later.clock.setUtc(T0);
    const earlier = await later.restart(PLAN);
    await earlier.red.last.answer(ACCEPTED);
    expect(earlier.meter.of('reached')).toEqual(['accepted red 0']);
  });
});
