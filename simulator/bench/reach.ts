// The kinds of reach: a limit of our own figure, or of its ratio to the baseline's.
import { formatNumber } from './format.ts';
import type { Reach } from './model.ts';

export function atLeast(limit: number, unit: string): Reach {
  return { text: `≥ ${formatNumber(limit)} ${unit}`.trim(), holds: ({ ours }) => ours >= limit };
}

export function atMost(limit: number, unit: string): Reach {
  return { text: `≤ ${formatNumber(limit)} ${unit}`.trim(), holds: ({ ours }) => ours <= limit };
}

/** The median of the paired ratios, not the ratio of the medians. */
export function timesBaseline(least: number): Reach {
  return {
    text: `≥ ${formatNumber(least)} ×`,
    holds: ({ ratio }) => ratio !== null && ratio >= least,
  };
}
