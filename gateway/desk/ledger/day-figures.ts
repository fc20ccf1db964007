// What a day's calls come to, days added up, and percentiles of them. Pure; tests count for nothing but themselves.
import { NEEDS, type Need, OUTCOMES, type Outcome } from '../call-record.ts';
import type { Counts, DayFigures, Histogram, LedgerRow, StepTimes } from './shapes.ts';
import { TIMED, type Timed } from './shapes.ts';

const FIFTEEN_MINUTES_S = 900;
const HOURS = 24;

const NONE: Counts = {
  calls: 0,
  red: 0,
  reached: 0,
  within60: 0,
  within180: 0,
  sent: 0,
  arrived: 0,
  within15: 0,
  rated: 0,
  ratings: 0,
};
const COUNTED = Object.keys(NONE) as (keyof Counts)[];

type CountedRow = Pick<
  LedgerRow,
  | 'key'
  | 'isTest'
  | 'subdistrict'
  | 'community'
  | 'openedAt'
  | 'shownAt'
  | 'takenAt'
  | 'reachedAt'
  | 'sentAt'
  | 'arrivedAt'
  | 'closedAt'
  | 'needs'
  | 'outcome'
  | 'satisfaction'
>;

export function noFigures(): DayFigures {
  const none = () => ({ ...NONE });
  return {
    total: none(),
    tests: 0,
    byKey: { red: none(), green: none() },
    byHour: new Array(HOURS).fill(0),
    byNeed: Object.fromEntries(NEEDS.map((need) => [need, 0])) as Record<Need, number>,
    byOutcome: Object.fromEntries(OUTCOMES.map((name) => [name, 0])) as Record<Outcome, number>,
    byPlace: {},
    times: Object.fromEntries(TIMED.map((step) => [step, {}])) as Record<Timed, Histogram>,
  };
}

/** `hourOf` tells the local hour of a moment. */
export function figuresOf(
  rows: Iterable<CountedRow>,
  hourOf = (at: number) => new Date(at).getHours(),
): DayFigures {
  let tests = 0;
  const figures = noFigures();
  const byHour = [...figures.byHour];
  const byPlace: Record<string, Counts> = {};
  const times = figures.times as Record<Timed, Record<number, number>>;
  for (const row of rows) {
    if (row.isTest) {
      tests += 1;
      continue;
    }
    const counts = countsOf(row);
    add(figures.total, counts);
    add(figures.byKey[row.key], counts);
    addPlace(byPlace, placeKey(row), counts);
    const hour = hourOf(row.openedAt);
    byHour[hour] = (byHour[hour] ?? 0) + 1;
    for (const need of row.needs) figures.byNeed[need] += 1;
    if (row.outcome !== '') figures.byOutcome[row.outcome] += 1;
    for (const step of TIMED) {
      const seconds = secondsTo(row, step);
      if (seconds !== undefined) times[step][seconds] = (times[step][seconds] ?? 0) + 1;
    }
  }
  return { ...figures, tests, byHour, byPlace };
}

function countsOf(row: CountedRow): Counts {
  const reached = secondsTo(row, 'reached');
  const arrived = secondsTo(row, 'arrived');
  const isWithin = (seconds: number | undefined, limit: number) =>
    Number(seconds !== undefined && seconds <= limit);
  return {
    calls: 1,
    red: Number(row.key === 'red'),
    reached: Number(reached !== undefined),
    within60: isWithin(reached, 60),
    within180: isWithin(reached, 180),
    sent: Number(row.sentAt !== null),
    arrived: Number(arrived !== undefined),
    within15: isWithin(arrived, FIFTEEN_MINUTES_S),
    rated: Number(row.satisfaction !== null),
    ratings: row.satisfaction ?? 0,
  };
}

/** Whole seconds from the press, rounded up: 60.2 s is not within 60 s. A clock that was set back makes none negative. */
function secondsTo(row: CountedRow, step: Timed): number | undefined {
  const at = row[`${step}At`];
  return at === null ? undefined : Math.max(0, Math.ceil((at - row.openedAt) / 1_000));
}

/** Both names, as one key; neither has a line break. */
export function placeKey({ subdistrict, community }: { subdistrict: string; community: string }) {
  return `${subdistrict}\n${community}`;
}

/** In place: a year has two hundred communities on each of its days. */
function add(sum: Counts, more: Counts): void {
  for (const name of COUNTED) sum[name] += more[name];
}

function addPlace(sums: Record<string, Counts>, place: string, more: Counts): void {
  const sum = sums[place];
  if (sum === undefined) sums[place] = { ...more };
  else add(sum, more);
}

/** Days, or weeks, as one. */
export function added(all: Iterable<DayFigures>): DayFigures {
  const sum = noFigures();
  let tests = 0;
  const byHour = [...sum.byHour];
  const byPlace: Record<string, Counts> = {};
  const times = sum.times as Record<Timed, Record<number, number>>;
  for (const day of all) {
    tests += day.tests;
    add(sum.total, day.total);
    for (const key of ['red', 'green'] as const) add(sum.byKey[key], day.byKey[key]);
    for (const [hour, count] of day.byHour.entries()) byHour[hour] = (byHour[hour] ?? 0) + count;
    for (const need of NEEDS) sum.byNeed[need] += day.byNeed[need];
    for (const outcome of OUTCOMES) sum.byOutcome[outcome] += day.byOutcome[outcome];
    for (const [place, counts] of Object.entries(day.byPlace)) {
      addPlace(byPlace, place, counts);
    }
    for (const step of TIMED) addHistogram(times[step], day.times[step]);
  }
  return { ...sum, tests, byHour, byPlace };
}

function addHistogram(sum: Record<number, number>, more: Histogram): void {
  for (const [seconds, count] of Object.entries(more)) {
    sum[Number(seconds)] = (sum[Number(seconds)] ?? 0) + count;
  }
}

export function stepTimes(step: Timed, histogram: Histogram): StepTimes {
  const counts = Object.entries(histogram)
    .map(([seconds, count]) => ({ seconds: Number(seconds), count }))
    .sort((a, b) => a.seconds - b.seconds);
  const count = counts.reduce((sum, entry) => sum + entry.count, 0);
  const percentile = (share: number) => {
    // The nearest rank: the smallest that so large a share of all is no greater than.
    let left = Math.max(1, Math.ceil(share * count));
    for (const entry of counts) {
      left -= entry.count;
      if (left <= 0) return entry.seconds;
    }
    return null;
  };
  return { step, count, median: percentile(0.5), p95: percentile(0.95) };
}
