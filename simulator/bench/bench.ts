// `call-button bench`: runs one benchmark or all, prints a table, writes JSON, and judges when asked to.
import { writeFile } from 'node:fs/promises';
import { BENCHMARKS } from './benchmarks.ts';
import { isTooBusy, measureBusy, measureMachine } from './machine.ts';
import { measure } from './measure.ts';
import type { Benchmark, BenchReport, Row } from './model.ts';
import { toTable } from './table.ts';

export interface BenchOptions {
  /** A file: one report when one benchmark was named, a list of reports when several ran. */
  json?: string;
  /** Exit code 1 when a reach doesn't hold, or could not be judged. */
  strict?: boolean;
  /** Small and short: to see that it works. */
  quick?: boolean;
}

/** Shell convention for a program that SIGINT ended: 128 + 2. */
const EXIT_INTERRUPTED = 130;
const EXIT_USAGE = 2;

/**
 * Without names: lists the benchmarks and runs them all. Sets the exit code: 0 whatever the figures are; 1 when a
 * measurement failed, or with `strict` a reach doesn't hold or could not be judged; 2 for an unknown name; 130 after
 * Ctrl-C. `busyBefore` measures how busy the machine is without us.
 */
export async function runBench(
  names: readonly string[],
  options: BenchOptions,
  benchmarks: readonly Benchmark[] = BENCHMARKS,
  busyBefore = measureBusy,
): Promise<void> {
  const isChosen = ({ name }: Benchmark) => names.length === 0 || names.includes(name);
  const chosen = benchmarks.filter(isChosen);
  const known = benchmarks.map((benchmark) => `  ${benchmark.name}  ${benchmark.title}`).join('\n');
  const unknown = names.find((name) => !chosen.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`No benchmark is named "${unknown}". There are:\n${known}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  if (names.length === 0) process.stderr.write(`Running all benchmarks:\n${known}\n`);
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  const reports: BenchReport[] = [];
  try {
    // Once: before all others than the first it would be what we did ourselves.
    const busy = await busyBefore();
    for (const benchmark of chosen) {
      const report = await runOne(benchmark, options.quick === true, busy, ending.signal);
      process.stdout.write(`${toTable(report)}\n`);
      reports.push(report);
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    process.stderr.write('Interrupted: everything is stopped, nothing is written.\n');
    process.exitCode = EXIT_INTERRUPTED;
    return;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
  if (options.json !== undefined) {
    const value = names.length === 1 ? reports[0] : reports;
    await writeFile(options.json, `${JSON.stringify(value, null, 2)}\n`);
  }
  const rows = reports.flatMap((report) => report.rows);
  process.exitCode = exitCodeOf(rows, options.strict === true);
}

function exitCodeOf(rows: readonly Row[], strict: boolean): number {
  const isFailed = rows.some(({ error }) => error !== null);
  const isShort = rows.some(({ reach, holds }) => reach !== null && holds !== true);
  return isFailed || (strict && isShort) ? 1 : 0;
}

async function runOne(
  benchmark: Benchmark,
  quick: boolean,
  busyBefore: number,
  signal: AbortSignal,
): Promise<BenchReport> {
  const machine = await measureMachine(busyBefore);
  const rows: Row[] = [];
  for (const measurement of benchmark.measurements(quick)) {
    const tell = (what: string) =>
      process.stderr.write(`${benchmark.name}: ${measurement.title}: ${what}\n`);
    rows.push(...(await measure(measurement, signal, tell)));
  }
  const judged = isTooBusy(machine) ? rows.map(unjudged) : rows;
  return { name: benchmark.name, machine, rows: judged };
}

/** What a machine that others use brings out says nothing of us; what failed has failed. */
function unjudged(row: Row): Row {
  return row.error === null ? { ...row, holds: null } : row;
}
