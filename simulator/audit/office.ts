// The audit of a duty desk: its records, beside what pages told it and what homes saw. Nothing may be lost, doubled, or made up.
import type { CallRecord, Step } from '#gateway/desk/call-record.ts';
import type { ToldShown, ToldStep } from '../office/desk-client.ts';

/** What a page told the desk, with the name of its officer. */
export type By<T> = T & { by: string };

/** A press as its home knew it; UTC milliseconds; undefined: the home never knew it. */
export interface HomesPress {
  /** As its event is named. */
  id: string;
  storedAt: number | undefined;
  acceptedAt: number | undefined;
  answeredAt: number | undefined;
  /** Of its key: a button hears of no older call. */
  isNewest: boolean;
}

/** A light told of a call: of the newest press of its key. */
export interface LitPress {
  id: string;
  pattern: 'accepted' | 'answered';
  at: number;
}

export interface OfficeAuditInput {
  /** All that the desk has, in their order. */
  records: readonly CallRecord[];
  /** Reports that the gateway has not taken. */
  unsent: number;
  /** The gateway has calls open, although all was given the time to come to rest. */
  isUnsettled: boolean;
  shown: readonly By<ToldShown>[];
  steps: readonly By<ToldStep>[];
  presses: readonly HomesPress[];
  lights: readonly LitPress[];
}

export interface OfficeAccount {
  calls: number;
  /** Calls that rang again because their taker was gone. */
  rangAgain: number;
  /** Steps that the desk refused. */
  refused: number;
  /** A sentence for each thing that does not add up. */
  faults: string[];
}

/** A page that was heard of within this is not gone. */
const GONE_MS = 30_000;
/** Everybody may do it, whoever has the call. */
const FREE_STEPS: readonly string[] = ['pressed', 'shown', 'noted', 'taken'];
/** What makes the light say that somebody is looking after the call. */
const ANSWERING: readonly string[] = ['reached', 'sent', 'closed'];

export function auditOffice(input: OfficeAuditInput): OfficeAccount {
  const { records, unsent, isUnsettled, steps } = input;
  const calls = new Map<string, CallRecord[]>();
  for (const record of records) {
    const ofCall = calls.get(record.callId) ?? [];
    ofCall.push(record);
    calls.set(record.callId, ofCall);
  }
  const faults = [
    ...checkPresses(input),
    ...[...calls.values()].flatMap(checkTakers),
    ...checkSteps(input),
    ...checkShown(input),
    ...checkReleases(input),
  ];
  if (unsent > 0) faults.push(`${unsent} reports never reached the gateway`);
  if (isUnsettled) faults.push('the gateway still has open calls');
  return {
    calls: calls.size,
    rangAgain: records.filter(isDesksRelease).length,
    refused: steps.filter(({ status }) => status >= 400 && status < 500).length,
    faults,
  };
}

/** Each in exactly one call, once; and its home knew of nothing before a page had shown or an officer answered it. */
function checkPresses({ records, shown, steps, presses, lights }: OfficeAuditInput): string[] {
  const faults: string[] = [];
  const callsOf = new Map<string, string[]>();
  for (const { what, callId } of records) {
    if (what.step !== 'pressed') continue;
    callsOf.set(what.eventId, [...(callsOf.get(what.eventId) ?? []), callId]);
  }
  const made = new Set(presses.map(({ id }) => id));
  for (const id of callsOf.keys()) {
    if (!made.has(id)) faults.push(`${id} is at the desk, and was never made`);
  }
  const shownAt = new Map<string, number>();
  for (const { callIds, at } of shown) {
    for (const callId of callIds) shownAt.set(callId, Math.min(shownAt.get(callId) ?? at, at));
  }
  const answeredAt = new Map<string, number>();
  for (const { callId, step, at } of steps) {
    if (ANSWERING.includes(step.step)) {
      answeredAt.set(callId, Math.min(answeredAt.get(callId) ?? at, at));
    }
  }
  const judge = (id: string, where: string, pattern: LitPress['pattern'], at: number) => {
    const [callId = ''] = callsOf.get(id) ?? [];
    const done = (pattern === 'accepted' ? shownAt : answeredAt).get(callId);
    const deed = pattern === 'accepted' ? 'a page showed it' : 'an officer reached anybody';
    if (done === undefined)
      faults.push(`${id}: ${where} said "${pattern}", before ${deed}: none ever did`);
    else if (at < done) {
      const ms = Math.ceil(done - at);
      faults.push(`${id}: ${where} said "${pattern}" ${ms} ms before ${deed}`);
    }
  };
  for (const press of presses) {
    const calls = callsOf.get(press.id) ?? [];
    if (press.storedAt !== undefined && calls.length === 0) {
      faults.push(`${press.id} was stored, and is not at the desk`);
    }
    if (calls.length > 1) faults.push(`${press.id} is at the desk in ${calls.join(' and ')}`);
    if (press.acceptedAt !== undefined) judge(press.id, 'the news', 'accepted', press.acceptedAt);
    if (press.answeredAt !== undefined) judge(press.id, 'the news', 'answered', press.answeredAt);
    else if (press.isNewest)
      faults.push(`${press.id}: its home never heard that anybody was looking after it`);
  }
  for (const { id, pattern, at } of lights) judge(id, 'the light', pattern, at);
  return faults;
}

/** Nobody takes what another has, nobody acts on what is not theirs, and all are closed in the end. `records` are of one call. */
function checkTakers(records: readonly CallRecord[]): string[] {
  const faults: string[] = [];
  let taker: string | undefined;
  let isClosed = true;
  for (const { callId, what, by, number } of records) {
    const fault = (text: string) =>
      faults.push(`${callId}: ${what.step} by "${by}" (${number}) ${text}`);
    if (what.step === 'pressed') isClosed = false;
    else if (isClosed && what.step !== 'noted') fault('while it was not open');
    if (what.step === 'taken' && taker !== undefined) fault(`while ${taker} had it`);
    const isFree = FREE_STEPS.includes(what.step) || by === '';
    if (!isFree && by !== taker) fault(`while ${taker ?? 'nobody'} had it`);
    if (what.step === 'taken') taker = by;
    if (what.step === 'released') taker = undefined;
    if (what.step === 'handed_over') taker = what.to;
    if (what.step === 'closed') {
      taker = undefined;
      isClosed = true;
    }
  }
  if (!isClosed) faults.push(`${records[0]?.callId}: was never closed`);
  return faults;
}

/** What the desk said is done stands there once, what it refused does not, and what was not answered at most once. */
function checkSteps({ records, steps }: OfficeAuditInput): string[] {
  const counts = new Map<string, { done: number; unknown: number; kept: number }>();
  const countOf = (callId: string, by: string, step: object) => {
    const key = `${callId} ${by} ${inOneOrder(step)}`;
    const count = counts.get(key) ?? { done: 0, unknown: 0, kept: 0 };
    counts.set(key, count);
    return count;
  };
  for (const { callId, by, step, status } of steps) {
    const count = countOf(callId, by, step);
    if (status === 200) count.done += 1;
    // Cut off in the middle, or failed there: it may be on disk.
    else if (status === 0 || status >= 500) count.unknown += 1;
  }
  for (const { callId, by, what } of records) {
    const isPages = by !== '' && what.step !== 'shown' && what.step !== 'pressed';
    if (isPages) countOf(callId, by, what).kept += 1;
  }
  return [...counts].flatMap(([key, { done, unknown, kept }]) => {
    if (kept < done) return [`${key}: done ${done} times, and kept ${kept} times`];
    return kept > done + unknown ? [`${key}: kept ${kept} times, and done ${done} times`] : [];
  });
}

/** The desk takes a call for shown only when a page of that officer has said so. */
function checkShown({ records, shown }: OfficeAuditInput): string[] {
  const toldAt = new Map<string, number>();
  for (const { by, callIds, at } of shown) {
    for (const callId of callIds) {
      const key = `${callId} ${by}`;
      toldAt.set(key, Math.min(toldAt.get(key) ?? at, at));
    }
  }
  return records.flatMap(({ callId, by, at, what }) => {
    if (what.step !== 'shown' || (toldAt.get(`${callId} ${by}`) ?? at + 1) <= at) return [];
    return [`${callId}: shown by "${by}", whose page has not said so`];
  });
}

/** The desk releases only what belongs to somebody whose pages are silent. */
function checkReleases({ records, shown }: OfficeAuditInput): string[] {
  const takers = new Map<string, string>();
  return records.flatMap((record) => {
    const { callId, by, at, what } = record;
    const taker = takers.get(callId);
    if (what.step === 'taken') takers.set(callId, by);
    if (!isDesksRelease(record)) return [];
    const heard = shown.findLast(
      (told) => told.by === taker && told.status === 200 && told.at <= at,
    );
    const silentMs = heard === undefined ? GONE_MS : at - heard.at;
    if (silentMs >= GONE_MS) return [];
    return [`${callId}: released ${silentMs} ms after the page of ${taker} was heard`];
  });
}

function isDesksRelease({ by, what }: CallRecord): boolean {
  return what.step === 'released' && by === '';
}

function inOneOrder(step: object | Step): string {
  return JSON.stringify(Object.entries(step).sort(([a], [b]) => (a < b ? -1 : 1)));
}
