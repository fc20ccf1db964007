// As many columns as a plot has room for: an hour has 3,600 seconds.
import type { ReportSample } from './model.ts';

const MAX_COLUMNS = 600;

export interface Column {
  t: number;
  samples: readonly ReportSample[];
}

/** Neighbouring seconds together, so that at most 600 columns are left. */
export function columnsOf(samples: readonly ReportSample[]): Column[] {
  const width = Math.max(1, Math.ceil(samples.length / MAX_COLUMNS));
  const columns: Column[] = [];
  for (let from = 0; from < samples.length; from += width) {
    const together = samples.slice(from, from + width);
    columns.push({ t: together[0]?.t ?? 0, samples: together });
  }
  return columns;
}

/** The worst of a column: a peak must not be averaged away. NaN when nothing was measured. */
export function worst(column: Column, of: (sample: ReportSample) => number | undefined): number {
  let most = Number.NaN;
  for (const sample of column.samples) {
    const value = of(sample);
    if (value !== undefined && !(value <= most)) most = value;
  }
  return most;
}

export function mean(column: Column, of: (sample: ReportSample) => number): number {
  return column.samples.reduce((sum, sample) => sum + of(sample), 0) / column.samples.length;
}
