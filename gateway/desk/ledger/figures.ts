// The figures of a time: each day is counted once and kept, until one of its calls changes.
import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { LedgerRowTable } from '../store/migrations/0003-ledger.ts';
import type { Tables } from '../store/schema.ts';
import { added, figuresOf, noFigures, stepTimes } from './day-figures.ts';
import { daysBetween, isoOf, nextDay, startOfDay, weekOf } from './days.ts';
import { needsOf } from './row.ts';
import {
  type CoverageDay,
  type DayFigures,
  type Figures,
  type LedgerRow,
  type PlaceFigures,
  type Span,
  TIMED,
} from './shapes.ts';

const COUNTED = [
  'key',
  'is_test',
  'subdistrict',
  'community',
  'opened_at',
  'shown_at',
  'taken_at',
  'reached_at',
  'sent_at',
  'arrived_at',
  'closed_at',
  'needs',
  'outcome',
  'satisfaction',
] as const;

export interface Coverage {
  subdistrict: string;
  community: string;
  eligible: number;
  installed: number;
  tested: number;
  inService: number;
}

export class FiguresOfLedger {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** From the day `from` up to and with the day `to`, 20260131 each. */
  async between(from: number, to: number): Promise<Figures> {
    const weeks: Span[] = [];
    let all = noFigures();
    let week: DayFigures[] = [];
    for (const day of daysBetween(from, to)) {
      week.push(await this.#ofDay(day));
      // The calls of others go on between two days.
      await setImmediate();
      const isLast = day === to || weekOf(nextDay(day)) !== weekOf(day);
      if (!isLast) continue;
      const figures = added(week);
      weeks.push({ from: isoOf(weekOf(day)), counts: figures.total });
      all = added([all, figures]);
      week = [];
    }
    const { byPlace, times, ...sum } = all;
    return {
      ...sum,
      from: isoOf(from),
      to: isoOf(to),
      weeks,
      times: TIMED.map((step) => stepTimes(step, times[step])),
      places: placesOf(byPlace),
      coverage: await this.#coverage(from, to),
    };
  }

  /** Replaces what was kept of that day. */
  async addCoverage(day: number, coverage: readonly Coverage[]): Promise<void> {
    await this.#db.transaction().execute(async (write) => {
      await write.deleteFrom('coverage_day').where('day', '=', day).execute();
      for (const { inService, ...counts } of coverage) {
        await write
          .insertInto('coverage_day')
          .values({ ...counts, day, in_service: inService })
          .execute();
      }
    });
  }

  async #ofDay(day: number): Promise<DayFigures> {
    const kept = await this.#db
      .selectFrom('ledger_day')
      .select('figures')
      .where('day', '=', day)
      .executeTakeFirst();
    if (kept) return JSON.parse(kept.figures) as DayFigures;
    return await this.#db.transaction().execute(async (write) => {
      const rows = await write
        .selectFrom('ledger')
        .select(COUNTED)
        .where('opened_at', '>=', startOfDay(day))
        .where('opened_at', '<', startOfDay(nextDay(day)))
        .execute();
      const figures = figuresOf(rows.map(countedOf));
      // A day without a call costs nothing to count, and there is no end of such days.
      if (rows.length > 0) {
        const value = { day, figures: JSON.stringify(figures) };
        await write
          .insertInto('ledger_day')
          .values(value)
          .onConflict((conflict) => conflict.column('day').doUpdateSet(value))
          .execute();
      }
      return figures;
    });
  }

  async #coverage(from: number, to: number): Promise<CoverageDay[]> {
    const rows = await this.#db
      .selectFrom('coverage_day')
      .select(['day'])
      .select(({ fn }) => [
        fn.sum<number>('eligible').as('eligible'),
        fn.sum<number>('installed').as('installed'),
        fn.sum<number>('tested').as('tested'),
        fn.sum<number>('in_service').as('inService'),
      ])
      .where('day', '>=', from)
      .where('day', '<=', to)
      .groupBy('day')
      .orderBy('day')
      .execute();
    return rows.map(({ day, ...counts }) => ({ ...counts, day: isoOf(day) }));
  }
}

type CountedColumns = Pick<LedgerRowTable, (typeof COUNTED)[number]>;

function countedOf(row: CountedColumns) {
  return {
    key: row.key as LedgerRow['key'],
    isTest: row.is_test === 1,
    subdistrict: row.subdistrict,
    community: row.community,
    openedAt: row.opened_at,
    shownAt: row.shown_at,
    takenAt: row.taken_at,
    reachedAt: row.reached_at,
    sentAt: row.sent_at,
    arrivedAt: row.arrived_at,
    closedAt: row.closed_at,
    needs: needsOf(row.needs),
    outcome: row.outcome as LedgerRow['outcome'],
    satisfaction: row.satisfaction,
  };
}

function placesOf(byPlace: DayFigures['byPlace']): PlaceFigures[] {
  return Object.entries(byPlace)
    .map(([key, counts]) => {
      const [subdistrict = '', community = ''] = key.split('\n');
      return { subdistrict, community, counts };
    })
    .sort((a, b) => {
      const bySubdistrict = a.subdistrict.localeCompare(b.subdistrict, 'zh');
      return bySubdistrict || a.community.localeCompare(b.community, 'zh');
    });
}
