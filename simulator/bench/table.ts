// A report for people: the same as the JSON file, in columns.
import { formatNumber } from './format.ts';
import { isTooBusy } from './machine.ts';
import type { BenchReport, Latency, Machine, Row } from './model.ts';

const HEADING = ['metric', 'ours', 'baseline', 'ours ÷ baseline', 'reach', 'holds'];

function withUnit(value: number | null, unit: string): string {
  return value === null ? '–' : `${formatNumber(value)} ${unit}`.trim();
}

function withRange(text: string, range: [number, number] | null, repetitions: number): string {
  if (range === null || repetitions < 2) return text;
  return `${text} (${formatNumber(range[0])}–${formatNumber(range[1])})`;
}

function cellsOf(row: Row): string[] {
  const { metric, unit, ours, baseline, ratio, repetitions, reach, holds } = row;
  return [
    metric,
    ours === null ? 'failed' : withRange(withUnit(ours, unit), row.oursRange, repetitions),
    withUnit(baseline, unit),
    withRange(withUnit(ratio, '×'), row.ratioRange, repetitions),
    reach ?? '–',
    holds === null ? '–' : holds ? 'yes' : 'NO',
  ];
}

function spread({ p50, p99 }: Latency): string {
  return `p50 ${p50} ms, p99 ${p99} ms`;
}

function describe(machine: Machine): string {
  const { cpu, cores, memoryGb, node, platform, loadBefore, busyBefore } = machine;
  const busy = `${Math.round(busyBefore * 100)} %`;
  return [
    `${cores} cores of ${cpu}, ${memoryGb} GB, ${platform}, Node ${node}; load before: ${loadBefore}, processors in use: ${busy}`,
    `fdatasync of 4 KB: ${spread(machine.fdatasync4kMs)}; ` +
      `loopback round trip: ${spread(machine.loopbackMs)}`,
    ...(isTooBusy(machine)
      ? [`Nothing is judged: other programs used ${busy} of the processors when it began.`]
      : []),
  ].join('\n');
}

/** Medians; in brackets the least and the most over the repetitions. */
export function toTable({ name, machine, rows }: BenchReport): string {
  const cells = [HEADING, ...rows.map(cellsOf)];
  const widths = HEADING.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] as string).length)),
  );
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  );
  const errors = [...new Set(rows.flatMap(({ error }) => error ?? []))];
  const failures = errors.map((error) => `failed: ${error}`);
  const unsteady = rows.flatMap((row) =>
    row.unsteady === null ? [] : [`unsteady: ${row.metric}: ${row.unsteady}`],
  );
  return [name, describe(machine), '', ...lines, ...unsteady, ...failures, ''].join('\n');
}
