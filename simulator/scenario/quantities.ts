// Quantities as a person writes them in a scenario: durations, rates, shares.
import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 } as const;
const UNITS = /^(\d+(?:\.\d+)?)(ms|s|min|h)$/;
const RATE = /^(\d+(?:\.\d+)?)\/(s|min|h)$/;

/** A timer of Node holds at most 2^31 ms, not quite 25 days. */
const MAX_MS = 480 * UNIT_MS.h;

function duration(least: number, expected: string) {
  return z.string(expected).transform((text, context) => {
    const [, figure, unit] = UNITS.exec(text) ?? [];
    const ms = Number(figure) * UNIT_MS[unit as keyof typeof UNIT_MS];
    if (ms >= least && ms <= MAX_MS) return ms;
    context.addIssue(ms > MAX_MS ? 'expected at most 480h' : expected);
    return z.NEVER;
  });
}

const FORMS = 'as in 500ms, 30s, 5min or 1h';

/** `30s` → milliseconds, above 0. */
export const Duration = duration(1, `expected a duration of at least 1ms, ${FORMS}`);

/** A duration that may be `0s`: a time from the start of the run. */
export const Time = duration(
  0,
  `expected a time from the start of the run or a duration, ${FORMS}`,
);

/** `30/min` → times per second. */
const A_RATE = 'expected a rate above 0, as in 2/s, 30/min or 5/h';
export const Rate = z.string(A_RATE).transform((text, context) => {
  const [, figure, unit] = RATE.exec(text) ?? [];
  const perSecond = (Number(figure) * 1_000) / UNIT_MS[unit as keyof typeof UNIT_MS];
  if (perSecond > 0) return perSecond;
  context.addIssue(A_RATE);
  return z.NEVER;
});

/** `25%` → 0.25. */
const A_SHARE = 'expected a share from 0% to 100%, as in 25%';
export const Share = z.string(A_SHARE).transform((text, context) => {
  const share = Number(/^(\d+(?:\.\d+)?)%$/.exec(text)?.[1]) / 100;
  if (share <= 1) return share;
  context.addIssue(A_SHARE);
  return z.NEVER;
});

export function wholeNumber(least: number, most: number) {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z.int(expected).min(least, expected).max(most, expected);
}
