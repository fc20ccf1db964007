// Medians, percentiles, and ratios of pairs.

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Throws a RangeError of nothing, because a figure that isn't there must not look like one. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values');
  const inOrder = sorted(values);
  const middle = Math.floor(inOrder.length / 2);
  const upper = inOrder[middle] as number;
  return inOrder.length % 2 === 1 ? upper : ((inOrder[middle - 1] as number) + upper) / 2;
}

/** By nearest rank; `share` from above 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('no values');
  return sorted(values)[Math.ceil(values.length * share) - 1] as number;
}

export function range(values: readonly number[]): [number, number] {
  return [percentile(values, Number.MIN_VALUE), percentile(values, 1)];
}

/** How far least and most are apart, as a share of the median. 0 when that is 0. */
export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  const [least, most] = range(values);
  return middle === 0 ? 0 : (most - least) / middle;
}

/** Ours ÷ baseline of each repetition, because both ran in the same minute. Null when a baseline is 0. */
export function pairedRatios(
  ours: readonly number[],
  baseline: readonly number[],
): number[] | null {
  if (ours.length !== baseline.length) throw new RangeError('as many of ours as of the baseline');
  if (baseline.length === 0 || baseline.includes(0)) return null;
  return ours.map((value, index) => value / (baseline[index] as number));
}
