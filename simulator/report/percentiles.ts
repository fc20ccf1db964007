// Percentiles by nearest rank: every figure is a value that was really measured.
import type { Percentiles } from './model.ts';

/** Values that are NaN (not measured) don't count; null when nothing is left. Infinity stays. */
export function percentiles(values: Float64Array | readonly number[]): Percentiles | null {
  const sorted = Float64Array.from(values).sort();
  // A typed array sorts NaN to its end.
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1])) count--;
  if (count === 0) return null;
  const at = (share: number) => sorted[Math.ceil(count * share) - 1] as number;
  return { count, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
