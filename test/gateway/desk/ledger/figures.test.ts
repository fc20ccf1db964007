// The figures of days: added up they are those of all calls at once, and what is kept is what a fresh count gives.
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NEEDS, OUTCOMES } from '#gateway/desk/call-record.ts';
import { added, figuresOf, stepTimes } from '#gateway/desk/ledger/day-figures.ts';
import { dayFrom, dayOf, isoOf, nextDay, weekOf } from '#gateway/desk/ledger/days.ts';
import { FiguresOfLedger } from '#gateway/desk/ledger/figures.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { tempFolder } from '../../temp.ts';
import { addPress, addStep } from '../one-record.ts';
import { SUBJECT } from '../subject.ts';

const moment = fc.option(fc.integer({ min: 0, max: 4_000_000 }));
const rows = fc.array(
  fc.record({
    key: fc.constantFrom('red' as const, 'green' as const),
    isTest: fc.boolean(),
    subdistrict: fc.constantFrom('', '东街'),
    community: fc.constantFrom('一', '二'),
    openedAt: fc.integer({ min: 0, max: 1_000_000 }),
    shownAt: moment,
    takenAt: moment,
    reachedAt: moment,
    sentAt: moment,
    arrivedAt: moment,
    closedAt: moment,
    needs: fc.subarray([...NEEDS]),
    outcome: fc.constantFrom('' as const, ...OUTCOMES),
    satisfaction: fc.option(fc.integer({ min: 1, max: 5 })),
  }),
);

describe('figures', () => {
  it('of days that are added up are those of all their calls', () => {
    fc.assert(
      fc.property(fc.array(rows), (days) => {
        expect(added(days.map((day) => figuresOf(day)))).toEqual(figuresOf(days.flat()));
      }),
    );
  });

  it('have the median and the 95th percentile of the sorted times', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000), { minLength: 1 }), (seconds) => {
        const histogram: Record<number, number> = {};
        for (const second of seconds) histogram[second] = (histogram[second] ?? 0) + 1;
        const sorted = seconds.toSorted((a, b) => a - b);
        const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
        expect(stepTimes('reached', histogram)).toEqual({
          step: 'reached',
          count: seconds.length,
          median: rank(0.5),
          p95: rank(0.95),
        });
      }),
    );
    expect(stepTimes('reached', {})).toMatchObject({ count: 0, median: null, p95: null });
  });

  it('count a call that took 60.2 s as later than 60 s, and no test at all', () => {
    const call = {
      key: 'red' as const,
      isTest: false,
      subdistrict: '',
      community: '一',
      openedAt: 0,
      shownAt: 1,
      takenAt: 2,
      reachedAt: 60_000,
      sentAt: null,
      arrivedAt: null,
      closedAt: null,
      needs: [],
      outcome: '' as const,
      satisfaction: null,
    };
    const late = { ...call, reachedAt: 60_200 };
    const { total, tests } = figuresOf([call, late, { ...call, isTest: true }]);
    expect(total).toMatchObject({ calls: 2, within60: 1, within180: 2 });
    expect(tests).toBe(1);
  });

  it('are kept by day, and counted anew when a call of that day changes', async () => {
    const store = await DeskStore.open({
      folder: await tempFolder(),
      masterKey: Buffer.alloc(32, 1),
    });
    onTestFinished(() => store.close());
    const figures = new FiguresOfLedger(store.db);
    const at = new Date(2026, 0, 7, 12).getTime();
    const { callId } = SUBJECT;
    await addPress(store, at, { step: 'pressed', eventId: 'e', count: 1, subject: SUBJECT });
    expect((await figures.between(20260101, 20260131)).total).toMatchObject({ calls: 1 });
    expect(await store.db.selectFrom('ledger_day').select('day').execute()).toEqual([
      { day: 20260107 },
    ]);
    await addStep(store, {
      callId,
      at: at + 30_000,
      by: 'Ann',
      what: { step: 'reached', whom: '' },
    });
    const { total, weeks, places } = await figures.between(20260101, 20260131);
    expect(total).toMatchObject({ calls: 1, within60: 1 });
    expect(weeks.map(({ from, counts }) => [from, counts.calls])).toEqual([
      ['2025-12-29', 0],
      ['2026-01-05', 1],
      ['2026-01-12', 0],
      ['2026-01-19', 0],
      ['2026-01-26', 0],
    ]);
    expect(places).toMatchObject([{ community: 'g', counts: { calls: 1 } }]);
  });
});

describe('a day', () => {
  it('is followed by the next one, also over the end of a year and in a leap year', () => {
    expect(nextDay(20261231)).toBe(20270101);
    expect(nextDay(20280228)).toBe(20280229);
    expect(weekOf(20260101)).toBe(20251229);
    expect(isoOf(dayOf(new Date(2026, 8, 3).getTime()))).toBe('2026-09-03');
  });

  it('that is none is not taken for another', () => {
    expect(dayFrom('2026-02-29')).toBeUndefined();
    expect(dayFrom('2026-13-01')).toBeUndefined();
    expect(dayFrom('x')).toBeUndefined();
    expect(dayFrom('2026-02-28')).toBe(20260228);
  });
});
