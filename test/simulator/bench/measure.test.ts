// A measurement: in turns, in pairs, judged, and stopped whatever happens.
import { describe, expect, it } from 'vitest';
import { measure } from '#simulator/bench/measure.ts';
import {
  atLeast,
  atMost,
  atMostAboveBaseline,
  atMostInEach,
  atMostTimesBaseline,
  timesBaseline,
} from '#simulator/bench/reach.ts';
import { measurement, never, SPEED, side } from './support.ts';

describe('a measurement', () => {
  it('runs ours and the baseline in turns, after the warm-ups', async () => {
    const order: string[] = [];
    const told: string[] = [];
    const ours = side([0, 1, 2], 'ours', order);
    const baseline = side([0, 1, 2], 'baseline', order);
    const prepare = async () => ({ ours, baseline });
    const measured = measurement({ warmups: 1, repetitions: 2, prepare });
    await measure(measured, never, (what) => told.push(what));
    expect(order).toEqual(['ours', 'baseline', 'ours', 'baseline', 'ours', 'baseline']);
    expect(told).toEqual([
      'warm-up, ours',
      'warm-up, baseline',
      '1 of 2, ours',
      '1 of 2, baseline',
      '2 of 2, ours',
      '2 of 2, baseline',
    ]);
  });

  it('gives the medians, the median of the paired ratios, and both ranges, without the warm-up', async () => {
    const prepare = async () => ({
      ours: side([1_000, 10, 20, 60]),
      baseline: side([1, 10, 5, 20]),
    });
    const [row] = await measure(measurement({ warmups: 1, repetitions: 3, prepare }), never);
    expect(row).toEqual({
      metric: 'speed',
      unit: '/s',
      ours: 20,
      baseline: 10,
      ratio: 3,
      oursRange: [10, 60],
      ratioRange: [1, 4],
      repetitions: 3,
      reach: null,
      holds: null,
      unsteady: expect.stringMatching(/^differs by 100 % from run to run; /),
      error: null,
    });
  });

  it('has neither baseline nor ratio when there is none', async () => {
    const [row] = await measure(measurement(), never);
    expect(row).toMatchObject({ ours: 1, baseline: null, ratio: null, ratioRange: null });
  });

  it('compares only the metrics that the baseline has too', async () => {
    const lateness = { metric: 'lateness', unit: 'ms', of: 'late', alone: true };
    const prepare = async () => ({
      ours: async () => ({ value: 6, late: 2 }),
      baseline: async () => ({ value: 3 }),
    });
    const rows = await measure(measurement({ metrics: [SPEED, lateness], prepare }), never);
    expect(rows.map(({ ratio }) => ratio)).toEqual([2, null]);
  });
});

describe('a reach', () => {
  const rowOf = async (reach: ReturnType<typeof atLeast>, ours: number, baseline?: number) => {
    const sides = {
      ours: side([ours]),
      ...(baseline === undefined ? {} : { baseline: side([baseline]) }),
    };
    const metrics = [{ ...SPEED, reach }];
    const [row] = await measure(measurement({ metrics, prepare: async () => sides }), never);
    return { reach: row?.reach, holds: row?.holds };
  };

  it('holds at its limit and not beyond', async () => {
    expect(await rowOf(atLeast(15_000, ''), 15_000)).toEqual({ reach: '≥ 15,000', holds: true });
    expect(await rowOf(atLeast(15_000, ''), 14_999)).toEqual({ reach: '≥ 15,000', holds: false });
    expect(await rowOf(atMost(1.2, 'GB'), 1.2)).toEqual({ reach: '≤ 1.2 GB', holds: true });
    expect(await rowOf(atMost(1.2, 'GB'), 1.21)).toEqual({ reach: '≤ 1.2 GB', holds: false });
  });

  it('of a ratio looks at the ratio', async () => {
    expect(await rowOf(timesBaseline(3), 30, 10)).toEqual({ reach: '≥ 3 ×', holds: true });
    expect(await rowOf(timesBaseline(3), 29, 10)).toEqual({ reach: '≥ 3 ×', holds: false });
  });

  it('can be so many times the baseline at most', async () => {
    expect(await rowOf(atMostTimesBaseline(2), 20, 10)).toEqual({ reach: '≤ 2 ×', holds: true });
    expect(await rowOf(atMostTimesBaseline(2), 21, 10)).toEqual({ reach: '≤ 2 ×', holds: false });
    expect((await rowOf(atMostTimesBaseline(2), 1)).holds).toBe(false);
  });

  it('can be so much more than the baseline at most', async () => {
    const reach = atMostAboveBaseline(1.5, 'kB');
    expect(await rowOf(reach, 11.5, 10)).toEqual({ reach: '≤ 1.5 kB more', holds: true });
    expect(await rowOf(reach, 11.6, 10)).toEqual({ reach: '≤ 1.5 kB more', holds: false });
    expect((await rowOf(reach, 9, 10)).holds).toBe(true);
    expect((await rowOf(reach, 1)).holds).toBe(false);
  });

  it('can be asked of every repetition, so that a median hides none', async () => {
    const metrics = [{ ...SPEED, reach: atMostInEach(0.15, '') }];
    const holdsOf = async (values: number[]) => {
      const prepare = async () => ({ ours: side(values) });
      const [row] = await measure(measurement({ metrics, repetitions: 3, prepare }), never);
      return row?.holds;
    };
    expect(await holdsOf([0.07, 0.15, 0.07])).toBe(true);
    expect(await holdsOf([0.07, 0.16, 0.07])).toBe(false);
  });

  it('of a ratio does not hold when there is nothing to compare with', async () => {
    expect((await rowOf(timesBaseline(3), 30)).holds).toBe(false);
    expect((await rowOf(timesBaseline(3), 30, 0)).holds).toBe(false);
  });
});

describe('a measurement that fails', () => {
  it('is reported by name in each of its rows, and its reach does not hold', async () => {
    const metrics = [
      { ...SPEED, reach: atLeast(1, '') },
      { ...SPEED, metric: 'other' },
    ];
    const ours = () => Promise.reject(new Error('no route to host'));
    const measured = measurement({
      title: 'light homes',
      metrics,
      prepare: async () => ({ ours }),
    });
    const rows = await measure(measured, never);
    expect(rows.map(({ metric }) => metric)).toEqual(['speed', 'other']);
    expect(rows.map(({ holds }) => holds)).toEqual([false, null]);
    for (const row of rows) {
      expect(row).toMatchObject({ ours: null, error: 'light homes: no route to host' });
    }
  });

  it('fails when a figure is missing or is not a number, instead of showing a wrong one', async () => {
    for (const figures of [{}, { value: Number.NaN }]) {
      const prepare = async () => ({ ours: async () => figures });
      const [row] = await measure(measurement({ prepare }), never);
      expect(row).toMatchObject({ ours: null, error: 'fake: no figure "value" for "speed"' });
    }
  });

  it('stops everything that was started, the last first, even when a stop fails', async () => {
    const stopped: string[] = [];
    const measured = measurement({
      prepare: async (scope) => {
        await scope.onStop(() => void stopped.push('first'));
        await scope.onStop(() => {
          stopped.push('second');
          throw new Error('would not stop');
        });
        await scope.onStop(() => void stopped.push('third'));
        throw new Error('cannot start');
      },
    });
    await expect(measure(measured, never)).rejects.toThrow('would not stop');
    expect(stopped).toEqual(['third', 'second', 'first']);
  });
});

describe('an interrupted measurement', () => {
  it('ends at once and stops what it had started', async () => {
    const ending = new AbortController();
    let stopped = false;
    const measured = measurement({
      prepare: async (scope) => {
        await scope.onStop(() => {
          stopped = true;
        });
        return { ours: () => new Promise(() => ending.abort()) };
      },
    });
    await expect(measure(measured, ending.signal)).rejects.toThrow('interrupted');
    expect(stopped).toBe(true);
  });

  it('stops at once what is only starting at that moment', async () => {
    const ending = new AbortController();
    let stopped = false;
    let late: Promise<void> = Promise.resolve();
    const measured = measurement({
      prepare: (scope) => {
        ending.abort();
        late = new Promise((resolve) => setImmediate(resolve)).then(() =>
          scope.onStop(() => {
            stopped = true;
          }),
        );
        return late.then(() => ({ ours: side([1]) }));
      },
    });
    await expect(measure(measured, ending.signal)).rejects.toThrow('interrupted');
    await expect(late).rejects.toThrow('interrupted');
    expect(stopped).toBe(true);
  });
});
