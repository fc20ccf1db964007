// The desk with years in its database: how long each list, search and month report takes over its own HTTP.
import { join } from 'node:path';
import { compileDesk, type RunningDesk, residentOf, startDesk } from './desk-run.ts';
import type { Figures, Measurement } from './model.ts';
import { Part } from './part.ts';
import type { DeskToFill } from './parts/desk-filler.ts';
import { atMost } from './reach.ts';
import { inScope } from './scope.ts';

const FILLER = new URL('./parts/desk-filler.ts', import.meta.url);
const DAY_MS = 86_400_000;
const MONTH = 30;

type Asked = [of: string, path: string, body?: object];

const everybody = { text: '', subdistrict: '', community: '', list: 'all', page: 0 };

/** What officers and leaders look at. */
const LISTS: Asked[] = [
  ['residents', '/api/residents/search', everybody],
  ['residents, page 500', '/api/residents/search', { ...everybody, page: 500 }],
  [
    'residents by two characters of a name',
    '/api/residents/search',
    { ...everybody, text: '秀英' },
  ],
  ['residents by a reference', '/api/residents/search', { ...everybody, text: 'R-777' }],
  ['residents of a community', '/api/residents/search', { ...everybody, community: '社区7' }],
  ['residents who are due', '/api/residents/search', { ...everybody, list: 'due' }],
  ['residents without a button', '/api/residents/search', { ...everybody, list: 'without_button' }],
  ['places', '/api/residents/places'],
  ['coverage', '/api/coverage'],
  ['ledger', '/api/ledger', {}],
  ['ledger by two characters of a name', '/api/ledger', { text: '秀英' }],
  ['ledger by what is nowhere', '/api/ledger', { text: '查无此人' }],
  ['ledger of a need and an outcome', '/api/ledger', { need: 'meals', outcome: 'no_help_needed' }],
  ['ledger of tests, of which there are none', '/api/ledger', { isTest: true }],
  ['choices of the ledger', '/api/ledger/choices'],
  ['follow-ups', '/api/ledger/follow-ups'],
];

export function deskYearsMeasurement(quick: boolean): Measurement {
  const residents = quick ? 500 : 100_000;
  const calls = quick ? 5_000 : 1_000_000;
  const size = `${residents.toLocaleString('en-US')} residents, ${calls.toLocaleString('en-US')} calls`;
  return {
    title: `with ${size}`,
    warmups: 1,
    repetitions: quick ? 1 : 5,
    metrics: [
      ...LISTS.map(([of]) => ({
        metric: `${size}: ${of}`,
        unit: 'ms',
        of,
        ...(quick ? {} : { reach: atMost(200, 'ms') }),
      })),
      {
        metric: '… month report, for the first time since a call of it changed',
        unit: 's',
        of: 'month',
        ...(quick ? {} : { reach: atMost(2, 's') }),
      },
      { metric: '… memory of the desk after it', unit: 'MB', of: 'memoryMb' },
    ],
    prepare: async (scope, tell) => {
      await compileDesk(tell);
      const data = join(await scope.folder(), 'data');
      tell(`fills a database with ${size}`);
      await inScope(scope, async (own) => {
        const filler = await Part.start(own, FILLER);
        await filler.call('fill', { data, residents, calls } satisfies DeskToFill);
      });
      const desk = await startDesk(scope, data);
      // What a month came to is kept, so each run asks for one that nobody has asked for.
      let month = 0;
      return { ours: () => askAll(desk, ++month) };
    },
  };
}

async function askAll(desk: RunningDesk, month: number): Promise<Figures> {
  const figures: Figures = {};
  for (const [of, path, body] of LISTS) figures[of] = await timeOf(desk, path, body);
  const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
  const path = `/api/figures?from=${day((month + 1) * MONTH)}&to=${day(month * MONTH + 1)}`;
  figures.month = (await timeOf(desk, path)) / 1e3;
  figures.memoryMb = (await residentOf(desk.pid)) / 1e6;
  return figures;
}

/** Milliseconds to the last byte. */
async function timeOf({ url, cookie }: RunningDesk, path: string, body?: object): Promise<number> {
  const from = performance.now();
  const response = await fetch(url + path, {
    headers: { cookie, 'x-call-button': 'desk' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const took = performance.now() - from;
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${text.slice(0, 200)}`);
  return took;
}
