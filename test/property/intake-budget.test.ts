// Properties of a device's budget: who keeps to it is never refused, who doesn't is, and red presses have their own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget, type Verdict } from '#gateway/device-link/budget.ts';
import { DEFAULT_INTAKE, type FloodOptions } from '#gateway/device-link/options.ts';

const OPTIONS = DEFAULT_INTAKE.flood as FloodOptions;
const MINUTE = 60_000;

/** Uplinks in their order: pauses before each in milliseconds, mostly short. */
const traffic = fc.array(
  fc.record({
    pause: fc.oneof(
      { weight: 6, arbitrary: fc.nat(200) },
      { weight: 2, arbitrary: fc.nat(5_000) },
      { weight: 1, arbitrary: fc.nat(10 * MINUTE) },
    ),
    wantsRed: fc.boolean(),
  }),
  { maxLength: 1_500, size: 'max' },
);

interface Uplink {
  at: number;
  isRed: boolean;
}

/** Red only where no minute has had as many as are allowed. */
function withAllowedReds(plan: { pause: number; wantsRed: boolean }[]): Uplink[] {
  let at = 0;
  const reds: number[] = [];
  return plan.map(({ pause, wantsRed }) => {
    at += pause;
    const inMinute = reds.filter((red) => red > at - MINUTE).length;
    const isRed = wantsRed && inMinute < OPTIONS.redPerMinute;
    if (isRed) reds.push(at);
    return { at, isRed };
  });
}

const judge = (uplinks: Uplink[]): (Uplink & { verdict: Verdict })[] => {
  const budget = new Budget(OPTIONS, 0);
  return uplinks.map((uplink) => ({ ...uplink, verdict: budget.take(uplink.isRed, uplink.at) }));
};

describe('a budget', () => {
  it('takes up to 60 red presses in any minute, whatever else the device sends', () => {
    fc.assert(
      fc.property(traffic, (plan) => {
        const reds = judge(withAllowedReds(plan)).filter(({ isRed }) => isRed);
        expect(reds.every(({ verdict }) => verdict === 'taken')).toBe(true);
      }),
    );
  });

  it('takes no more of the rest, in any time, than its burst and what has been earned since', () => {
    fc.assert(
      fc.property(traffic, (plan) => {
        const taken = judge(withAllowedReds(plan))
          .filter(({ isRed, verdict }) => !isRed && verdict === 'taken')
          .map(({ at }) => at);
        for (let first = 0; first < taken.length; first += 7) {
          for (let last = first; last < taken.length; last += 11) {
            const earned = ((taken[last]! - taken[first]!) * OPTIONS.perMinute) / MINUTE;
            expect(last - first + 1).toBeLessThanOrEqual(OPTIONS.burst + earned + 0.001);
          }
        }
      }),
    );
  });

  it('never refuses a device that keeps to it', () => {
    const steady = fc.array(fc.integer({ min: MINUTE / OPTIONS.perMinute, max: MINUTE }));
    fc.assert(
      fc.property(steady, fc.nat(OPTIONS.burst), (pauses, burst) => {
        let at = 0;
        const first = Array.from({ length: burst }, () => ({ at: 0, isRed: false }));
        const rest = pauses.map((pause) => {
          at += pause;
          return { at, isRed: false };
        });
        expect(judge([...first, ...rest]).every(({ verdict }) => verdict === 'taken')).toBe(true);
      }),
    );
  });

  it('cuts a device that goes on above it, for too long or by too much, and soon', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 350 }), (pause) => {
        const { maxOver, maxOverMs, burst, perMinute } = OPTIONS;
        const untilOver = burst / (1 / Math.max(pause, 1) - perMinute / MINUTE);
        const until = untilOver + maxOverMs + 2 * 350;
        const most = burst + maxOver + (until * perMinute) / MINUTE + 2;
        const count = Math.ceil(pause === 0 ? most : Math.min(most, until / pause + 2));
        const uplinks = Array.from({ length: count }, (_, n) => ({ at: n * pause, isRed: false }));
        expect(judge(uplinks).some(({ verdict }) => verdict === 'cut')).toBe(true);
      }),
    );
  });

  it('counts red presses above their allowance like everything else', () => {
    const uplinks = Array.from({ length: 2_000 }, () => ({ at: 0, isRed: true }));
    const verdicts = judge(uplinks).map(({ verdict }) => verdict);
    expect(verdicts.indexOf('over')).toBe(OPTIONS.redPerMinute + OPTIONS.burst);
    expect(verdicts).toContain('cut');
  });

  it('forgets what was when the device has been quiet for a while', () => {
    fc.assert(
      fc.property(traffic, (plan) => {
        const budget = new Budget(OPTIONS, 0);
        const uplinks = withAllowedReds(plan);
        for (const { at, isRed } of uplinks) budget.take(isRed, at);
        const later = (uplinks.at(-1)?.at ?? 0) + MINUTE;
        for (let n = 0; n < OPTIONS.burst; n++) expect(budget.take(false, later)).toBe('taken');
        expect(budget.isOver(later + MINUTE)).toBe(false);
      }),
    );
  });
});
