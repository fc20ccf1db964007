// What the ledger, its surveys and its figures look like between the desk and its pages.
import type { Need, Outcome } from '../call-record.ts';

/** The ledger's four elements: when, where, for whom, what was done. Times are UTC milliseconds. */
export interface LedgerRow {
  /** Of the press that opened the call. */
  number: number;
  callId: string;
  source: string;
  key: 'red' | 'green';
  isTest: boolean;
  deviceId: string;
  /** As the first press had them; empty: it said nothing, or it was taken away when its time was over. */
  reference: string;
  name: string;
  address: string;
  subdistrict: string;
  community: string;
  openedAt: number;
  /** First times. */
  shownAt: number | null;
  takenAt: number | null;
  reachedAt: number | null;
  sentAt: number | null;
  arrivedAt: number | null;
  closedAt: number | null;
  /** Empty: the call is open. */
  outcome: Outcome | '';
  /** Who had it last. */
  officer: string;
  helper: string;
  needs: readonly Need[];
  needText: string;
  presses: number;
  notes: number;
  isFollowUpWanted: boolean;
  /** When somebody was asked afterwards, or wouldn't be. */
  followedAt: number | null;
  /** 1 to 5, as it was said last. */
  satisfaction: number | null;
  /** 1: the notes were taken away when their time was over; 2: who it was, too. */
  erased: 0 | 1 | 2;
}

/** Somebody who is to be asked afterwards, and by which number; empty: it is not known. */
export interface AskedRow extends LedgerRow {
  telephone: string;
}

/** Each narrows what is found; absent: everything. */
export interface LedgerFilter {
  /** Opened from here on, and before `to`: UTC milliseconds. */
  from?: number | undefined;
  to?: number | undefined;
  key?: 'red' | 'green' | undefined;
  need?: Need | undefined;
  outcome?: Outcome | 'open' | undefined;
  community?: string | undefined;
  officer?: string | undefined;
  /** In name, reference, address, community or device. */
  text?: string | undefined;
  isTest?: boolean | undefined;
}

export interface LedgerPage {
  rows: readonly LedgerRow[];
  /** What to ask for to get the rows after these; undefined: there are none. */
  next?: string | undefined;
}

export const SURVEY_RESULTS = ['answered', 'not_reached', 'declined'] as const;
export type SurveyResult = (typeof SURVEY_RESULTS)[number];

export interface Survey {
  number: number;
  callId: string;
  /** Null: a follow-up that the officer wanted. */
  sample: number | null;
  at: number;
  by: string;
  result: SurveyResult;
  satisfaction: number | null;
  text: string;
}

export interface Sample {
  number: number;
  at: number;
  by: string;
  from: number;
  to: number;
  drawn: number;
  /** Who has answered, was not reached at last, or would not answer. */
  asked: number;
}

/** The steps whose times the figures know, each counted from the press. */
export const TIMED = ['shown', 'taken', 'reached', 'sent', 'arrived', 'closed'] as const;
export type Timed = (typeof TIMED)[number];

/** What is counted of calls that are no tests. */
export interface Counts {
  calls: number;
  red: number;
  /** Somebody was reached; within 60 s; within 180 s. */
  reached: number;
  within60: number;
  within180: number;
  /** Help was sent; arrived; arrived within fifteen minutes of the press. */
  sent: number;
  arrived: number;
  within15: number;
  /** How many said something, and the sum of it. */
  rated: number;
  ratings: number;
}

/** How many calls took so many whole seconds. */
export type Histogram = Readonly<Record<number, number>>;

export interface DayFigures {
  total: Counts;
  tests: number;
  byKey: Record<'red' | 'green', Counts>;
  /** By the local hour, 0 to 23. */
  byHour: readonly number[];
  byNeed: Record<Need, number>;
  byOutcome: Record<Outcome, number>;
  byPlace: Readonly<Record<string, Counts>>;
  times: Record<Timed, Histogram>;
}

/** A week, or a day, of the pictures. */
export interface Span {
  /** 2026-01-31: its first day. */
  from: string;
  counts: Counts;
}

export interface StepTimes {
  step: Timed;
  count: number;
  /** Seconds; null: none was timed. */
  median: number | null;
  p95: number | null;
}

export interface PlaceFigures {
  subdistrict: string;
  community: string;
  counts: Counts;
}

export interface CoverageDay {
  day: string;
  eligible: number;
  installed: number;
  tested: number;
  inService: number;
}

export interface Figures {
  from: string;
  to: string;
  total: Counts;
  tests: number;
  byKey: Record<'red' | 'green', Counts>;
  weeks: readonly Span[];
  byHour: readonly number[];
  byNeed: Record<Need, number>;
  byOutcome: Record<Outcome, number>;
  times: readonly StepTimes[];
  places: readonly PlaceFigures[];
  coverage: readonly CoverageDay[];
}
