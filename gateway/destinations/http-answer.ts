// What the answer of a platform means. CloudEvents webhook specification, 2.1 and 2.2. docs/reference/webhook.md has the table.
import type { Outcome } from '../domain/ports/destination.ts';
import { OUTCOMES } from '../messages/route-test.ts';
import type { Unread } from './body.ts';
import { type AcceptedWhen, objectionOf } from './verdict.ts';

export interface HttpAnswer {
  status: number;
  /** `Retry-After` and `Date`, as they came. */
  retryAfter?: string | undefined;
  date?: string | undefined;
  /** What an answer with 200 or 201 says, when it is JSON or a word. */
  json?: unknown;
  /** Why it can't be told what an answer with 200 or 201 says, though it says something. */
  unread?: Unread | undefined;
}

/**
 * They say that this very event is wrong, and it will never be another. Not 400: many answer it to a signature that
 * they can't verify, which is mended by the secret, and then every press must arrive.
 */
const FOR_EVER: readonly number[] = [413, 415, 422];
/** Stop for ever. */
export const GONE = 410;

/** `utc` is the moment of the answer, milliseconds; `when` is `accepted_when` of the configuration. */
export function outcomeOf(
  { status, retryAfter, date, json, unread }: HttpAnswer,
  utc: number,
  when?: AcceptedWhen,
): Outcome {
  const detail = `HTTP ${status}`;
  if (status === 200 || status === 201 || status === 204) {
    const objection = objectionOf(json, when, unread);
    if (objection === undefined) return { kind: 'accepted' };
    return {
      kind: 'failed',
      code: 'BROKEN',
      detail: OUTCOMES.objection(`${status}`, objection).en,
    };
  }
  if (status === 202) return { kind: 'unknown' };
  if (status === GONE || FOR_EVER.includes(status)) {
    return { kind: 'refused', code: 'REFUSED', detail };
  }
  if (status === 429 || status === 503) {
    const afterMs = waitOf(retryAfter, date, utc);
    return { kind: 'failed', code: 'BUSY', detail, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  return { kind: 'failed', code: status >= 500 ? 'BROKEN' : 'REFUSED', detail };
}

/** How long a platform may ask us to wait, at most; what asks for more is not believed. */
const MAX_WAIT_MS = 3_600_000;

/**
 * `Retry-After` (RFC 9110, 10.2.3), seconds or a date, in milliseconds; undefined when it is nonsense. A date counts
 * from the answer's own `Date`, if there is one: our clocks need not agree.
 */
function waitOf(retryAfter = '', date: string | undefined, utc: number): number | undefined {
  const until = dateOf(retryAfter);
  const waits = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : until === undefined
      ? Number.NaN
      : Math.max(until - (dateOf(date) ?? utc), 0);
  return waits <= MAX_WAIT_MS ? waits : undefined;
}

/** As RFC 9110, 5.6.7 wants it to be written. */
function dateOf(text = ''): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) {
    return undefined;
  }
  const utc = Date.parse(text);
  return Number.isNaN(utc) ? undefined : utc;
}
