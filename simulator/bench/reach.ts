// The kinds of reach: a limit of our own figure, or of its ratio to the baseline's.
import { formatNumber } from './format.ts';
import type { Reach } from './model.ts';

export function atLeast(limit: number, unit: string): Reach {
  return { text: `≥ ${formatNumber(limit)} ${unit}`.trim(), holds: ({ ours }) => ours >= limit };
}

export function atMost(limit: number, unit: string): Reach {
  return { text: `≤ ${formatNumber(limit)} ${unit}`.trim(), holds: ({ ours }) => ours <= limit };
}

/** Of every repetition, not of the median alone. */
export function atMostInEach(limit: number, unit: string): Reach {
  return {
    text: `≤ ${formatNumber(limit)} ${unit}`.trim().concat(' in each run'),
    holds: ({ oursRange: [, most] }) => most <= limit,
  };
}

/** The median of the paired ratios, not the ratio of the medians. */
export function timesBaseline(least: number): Reach {
  return {
    text: `≥ ${formatNumber(least)} ×`,
    holds: ({ ratio }) => ratio !== null && ratio >= least,
  };
}

/** The median of the paired ratios too. */
export function atMostTimesBaseline(most: number): Reach {
  return {
    text: `≤ ${formatNumber(most)} ×`,
    holds: ({ ratio }) => ratio !== null && ratio <= most,
  };
}

/** Of the medians: so much above the baseline, in the figure's own unit. */
export function atMostAboveBaseline(difference: number, unit: string): Reach {
  return {
    text: `≤ ${formatNumber(difference)} ${unit} more`,
    holds: ({ ours, baseline }) => baseline !== null && ours - baseline <= difference,
  };
}
