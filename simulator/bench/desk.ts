// The benchmark `desk`: red presses up to every open page, alone and in floods, beside a bare HTTP server that answers 200.
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { deskPageMeasurement } from './desk-page.ts';
import { compileDesk, openPages, type RunningDesk, residentOf, startDesk } from './desk-run.ts';
import { deskYearsMeasurement } from './desk-years.ts';
import type { Benchmark, Figures, Measurement } from './model.ts';
import { Part } from './part.ts';
import type { EventsToPost, Posted } from './parts/desk-events.ts';
import type { PagesHeard } from './parts/desk-pages.ts';
import { atMost } from './reach.ts';
import { inScope, type Scope } from './scope.ts';
import { percentile } from './statistics.ts';

const EVENTS = new URL('./parts/desk-events.ts', import.meta.url);
const SINK = new URL('./parts/http-sink.ts', import.meta.url);

const PAGES = 20;
/** The first presses teach the compiler. */
const WARM_UP: Omit<EventsToPost, 'url'> = { redPerSecond: 5, greenPerSecond: 5, forMs: 3_000 };
const MEMORY_EVERY_MS = 200;
/** After the last press, until every page has heard of it and every report is out. */
const SETTLE_MS = 60_000;
const LOOK_MS = 250;

type Load = Omit<EventsToPost, 'url'>;

export const deskBenchmark: Benchmark = {
  name: 'desk',
  title: 'red presses up to 20 open pages of the desk, beside a bare HTTP server',
  measurements: (quick) => {
    const forMs = quick ? 2_000 : 30_000;
    const flood = quick ? 100 : 1_000;
    return [
      ringing('red presses, 2 a second', { redPerSecond: 2, greenPerSecond: 0, forMs }, 300, quick),
      ringing(
        'among 50 green calls a minute',
        { redPerSecond: 2, greenPerSecond: 50 / 60, forMs },
        300,
        quick,
      ),
      ringing(
        `among ${flood} green calls a second`,
        { redPerSecond: 4, greenPerSecond: flood, forMs: quick ? 1_000 : 10_000 },
        1_000,
        quick,
      ),
      deskPageMeasurement(quick),
      deskYearsMeasurement(quick),
    ];
  },
};

/** `limitMs`: of the last of all pages, p99. */
function ringing(title: string, load: Load, limitMs: number, quick: boolean): Measurement {
  const alone = true;
  return {
    title,
    warmups: 0,
    repetitions: quick ? 1 : 3,
    metrics: [
      {
        metric: `${title}: posted → on the last of ${PAGES} pages, p99; baseline answered by a bare server`,
        unit: 'ms',
        of: 'p99',
        ...(quick ? {} : { reach: atMost(limitMs, 'ms') }),
      },
      { metric: '… p50', unit: 'ms', of: 'p50' },
      {
        metric: '… until the desk knows that a page shows it, p99',
        unit: 'ms',
        of: 'shown',
        alone,
      },
      { metric: '… until the gateway is told "accepted", p99', unit: 'ms', of: 'told', alone },
      {
        metric: '… presses lost',
        unit: '',
        of: 'lost',
        alone,
        ...(quick ? {} : { reach: atMost(0, '') }),
      },
      { metric: '… streams that were cut', unit: '', of: 'cut', alone },
      {
        metric: '… most memory of the desk',
        unit: 'MB',
        of: 'memoryMb',
        alone,
        ...(quick ? {} : { reach: atMost(200, 'MB') }),
      },
    ],
    prepare: async (scope, tell) => {
      await compileDesk(tell);
      return {
        ours: () => inScope(scope, (own) => ringOurs(own, load)),
        baseline: () => inScope(scope, (own) => ringBare(own, load)),
      };
    },
  };
}

async function ringOurs(scope: Scope, load: Load): Promise<Figures> {
  const running = await startDesk(scope);
  const { pid, events, url } = running;
  const pages = await openPages(scope, running, PAGES);
  const to = `${url}/v1/events`;
  const warm = await events.call<Posted>('post', { ...WARM_UP, url: to });
  const watched = new AbortController();
  const memory = peakMemory(pid, watched.signal);
  const posted = await events.call<Posted>('post', { ...load, url: to });
  const all = [...warm.opened, ...warm.paced, ...posted.opened, ...posted.paced];
  const { heard, reportedAt } = await settled(running, pages, all.length);
  watched.abort();
  const red = posted.paced.filter(({ key }) => key === 'red');
  const took = red.map(({ callId, at }) => {
    const times = heard.heardAt.map((page) => page.get(callId) ?? Number.POSITIVE_INFINITY);
    return Math.max(...times) - at;
  });
  const until = (times: Map<string, number>) =>
    percentile(
      red.map(({ callId, at }) => (times.get(callId) ?? Number.POSITIVE_INFINITY) - at),
      0.99,
    );
  const answered = all.filter(({ answeredAt }) => answeredAt !== undefined);
  return {
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    shown: until(heard.shownAt),
    told: until(reportedAt),
    lost: all.length - Math.min(heard.presses, answered.length),
    cut: heard.reopened,
    memoryMb: (await memory) / 1e6,
  };
}

/** What pages and gateway know when every page knows every call, or the time is over. */
async function settled(
  { events }: RunningDesk,
  pages: Part,
  presses: number,
): Promise<{ heard: PagesHeard; reportedAt: Map<string, number> }> {
  const until = performance.now() + SETTLE_MS;
  for (;;) {
    const heard = await pages.call<PagesHeard>('heard');
    const reportedAt = await events.call<Map<string, number>>('reported');
    const isThere =
      heard.shownAt.size >= presses && heard.heardAt.every((page) => page.size >= presses);
    const isOver = performance.now() > until;
    if (isOver || (isThere && reportedAt.size >= presses)) return { heard, reportedAt };
    await setTimeoutAsync(LOOK_MS);
  }
}

async function ringBare(scope: Scope, load: Load): Promise<Figures> {
  const sink = await Part.start(scope, SINK);
  const events = await Part.start(scope, EVENTS);
  const url = await sink.call<string>('start');
  await events.call('post', { ...WARM_UP, url });
  const { paced } = await events.call<Posted>('post', { ...load, url });
  const took = paced
    .filter(({ key }) => key === 'red')
    .map(({ at, answeredAt = Number.POSITIVE_INFINITY }) => answeredAt - at);
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
}

/** The most that it had while it was looked at, bytes, garbage included. */
async function peakMemory(pid: number, signal: AbortSignal): Promise<number> {
  let most = 0;
  while (!signal.aborted) {
    most = Math.max(most, await residentOf(pid));
    await setTimeoutAsync(MEMORY_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return most;
}
