// Two reports of one scenario side by side: what differs, and what of it is more than noise.
import { FINDING_KINDS } from '../audit/findings.ts';
import type { Percentiles, ReportSample, RunReport } from './model.ts';
import { plain } from './table.ts';
import { latency, number } from './words.ts';

/** The rule, as it is printed under every comparison. */
export const NOISE_RULE =
  'A latency counts as changed when, of ten stretches of the timetable, at least nine moved the same way and the ' +
  'middle one by more than 10 % and 1 ms: chance does so in 2 of 100 runs. What else the machine did is not known: ' +
  'run again before you rely on it.';

const STRETCHES = 10;
const SAME_WAY = 9;
const MIN_SHARE = 0.1;
const MIN_MS = 1;

type Change = 'worse' | 'better' | 'noise' | 'too short to tell';

interface Row {
  name: string;
  before: string;
  after: string;
  /** Undefined: only told. */
  change?: Change;
}

export interface Comparison {
  /** `too-short`: nothing else differs, and no latency could be compared. */
  verdict: 'worse' | 'better' | 'same' | 'too-short';
  rows: Row[];
  /** What makes the figures hard to compare. */
  warnings: string[];
}

/** Text: why the two can't be compared, for a person. */
export function compareReports(before: RunReport, after: RunReport): Comparison | string {
  const refusal = incomparable(before, after);
  if (refusal !== undefined) return refusal;
  const latencies = latencyRows(before, after);
  const rows = [...verdictRows(before, after), ...latencies];
  const has = (change: Change) => rows.some((row) => row.change === change);
  const isTooShort = latencies.every(({ change }) => change === 'too short to tell');
  const verdict = has('worse')
    ? 'worse'
    : has('better')
      ? 'better'
      : isTooShort
        ? 'too-short'
        : 'same';
  return { verdict, rows, warnings: warningsOf(before, after) };
}

export function comparisonTable({ verdict, rows, warnings }: Comparison): string {
  const says = {
    worse: 'WORSE',
    better: 'BETTER',
    same: 'NO DIFFERENCE that noise cannot explain',
    'too-short':
      'TOO SHORT TO TELL: no latency can be compared, and nothing else differs. Run it for longer',
  };
  const line = (name: string, before: string, after: string, change: string) =>
    `${plain(name).padEnd(26)}${before.padStart(14)}${after.padStart(14)}  ${change}`.trimEnd();
  return [
    says[verdict],
    '',
    line('', 'before', 'after', ''),
    ...rows.map(({ name, before, after, change }) => line(name, before, after, change ?? '')),
    '',
    ...warnings.map((warning) => `WARNING: ${plain(warning)}`),
    NOISE_RULE,
  ].join('\n');
}

function incomparable(before: RunReport, after: RunReport): string | undefined {
  const what: [string, string | number, string | number][] = [
    ['version of the report', before.version, after.version],
    ['scenario', before.scenario.name, after.scenario.name],
    ['seed', before.scenario.seed, after.scenario.seed],
    ['speed', before.scenario.speed, after.scenario.speed],
    ['whole homes', before.homes.whole, after.homes.whole],
    ['light homes', before.homes.light, after.homes.light],
    ['timetable of faults', timetable(before), timetable(after)],
  ];
  const [name, of, other] = what.find(([, earlier, later]) => earlier !== later) ?? [];
  if (name === undefined) return undefined;
  const told = name === 'timetable of faults' ? '' : `: ${of} and ${other}`;
  return `the two reports can't be compared: another ${name}${told}. Run the same scenario, seed and speed twice.`;
}

function timetable({ faults }: RunReport): string {
  return JSON.stringify(faults);
}

function warningsOf(before: RunReport, after: RunReport): string[] {
  const { cpu, cores } = before.machine;
  const isOther = cpu !== after.machine.cpu || cores !== after.machine.cores;
  const told = (lateness: Percentiles | null) => (lateness ? latency(lateness.p99) : '–');
  return [
    ...(isOther
      ? [`made on two machines: ${cpu} × ${cores}, ${after.machine.cpu} × ${after.machine.cores}`]
      : []),
    ...(before.interrupted || after.interrupted ? ['a run was interrupted before its time'] : []),
    ...(isChanged(before.samples, after.samples, 'lateness', 'p99') === 'worse'
      ? [
          `the generator was later (p99 ${told(before.lateness)}, then ${told(after.lateness)}): latencies hold that too`,
        ]
      : []),
  ];
}

/** Findings know no noise: each one counts. */
function verdictRows(before: RunReport, after: RunReport): Row[] {
  const kinds = FINDING_KINDS.flatMap((kind): Row[] => {
    const of = before.totals.findings[kind] ?? 0;
    const now = after.totals.findings[kind] ?? 0;
    return of === 0 && now === 0 ? [] : [countRow(kind, of, now)];
  });
  const told = (['presses', 'stored', 'accepted', 'deliveries', 'redeliveries'] as const).map(
    (name): Row => ({
      name,
      before: number(before.totals[name]),
      after: number(after.totals[name]),
    }),
  );
  return [
    {
      name: 'verdict',
      before: before.verdict,
      after: after.verdict,
      ...(before.verdict === after.verdict
        ? {}
        : { change: after.verdict === 'failed' ? 'worse' : 'better' }),
    },
    ...kinds,
    ...told,
  ];
}

function countRow(name: string, of: number, now: number): Row {
  const row = { name, before: number(of), after: number(now) };
  return of === now ? row : { ...row, change: now > of ? 'worse' : 'better' };
}

const STAGES = {
  toStored: 'press → stored',
  toAccepted: 'press → accepted',
  redToAccepted: 'red press → accepted',
} as const;

type Stage = keyof typeof STAGES;

function latencyRows(before: RunReport, after: RunReport): Row[] {
  const write = (of: Percentiles | null, figure: 'p50' | 'p99') => (of ? latency(of[figure]) : '–');
  return (Object.keys(STAGES) as Stage[]).flatMap((stage) =>
    (['p50', 'p99'] as const).map((figure): Row => {
      const of = before.latency[stage];
      const now = after.latency[stage];
      const row = { before: write(of, figure), after: write(now, figure) };
      const change = isChanged(before.samples, after.samples, stage, figure);
      return { name: `${STAGES[stage]}, ${figure}`, ...row, change };
    }),
  );
}

/** Stretch by stretch, because both runs have the same faults at the same time. */
export function isChanged(
  before: readonly ReportSample[],
  after: readonly ReportSample[],
  stage: Stage | 'lateness',
  figure: 'p50' | 'p99',
): Change {
  const seconds = Math.min(lengthOf(before), lengthOf(after));
  const moves: { ms: number; share: number }[] = [];
  for (let index = 0; index < STRETCHES; index++) {
    const [from, until] = [index, index + 1].map((edge) => (seconds * edge) / STRETCHES);
    const middleOf = (samples: readonly ReportSample[]) => {
      const inside = samples.filter(({ t }) => t >= (from ?? 0) && t < (until ?? 0));
      return median(inside.flatMap((sample) => sample[stage]?.[figure] ?? []));
    };
    const of = middleOf(before);
    const now = middleOf(after);
    if (of !== undefined && now !== undefined) moves.push({ ms: now - of, share: now / of - 1 });
  }
  if (moves.length < SAME_WAY) return 'too short to tell';
  const moved = (way: number) => moves.filter(({ ms }) => Math.sign(ms) === way).length;
  const isLarge =
    Math.abs(median(moves.map(({ ms }) => ms)) ?? 0) > MIN_MS &&
    Math.abs(median(moves.map(({ share }) => share)) ?? 0) > MIN_SHARE;
  if (isLarge && moved(1) >= SAME_WAY) return 'worse';
  if (isLarge && moved(-1) >= SAME_WAY) return 'better';
  return 'noise';
}

function lengthOf(samples: readonly ReportSample[]): number {
  return (samples.at(-1)?.t ?? -1) + 1;
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
