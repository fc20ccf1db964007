// What health hears of destinations that are reached and take nothing.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import { press, SECOND } from '../presses.ts';
import { ACCEPTED, CallsBench, UNKNOWN } from './bench.ts';

const UNAUTHORIZED: Outcome = { kind: 'failed', code: 'REFUSED', detail: 'HTTP 401' };

let bench: CallsBench;
beforeEach(async () => {
  bench = await new CallsBench().start();
  onTestFinished(() => bench.stop());
});

const failing = () => bench.outcomes.failing(bench.destinations.values());

describe('a platform that refuses every press', () => {
  it('is told with since when, how often and why, however good its line is', async () => {
    bench.red.always = UNAUTHORIZED;
    const since = bench.clock.utc();
    await bench.calls.take(press());
    expect(failing()).toEqual([]);
    await bench.clock.advance(75 * SECOND);
    expect(failing()).toEqual([
      {
        destination: 'red',
        severity: 'red',
        failures: expect.any(Number),
        since,
        code: 'REFUSED',
        detail: 'HTTP 401',
      },
    ]);
    expect(failing()[0]?.failures).toBeGreaterThan(10);
  });

  for (const answer of [ACCEPTED, UNKNOWN]) {
    it(`is well again with the first press that is ${answer.kind}`, async () => {
      bench.red.always = UNAUTHORIZED;
      await bench.calls.take(press());
      await bench.clock.advance(75 * SECOND);
      bench.red.always = answer;
      await bench.clock.advance(10 * SECOND);
      expect(failing()).toEqual([]);
    });
  }

  it('is still told when another destination has taken the press over, and notices are taken', async () => {
    bench.red.always = UNAUTHORIZED;
    bench.spare.always = ACCEPTED;
    await bench.calls.take(press());
    await bench.clock.advance(75 * SECOND);
    await bench.calls.take(press({ seq: 2 }));
    await bench.clock.advance(75 * SECOND);
    expect(failing()).toEqual([expect.objectContaining({ destination: 'red' })]);
  });

  it('is no news when it is not there any more, or is another after a reload', async () => {
    bench.red.always = UNAUTHORIZED;
    await bench.calls.take(press());
    await bench.clock.advance(75 * SECOND);
    expect(bench.outcomes.failing([])).toEqual([]);
  });

  it('but has no words for one is none that fails', async () => {
    bench.red.carries = () => false;
    await bench.calls.take(press());
    await bench.clock.advance(75 * SECOND);
    expect(failing()).toEqual([]);
  });
});
