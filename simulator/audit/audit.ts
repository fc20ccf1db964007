// The audit: every press that a home made is followed to exactly one place, and everything at the platform back to a press.
import { keyName } from '#gateway/domain/press.ts';
import { KEY_RED, type Key } from '#protocol/messages.ts';
import type { AcceptedSeen } from '../generator/messages.ts';
import { IN_OUTBOX, type LedgerColumns, REJECTED, STORED } from '../ledger.ts';
import type { Expectation } from '../plan.ts';
import type { Finding, Percentiles, ReportTotals } from '../report/model.ts';
import { percentiles } from '../report/percentiles.ts';
import { AuditedCalls } from './calls.ts';
import { Findings } from './findings.ts';
import { checkLateness } from './late.ts';
import { clock, MadePresses } from './made.ts';
import type { ReceivedPresses } from './received.ts';
import { findUntrue } from './untrue.ts';

export interface AuditInput {
  /** One of each generator. */
  ledgers: readonly LedgerColumns[];
  acceptedSeen: readonly AcceptedSeen[];
  received: ReceivedPresses;
  /** Deliveries whose signature was wrong. */
  forged: number;
  /** The gateway's counts by code; left out when they are not known. */
  refusals?: Record<string, number>;
  expect: Expectation;
  /** How the homes stood when the run had settled; left out when it was ended before. */
  settled?: { connected: readonly number[]; neverConnected: readonly number[] };
  /** Events that said something else than what the run knows, and how the gateway died, if it did. */
  altered?: readonly { id: string; detail: string }[];
  died?: string;
}

/** Latencies count from the time that the timetable wanted to the time when the home knew, milliseconds. */
export interface AuditResult {
  totals: ReportTotals;
  findings: Finding[];
  latency: {
    toStored: Percentiles | null;
    toAccepted: Percentiles | null;
    redToAccepted: Percentiles | null;
  };
}

/** Reasons of a receipt, by their number: protocol/README.md, "Receipt". A whole home isn't told the reason. */
const REJECTION_CODES = [
  'NO_REASON',
  'FRAME_MALFORMED',
  'EVENT_MISSING',
  'IDENTITY_INVALID',
  'ENUM_UNSPECIFIED',
  'FIELD_OUT_OF_RANGE',
];

export function audit(input: AuditInput): AuditResult {
  const { received, refusals, expect } = input;
  const counted = refusals ?? {};
  const made = new MadePresses(input.ledgers);
  const calls = new AuditedCalls(received, made);
  const findings = new Findings();
  if (input.died !== undefined) findings.add('unexplained', 'gateway', () => input.died as string);
  const totals = followPresses(made, received, expect, findings);
  if (input.settled) judgeSettled(made, received, input.settled, findings);
  for (const { id, detail } of input.altered ?? []) findings.add('altered', id, () => detail);
  followBack(made, received, calls, findings);
  findUntrue(made, received, calls, input.acceptedSeen, findings);
  checkLateness(made, received, expect, findings);
  for (const [code, count] of Object.entries(counted)) {
    if (count === 0 || expect.refusals.includes(code)) continue;
    findings.add('unexpected-code', code, () => `the gateway refused ${count} times with ${code}`);
  }
  if (input.forged > 0) {
    const detail = () => `${input.forged} deliveries were not signed with the platform's secret`;
    findings.add('forged-delivery', 'the platform', detail);
  }
  return {
    totals: { ...totals, refusals: refusals ?? null, findings: findings.counts },
    findings: findings.list(),
    latency: latencies(made.columns),
  };
}

/** Homes to platform: each row of the ledgers ends in one place. An entry counts for all its presses. */
function followPresses(
  made: MadePresses,
  received: ReceivedPresses,
  expect: Expectation,
  findings: Findings,
): Omit<ReportTotals, 'refusals' | 'findings'> {
  const { deliveries, redeliveries } = received;
  const totals = {
    presses: 0,
    stored: 0,
    accepted: 0,
    answered: 0,
    inOutbox: 0,
    rejected: 0,
    deliveries,
    redeliveries,
  };
  const { home, bootId, seq, count, state, reason, storedAt, answeredAt } = made.columns;
  const report = (row: number, kind: 'lost' | 'unexplained' | 'unexpected-code', why: string) =>
    findings.add(kind, idOf(made, received, row), () => `${made.describe(row)}: ${why}`);

  for (let row = 0; row < made.length; row++) {
    const presses = count[row] as number;
    const at = received.find(home[row] as number, bootId[row] as number, seq[row] as number);
    const isAccepted = at !== -1 && !Number.isNaN(received.columns.acceptedAt[at]);
    const hasReceipt = !Number.isNaN(storedAt[row]);
    totals.presses += presses;
    if (isAccepted) totals.accepted += presses;
    if (!Number.isNaN(answeredAt[row])) totals.answered += presses;

    if (state[row] === STORED) {
      totals.stored += presses;
      if (!isAccepted) report(row, 'lost', `receipted, but ${whereAt(received, at)}`);
      else if (!hasReceipt) report(row, 'unexplained', 'counts as stored without a receipt');
    } else if (state[row] === REJECTED) {
      totals.rejected += presses;
      const code = REJECTION_CODES[reason[row] as number] ?? `REASON_${reason[row]}`;
      if (isAccepted)
        report(row, 'unexplained', `rejected (${code}), but the platform accepted it`);
      else if (!expect.rejections.includes(code))
        report(row, 'unexpected-code', `rejected, ${code}`);
    } else if (state[row] === IN_OUTBOX) {
      // Without a receipt the device keeps it: it may be at the platform already, and will be sent again.
      totals.inOutbox += presses;
      if (hasReceipt) report(row, 'unexplained', 'has a receipt and is still in the outbox');
    } else report(row, 'unexplained', "never receipted, and gone from the device's outbox");
  }
  for (const row of made.repeated) {
    report(
      row,
      'unexplained',
      'an earlier press has the same identity: the gateway takes them for one',
    );
  }
  return totals;
}

/** After settling, a home that has a session has delivered everything, and knows what became of it. */
function judgeSettled(
  made: MadePresses,
  received: ReceivedPresses,
  { connected, neverConnected }: NonNullable<AuditInput['settled']>,
  findings: Findings,
): void {
  for (const home of neverConnected) {
    const what = received.deviceIdOf(home);
    findings.add('unexplained', what, () => 'this home has power and never had a session');
  }
  const isConnected = new Set(connected);
  const told = newestTold(made);
  const { home, bootId, seq, state, acceptedAt } = made.columns;
  for (let row = 0; row < made.length; row++) {
    if (!isConnected.has(home[row] as number)) continue;
    const at = received.find(home[row] as number, bootId[row] as number, seq[row] as number);
    const isAccepted = at !== -1 && !Number.isNaN(received.columns.acceptedAt[at]);
    // Of two calls of a key a home that was away hears of the newer one.
    const isTold =
      !Number.isNaN(acceptedAt[row]) || isBefore(made, row, told.get(laneOf(made, row)));
    const isUnseen = state[row] === STORED && isAccepted && !isTold;
    const why =
      state[row] === IN_OUTBOX
        ? 'never receipted, although its home has a session'
        : 'accepted, and its home never heard of it';
    if (state[row] !== IN_OUTBOX && !isUnseen) continue;
    findings.add('unexplained', idOf(made, received, row), () => `${made.describe(row)}: ${why}`);
  }
}

/** The newest press of each key and home of which its home heard that it was accepted. */
function newestTold(made: MadePresses): Map<number, number> {
  const newest = new Map<number, number>();
  for (let row = 0; row < made.length; row++) {
    if (Number.isNaN(made.columns.acceptedAt[row])) continue;
    const lane = laneOf(made, row);
    const other = newest.get(lane);
    if (other === undefined || isBefore(made, other, row)) newest.set(lane, row);
  }
  return newest;
}

function laneOf({ columns }: MadePresses, row: number): number {
  return (columns.home[row] as number) * 4 + (columns.key[row] as number);
}

function isBefore({ columns }: MadePresses, row: number, other: number | undefined): boolean {
  if (other === undefined) return false;
  const { bootId, seq } = columns;
  const boots = (bootId[row] as number) - (bootId[other] as number);
  return boots < 0 || (boots === 0 && (seq[row] as number) < (seq[other] as number));
}

/** Platform to homes: each press that it has was made, once, and has one call that fits. */
function followBack(
  made: MadePresses,
  received: ReceivedPresses,
  calls: AuditedCalls,
  findings: Findings,
): void {
  const { home, bootId, seq } = received.columns;
  for (let at = 0; at < received.length; at++) {
    const row = made.find(home[at] as number, bootId[at] as number, seq[at] as number);
    const further = received.furtherCallsOf(at);
    const key = received.columns.key[at] as number;
    const madeKey = made.columns.key[row] ?? 0;
    if (row !== -1 && key !== 0 && key !== madeKey) {
      const keys = `${keyName(madeKey as Key)} was pressed, ${keyName(key as Key)} arrived`;
      findings.add('altered', received.idOf(at), () => `${keys}; ${made.describe(row)}`);
    }
    const why =
      row === -1
        ? 'nobody made this press'
        : further.length > 0
          ? `came under several calls, also ${further.join(', ')}`
          : calls.misfit(at);
    if (why === undefined) continue;
    findings.add('doubled', received.idOf(at), () => {
      const known = row === -1 ? '' : `; ${made.describe(row)}`;
      return `${why}; ${whereAt(received, at)}${known}`;
    });
  }
  for (const { id, callId, at } of received.strangers.values()) {
    const detail = () =>
      `no home of the run made this press; came first at ${clock(at)}, call ${callId}`;
    findings.add('doubled', id, detail);
  }
}

function idOf(made: MadePresses, received: ReceivedPresses, row: number): string {
  const { home, bootId, seq } = made.columns;
  return `${received.deviceIdOf(home[row] as number)}/${bootId[row]}/${seq[row]}`;
}

function whereAt(received: ReceivedPresses, at: number): string {
  if (at === -1) {
    return 'the platform never got it (a receipt that was meant for another press looks the same)';
  }
  const { acceptedAt, deliveries } = received.columns;
  const came = `at the platform it came ${deliveries[at]} times, call ${received.callIdOf(at)}`;
  const isAccepted = !Number.isNaN(acceptedAt[at]);
  const accepted = `accepted there ${clock(acceptedAt[at])}`;
  return `${came}, ${isAccepted ? accepted : 'and was never accepted'}`;
}

function latencies(of: LedgerColumns): AuditResult['latency'] {
  const since = (times: Float64Array, isCounted: (row: number) => boolean) => {
    const values = new Float64Array(of.length);
    for (let row = 0; row < of.length; row++) {
      const took = (times[row] as number) - (of.intendedAt[row] as number);
      values[row] = isCounted(row) ? took : Number.NaN;
    }
    return percentiles(values);
  };
  return {
    toStored: since(of.storedAt, (row) => of.state[row] === STORED),
    toAccepted: since(of.acceptedAt, () => true),
    redToAccepted: since(of.acceptedAt, (row) => of.key[row] === KEY_RED),
  };
}
