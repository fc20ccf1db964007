// Our events in the words of alarm receivers: Contact ID (SIA DC-05) and SIA codes (DC-03). docs/guides/alarm-receivers.md has the table.
import { CONDITIONS, type Condition } from '../../domain/condition.ts';
import type { Severity } from '../../domain/limits.ts';

export type EventName = 'red' | 'green' | 'test' | 'breach' | Condition;

export const EVENT_NAMES: readonly EventName[] = [
  'red',
  'green',
  'test',
  'breach',
  ...(Object.keys(CONDITIONS) as Condition[]),
];

/** How an event is said; what is missing can not be said in that format. */
export interface Words {
  /** Contact ID: 100 to 999. Sent with qualifier 1, and 3 when it is over. */
  cid?: number | undefined;
  /** SIA code, two letters. */
  sia?: string | undefined;
  /** SIA code when it is over. */
  sia_restored?: string | undefined;
  /** 0 to 99; 0 when it is missing. */
  partition?: number | undefined;
  /** 0 to 999; when it is missing the home's, else 1. */
  zone?: number | undefined;
}

/** Per event what differs from DEFAULT_WORDS; `off`: it is not carried. */
export type EventWords = Partial<Record<EventName, Words | 'off' | undefined>>;

/** Events without an entry have no word that receivers would understand. */
export const DEFAULT_WORDS: Readonly<Partial<Record<EventName, Words>>> = {
  red: { cid: 101, sia: 'QA' },
  green: { cid: 150, sia: 'UA' },
  test: { cid: 601, sia: 'RX' },
  breach: { cid: 354, sia: 'YS' },
  offline: { cid: 350, sia: 'YC', sia_restored: 'YK' },
  silent: { cid: 381, sia: 'YS', sia_restored: 'YK' },
  battery_low: { cid: 302, sia: 'YT', sia_restored: 'YR' },
  battery_critical: { cid: 311, sia: 'YM', sia_restored: 'YR' },
  mains_lost: { cid: 301, sia: 'AT', sia_restored: 'AR' },
  fault: { cid: 300, sia: 'YX', sia_restored: 'YZ' },
  nobody_on_duty: { cid: 330, sia: 'YX', sia_restored: 'YZ' },
  journal_damaged: { cid: 304, sia: 'YX', sia_restored: 'YZ' },
};

export function wordsOf(name: EventName, changes: EventWords): Words | undefined {
  const change = changes[name];
  if (change === 'off') return undefined;
  const words = DEFAULT_WORDS[name];
  return words || change ? { ...words, ...change } : undefined;
}

/** What there are words for at all. */
export function severitiesOf(changes: EventWords): Severity[] {
  const said = EVENT_NAMES.filter((name) => {
    const { cid, sia } = wordsOf(name, changes) ?? {};
    return cid !== undefined || sia !== undefined;
  });
  const severities = said.flatMap((name): Severity[] => {
    if (name === 'test') return [];
    return name === 'red' || name === 'green' ? [name] : ['status'];
  });
  return [...new Set(severities)];
}
