// `call-button bench`: runs one benchmark or all, prints a table, writes JSON, and judges when asked to.
import { writeFile } from 'node:fs/promises';
import { BENCHMARKS } from './benchmarks.ts';
import { measureMachine } from './machine.ts';
import { measure } from './measure.ts';
import type { Benchmark, BenchReport, Row } from './model.ts';
import { toTable } from './table.ts';

export interface BenchOptions {
  /** A file: one report when a benchmark was named, a list of reports when all ran. */
  json?: string;
  /** Exit code 1 when a reach doesn't hold. */
  strict?: boolean;
  /** Small and short: to see that it works. */
  quick?: boolean;
}

/** Shell convention for a program that SIGINT ended: 128 + 2. */
const EXIT_INTERRUPTED = 130;
const EXIT_USAGE = 2;

/**
 * Without a name: lists the benchmarks and runs them all. Sets the exit code: 0 whatever the figures are;
 * 1 when a measurement failed, or with `strict` a reach doesn't hold; 2 for an unknown name; 130 after Ctrl-C.
 */
export async function runBench(
  name: string | undefined,
  options: BenchOptions,
  benchmarks: readonly Benchmark[] = BENCHMARKS,
): Promise<void> {
  const chosen =
    name === undefined ? benchmarks : benchmarks.filter((benchmark) => benchmark.name === name);
  const known = benchmarks.map((benchmark) => `  ${benchmark.name}  ${benchmark.title}`).join('\n');
  if (chosen.length === 0) {
    process.stderr.write(`No benchmark is named "${name}". There are:\n${known}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  if (name === undefined) process.stderr.write(`Running all benchmarks:\n${known}\n`);
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  const reports: BenchReport[] = [];
  try {
    for (const benchmark of chosen) {
      const report = await runOne(benchmark, options.quick === true, ending.signal);
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
    const value = name === undefined ? reports : reports[0];
    await writeFile(options.json, `${JSON.stringify(value, null, 2)}\n`);
  }
  const rows = reports.flatMap((report) => report.rows);
  process.exitCode = exitCodeOf(rows, options.strict === true);
}

function exitCodeOf(rows: readonly Row[], strict: boolean): number {
  const isFailed = rows.some(({ error }) => error !== null);
  const isShort = rows.some(({ holds }) => holds === false);
  return isFailed || (strict && isShort) ? 1 : 0;
}

async function runOne(
  benchmark: Benchmark,
  quick: boolean,
  signal: AbortSignal,
): Promise<BenchReport> {
  const machine = await measureMachine();
  const rows: Row[] = [];
  for (const measurement of benchmark.measurements(quick)) {
    const tell = (what: string) =>
      process.stderr.write(`${benchmark.name}: ${measurement.title}: ${what}\n`);
    rows.push(...(await measure(measurement, signal, tell)));
  }
  return { name: benchmark.name, machine, rows };
}
