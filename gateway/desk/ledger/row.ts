// The ledger's row of a call: what follows from its records, and from what was said afterwards. Pure.
import { type CallRecord, NEEDS, type Need, type Pressed, type Step } from '../call-record.ts';
import type { LedgerRow, Survey } from './shapes.ts';

/** The row after one more record; undefined before: the record is the press that opens the call. */
export function rowAfter(row: LedgerRow | undefined, record: CallRecord): LedgerRow {
  const { what, at, by } = record;
  if (what.step === 'pressed') {
    if (row === undefined) return opened(record, what);
    const presses = row.presses + what.count;
    // A press that comes when the call was just closed opens it again.
    return { ...row, presses, closedAt: null, outcome: '', isFollowUpWanted: false };
  }
  if (row === undefined) throw new Error(`${what.step} before a press of ${record.callId}`);
  return { ...row, ...changeBy(row, what, at, by) };
}

function opened({ number, callId, at }: CallRecord, { count, subject, ...rest }: Pressed) {
  const { source, key, deviceId, group, home, isTest } = subject;
  const row: LedgerRow = {
    number,
    callId,
    source,
    key,
    isTest,
    deviceId,
    reference: home.reference ?? '',
    name: home.name ?? '',
    address: home.address ?? '',
    subdistrict: home.subdistrict ?? '',
    // A gateway without a registry knows groups alone.
    community: home.community ?? group,
    openedAt: at,
    shownAt: null,
    takenAt: null,
    reachedAt: null,
    sentAt: null,
    arrivedAt: null,
    closedAt: null,
    outcome: '',
    officer: '',
    helper: '',
    needs: [],
    needText: '',
    presses: count,
    notes: 0,
    isFollowUpWanted: false,
    followedAt: null,
    satisfaction: null,
    erased: (rest as { erased?: 1 | 2 }).erased ?? 0,
  };
  return row;
}

function changeBy(row: LedgerRow, what: Step, at: number, by: string): Partial<LedgerRow> {
  switch (what.step) {
    case 'shown':
      return { shownAt: row.shownAt ?? at };
    case 'taken':
      return { takenAt: row.takenAt ?? at, officer: by };
    case 'handed_over':
      return { officer: what.to };
    case 'reached':
      return { reachedAt: row.reachedAt ?? at };
    case 'needed':
      return { needs: NEEDS.filter((need) => what.needs.includes(need)), needText: what.text };
    case 'sent':
      return { sentAt: row.sentAt ?? at, helper: what.helper };
    case 'arrived':
      return { arrivedAt: row.arrivedAt ?? at };
    case 'noted':
      return { notes: row.notes + 1 };
    case 'closed':
      return { closedAt: at, outcome: what.outcome, isFollowUpWanted: what.followUp };
    default:
      return {};
  }
}

/** The row after somebody was asked how it was. */
export function rowAsked(row: LedgerRow, survey: Survey): LedgerRow {
  const { at, sample, result, satisfaction } = survey;
  return {
    ...row,
    followedAt: sample === null && result !== 'not_reached' ? at : row.followedAt,
    satisfaction: satisfaction ?? row.satisfaction,
  };
}

/** The row that follows from everything; undefined: there are no records. */
export function rowOf(
  records: Iterable<CallRecord>,
  surveys: Iterable<Survey>,
): LedgerRow | undefined {
  let row: LedgerRow | undefined;
  for (const record of records) row = rowAfter(row, record);
  if (row === undefined) return undefined;
  for (const survey of surveys) row = rowAsked(row, survey);
  return row;
}

/** One bit each, in the order of NEEDS. */
export function bitsOf(needs: readonly Need[]): number {
  return needs.reduce((bits, need) => bits | (1 << NEEDS.indexOf(need)), 0);
}

export function needsOf(bits: number): Need[] {
  return NEEDS.filter((_, index) => bits & (1 << index));
}
