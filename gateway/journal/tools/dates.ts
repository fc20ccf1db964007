// The days or moments between which an export is taken, as a person writes them.
import { GatewayError } from '../../domain/errors.ts';

/** From the first millisecond that counts to the last one, UTC. */
export interface Span {
  from: number;
  to: number;
}

const DAY_MS = 24 * 60 * 60_000;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * `2026-11-30` is the whole day in UTC; a moment with its zone, `2026-11-30T08:00:00+08:00`, counts as it stands.
 * Both ends belong to the span. Errors: DATE_INVALID.
 */
export function spanOf(from: string | undefined, to: string | undefined): Span {
  const span = {
    from: from === undefined ? Number.NEGATIVE_INFINITY : startOf('--from', from),
    to: to === undefined ? Number.POSITIVE_INFINITY : endOf('--to', to),
  };
  if (span.from <= span.to) return span;
  throw new GatewayError('DATE_INVALID', `--from ${from} is later than --to ${to}`);
}

function endOf(option: string, text: string): number {
  return startOf(option, text) + (DAY.test(text) ? DAY_MS - 1 : 0);
}

function startOf(option: string, text: string): number {
  const at = DAY.test(text) || MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes the 30th of February for the 2nd of March.
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  const isReal = !Number.isNaN(day) && new Date(day).toISOString().startsWith(text.slice(0, 10));
  if (!Number.isNaN(at) && isReal) return at;
  throw new GatewayError('DATE_INVALID', `${option} ${text}`);
}
