// Runs one measurement: warm-ups, then ours and the baseline in turns, so that both have the same machine.
import { reasonOf } from '#gateway/domain/reason.ts';
import { type Look, lookAtMachine } from './machine.ts';
import type { Figures, Measurement, Metric, Row, Sides, Tell } from './model.ts';
import { Scope } from './scope.ts';
import { median, pairedRatios, range } from './statistics.ts';
import { unsteadiness } from './steadiness.ts';

interface Runs {
  ours: Figures[];
  /** Empty when there is no baseline. */
  baseline: Figures[];
  /** Of the machine, before each. */
  looks: Look[];
}

/** `tell` hears before each run "warm-up, ours" or "2 of 3, baseline". Returns a row per metric; of a measurement that failed, rows with the error. Rejects only when aborted. */
export async function measure(
  measurement: Measurement,
  signal: AbortSignal,
  tell: Tell = () => {},
): Promise<Row[]> {
  const scope = new Scope();
  let end = () => {};
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(new Error('interrupted'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  aborted.catch(() => {});
  try {
    const runs = runInTurns(measurement, scope, signal, tell);
    // After an abort it ends with an error of its own, because its parts are stopped.
    runs.catch(() => {});
    const found = await Promise.race([runs, aborted]);
    return measurement.metrics.map((metric) => toRow(metric, found));
  } catch (error) {
    if (signal.aborted) throw error;
    return measurement.metrics.map((metric) => failedRow(metric, measurement, error));
  } finally {
    signal.removeEventListener('abort', end);
    await scope.stop();
  }
}

async function runInTurns(
  measurement: Measurement,
  scope: Scope,
  signal: AbortSignal,
  tell: Tell,
): Promise<Runs> {
  const { warmups, repetitions } = measurement;
  const sides = await measurement.prepare(scope, tell);
  const runs: Runs = { ours: [], baseline: [], looks: [] };
  for (let turn = -warmups; turn < repetitions && !signal.aborted; turn++) {
    const name = turn < 0 ? 'warm-up' : `${turn + 1} of ${repetitions}`;
    // Nothing is said of a warm-up.
    if (turn >= 0) runs.looks.push(await lookAtMachine());
    const found = await runBoth(sides, name, tell);
    if (turn < 0) continue;
    runs.ours.push(found.ours);
    if (found.baseline) runs.baseline.push(found.baseline);
  }
  return runs;
}

async function runBoth(
  sides: Sides,
  name: string,
  tell: Tell,
): Promise<{ ours: Figures; baseline?: Figures }> {
  tell(`${name}, ours`);
  const ours = await sides.ours();
  if (sides.baseline === undefined) return { ours };
  tell(`${name}, baseline`);
  return { ours, baseline: await sides.baseline() };
}

function figuresOf(metric: Metric, runs: readonly Figures[]): number[] {
  return runs.map((figures) => {
    const value = figures[metric.of];
    if (value === undefined || Number.isNaN(value)) {
      throw new Error(`no figure "${metric.of}" for "${metric.metric}"`);
    }
    return value;
  });
}

function toRow(metric: Metric, { ours, baseline, looks }: Runs): Row {
  const ourFigures = figuresOf(metric, ours);
  const baselineFigures = metric.alone ? [] : figuresOf(metric, baseline);
  const ratios = baselineFigures.length === 0 ? null : pairedRatios(ourFigures, baselineFigures);
  const judged = {
    ours: median(ourFigures),
    oursRange: range(ourFigures),
    baseline: baselineFigures.length === 0 ? null : median(baselineFigures),
    ratio: ratios && median(ratios),
  };
  return {
    metric: metric.metric,
    unit: metric.unit,
    ...judged,
    ratioRange: ratios && range(ratios),
    repetitions: ourFigures.length,
    reach: metric.reach?.text ?? null,
    holds: metric.reach?.holds(judged) ?? null,
    // Where there is a ratio it is what counts, and what both sides share falls out of it.
    unsteady: unsteadiness(ratios ?? ourFigures, looks),
    error: null,
  };
}

function failedRow({ metric, unit, reach }: Metric, { title }: Measurement, error: unknown): Row {
  const why = reasonOf(error);
  return {
    metric,
    unit,
    ours: null,
    baseline: null,
    ratio: null,
    oursRange: null,
    ratioRange: null,
    repetitions: 0,
    reach: reach?.text ?? null,
    holds: reach ? false : null,
    unsteady: null,
    error: `${title}: ${why}`,
  };
}
