// Batteries: low, critical, hysteresis, what is not known, and how many days are left.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  daysLeft,
  MAX_READINGS,
  type Readings,
  withReading,
} from '#gateway/domain/supervision/battery-forecast.ts';
import { DAY, deviceIn, HOUR, heartbeat, MINUTE, SupervisionBench } from './supervision-bench.ts';

const ONE = [deviceIn('street', 'CB-1')];

async function started(): Promise<SupervisionBench> {
  const bench = await SupervisionBench.start(ONE);
  bench.lives('CB-1');
  bench.hushes('CB-1');
  return bench;
}

function charge(bench: SupervisionBench, batteryPercent: number, batteryMv = 3_700): string[] {
  bench.says('CB-1', heartbeat({ batteryPercent, batteryMv }));
  return bench.told();
}

const level = (is: number, batteryPercent = 0, batteryMv = 0) =>
  ({ kind: 'battery', level: is, batteryMv, batteryPercent }) as const;

describe('a battery', () => {
  it('is low from 30 % down, critical from 15 % down, and well 5 points above', async () => {
    const bench = await started();
    expect(charge(bench, 31)).toEqual([]);
    expect(charge(bench, 30)).toEqual(['opened battery_low CB-1']);
    expect(charge(bench, 16)).toEqual([]);
    expect(charge(bench, 15)).toEqual(['opened battery_critical CB-1']);
    expect(charge(bench, 19)).toEqual([]);
    expect(charge(bench, 20)).toEqual(['restored battery_critical CB-1']);
    expect(charge(bench, 34)).toEqual([]);
    expect(charge(bench, 35)).toEqual(['restored battery_low CB-1']);
  });

  it('that falls at once is low and critical: each ends by itself', async () => {
    const bench = await started();
    expect(charge(bench, 3)).toEqual(['opened battery_low CB-1', 'opened battery_critical CB-1']);
    expect(charge(bench, 25)).toEqual(['restored battery_critical CB-1']);
  });

  it('of 0 % at 0 mV is not known; of 0 % with a voltage it is empty', async () => {
    const bench = await started();
    expect(charge(bench, 0, 0)).toEqual([]);
    expect(charge(bench, 0, 3_000)).toHaveLength(2);
    expect(charge(bench, 0, 0)).toEqual([]);
  });

  it('that the device calls low is low, whatever its charge, until it takes that back', async () => {
    const bench = await started();
    bench.says('CB-1', level(2, 80, 3_900));
    expect(bench.told()).toEqual(['opened battery_low CB-1']);
    expect(charge(bench, 90)).toEqual([]);
    bench.says('CB-1', level(3));
    expect(bench.told()).toEqual(['opened battery_critical CB-1']);
    bench.says('CB-1', level(99));
    expect(bench.told()).toEqual([]);
    bench.says('CB-1', level(1));
    expect(bench.told()).toEqual(['restored battery_low CB-1', 'restored battery_critical CB-1']);
  });

  it('is not low by an event that is sent again after a newer one', async () => {
    const bench = await started();
    await bench.clock.advance(10 * MINUTE);
    bench.says('CB-1', level(2, 29, 3_600), 5 * MINUTE);
    bench.says('CB-1', level(1, 60, 3_800), 2 * MINUTE);
    expect(bench.told()).toEqual(['opened battery_low CB-1', 'restored battery_low CB-1']);
    bench.says('CB-1', level(2, 29, 3_600), 5 * MINUTE);
    expect(bench.told()).toEqual([]);
  });

  it('is as good as a device finds it after a restart', async () => {
    const bench = await started();
    bench.lives('CB-1');
    bench.says('CB-1', level(2, 80, 3_900));
    await bench.clock.advance(HOUR);
    bench.told();
    bench.says('CB-1', { kind: 'boot', cause: 1, firmware: '', model: '' });
    expect(bench.told()).toEqual(['restored battery_low CB-1']);
  });

  it('is told with its charge, when the device was well last, and names that never repeat', async () => {
    const bench = await started();
    const wellAt = bench.clock.utc();
    await bench.clock.advance(10 * MINUTE);
    for (const percent of [30, 50, 30, 50, 30, 50]) {
      bench.says('CB-1', heartbeat({ batteryPercent: percent }));
    }
    expect(bench.notices[0]).toMatchObject({ batteryPercent: 30, lastGoodAt: wellAt });
    expect(new Set(bench.notices.map(({ id }) => id)).size).toBe(6);
  });
});

describe('the forecast', () => {
  it('says how many days are left while the device runs on its battery', async () => {
    const bench = await started();
    for (let percent = 100; percent >= 30; percent--) {
      bench.says('CB-1', heartbeat({ batteryPercent: percent, onMains: false }));
      await bench.clock.advance(HOUR);
    }
    const low = bench.notices.find(({ condition }) => condition === 'battery_low');
    expect(low?.daysLeft).toBeCloseTo(30 / 24, 1);
  });

  it('is not known on mains, nor of a device that says nothing of its charge', async () => {
    const bench = await started();
    for (let percent = 60; percent >= 20; percent--) {
      bench.says('CB-1', heartbeat({ batteryPercent: percent }));
      await bench.clock.advance(HOUR);
    }
    expect(bench.notices[0]).not.toHaveProperty('daysLeft');
  });

  it('is of this discharge, not of the one before', async () => {
    const bench = await started();
    const runDown = async (from: number, to: number, everyMs: number) => {
      for (let percent = from; percent >= to; percent--) {
        bench.says('CB-1', heartbeat({ batteryPercent: percent, onMains: false }));
        await bench.clock.advance(everyMs);
      }
    };
    await runDown(45, 41, 2 * HOUR);
    bench.says('CB-1', heartbeat({ batteryPercent: 40 }));
    await bench.clock.advance(10 * MINUTE);
    await runDown(40, 30, 10 * MINUTE);
    const low = bench.notices.find(({ condition }) => condition === 'battery_low');
    expect(low?.daysLeft).toBeCloseTo(30 / 6 / 24, 2);
  });

  it('goes on after a restart', async () => {
    let bench = await started();
    let percent = 60;
    const runDown = async (to: number) => {
      for (; percent > to; percent--) {
        bench.says('CB-1', heartbeat({ batteryPercent: percent, onMains: false }));
        await bench.clock.advance(10 * MINUTE);
      }
    };
    await runDown(31);
    bench.told();
    bench = await bench.restart();
    bench.supervision.connected('CB-1');
    await runDown(29);
    const low = bench.notices.find(({ condition }) => condition === 'battery_low');
    expect(low?.daysLeft).toBeCloseTo(30 / 6 / 24, 1);
  });

  const readings = (points: [at: number, percent: number][]) =>
    points.reduce<Readings>((all, [at, percent]) => withReading(all, at, percent), []);

  it('needs three readings, half an hour and a charge that falls', () => {
    expect(daysLeft([], 50)).toBeUndefined();
    expect(
      daysLeft(
        readings([
          [0, 90],
          [DAY, 80],
        ]),
        80,
      ),
    ).toBeUndefined();
    expect(
      daysLeft(
        readings([
          [0, 90],
          [6 * MINUTE, 80],
          [12 * MINUTE, 70],
        ]),
        70,
      ),
    ).toBeUndefined();
    expect(
      daysLeft(
        readings([
          [0, 70],
          [HOUR, 72],
          [2 * HOUR, 74],
        ]),
        74,
      ),
    ).toBeUndefined();
    expect(
      daysLeft(
        readings([
          [0, 70],
          [HOUR, 70],
          [2 * HOUR, 70],
        ]),
        70,
      ),
    ).toBeUndefined();
    expect(
      daysLeft(
        readings([
          [0, 90],
          [DAY, 80],
          [2 * DAY, 70],
        ]),
        70,
      ),
    ).toBe(7);
  });

  it('starts anew with another battery', () => {
    expect(
      readings([
        [0, 90],
        [HOUR, 80],
        [2 * HOUR, 99],
      ]),
    ).toEqual([2 * HOUR, 99]);
  });

  it('of a steady discharge is right, however long it was, and never negative', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 30, noNaN: true }),
        fc.integer({ min: 60, max: 100 }),
        fc.integer({ min: -1e12, max: 1e12 }),
        (days, from, start) => {
          const points: [number, number][] = [];
          const life = days * DAY;
          for (let at = 0; at < life; at += Math.max(life / 200, 5 * MINUTE)) {
            points.push([start + at, from * (1 - at / life)]);
          }
          const kept = readings(points);
          expect(kept.length / 2).toBeLessThanOrEqual(MAX_READINGS);
          const [at, percent] = points.at(-1) as [number, number];
          const left = daysLeft(kept, percent);
          if (at - start < 31 * MINUTE) return;
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBeCloseTo((percent / from) * days, 1);
        },
      ),
    );
  });

  it('of any readings is a number of days or unknown', () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 0, max: DAY }), fc.integer({ min: 0, max: 100 })),
    );
    fc.assert(
      fc.property(steps, (all) => {
        let at = 0;
        const kept = all.reduce<Readings>((before, [gap, percent]) => {
          at += gap;
          return withReading(before, at, percent);
        }, []);
        expect(kept.length / 2).toBeLessThanOrEqual(MAX_READINGS);
        const left = daysLeft(kept, all.at(-1)?.[1] ?? 0);
        if (left !== undefined) expect(left).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
