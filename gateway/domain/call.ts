// A call and its stages: which presses belong together, and how news moves it on. Pure; time is passed in.
import type { Identity } from '#protocol/messages.ts';
import {
  type AssignedPress,
  callIdOf,
  compareIdentity,
  type KeyName,
  type Press,
} from './press.ts';

/** In this order. A call only moves forward. */
export const CALL_STAGES = ['stored', 'accepted', 'answered', 'dispatched', 'closed'] as const;
export type CallStage = (typeof CALL_STAGES)[number];

/** How the latest press of a call arrived: with the call, all that an escalation tells of it. */
export type Arrival = Pick<Press, 'count' | 'receivedAt' | 'ageMs' | 'ageIsLowerBound'>;

export interface Call {
  callId: string;
  deviceId: string;
  key: KeyName;
  test: boolean;
  openedBy: Identity;
  /** The latest press that the call covers. */
  latest: Identity;
  /** Of the latest press. Absent in calls of an earlier version. */
  arrival?: Arrival;
  stage: CallStage;
  /** UTC milliseconds. */
  openedAt: number;
  /** When each stage after `stored` was reached, UTC milliseconds. */
  reached: Partial<Record<CallStage, number>>;
  /** When its answer was due and nobody had answered, UTC milliseconds. */
  missed: { answered?: number };
  /** Up to which step of its route's escalation all were accepted, counted from 1. Absent: none. */
  escalated?: number;
  /** The destinations to which a press of it was offered: they may report on it. Absent: none yet. */
  offeredTo?: readonly string[];
  /** The call of the same key on the same device before this one. */
  formerCallId?: string;
}

const MINUTE = 60_000;

/** How long an unanswered call takes presses, in milliseconds. A later press opens a call that names this one. */
export const TAKES_PRESSES_MS: Record<KeyName, number> = { red: 10 * MINUTE, green: 120 * MINUTE };

export function openCall(press: Press, formerCallId: string | undefined): Call {
  const identity = { bootId: press.bootId, seq: press.seq };
  return {
    callId: callIdOf(press),
    deviceId: press.deviceId,
    key: press.key,
    test: press.test,
    openedBy: identity,
    latest: identity,
    arrival: arrivalOf(press),
    stage: 'stored',
    openedAt: press.receivedAt,
    reached: {},
    missed: {},
    ...(formerCallId === undefined ? {} : { formerCallId }),
  };
}

export function isAtLeast(call: Call, stage: CallStage): boolean {
  return CALL_STAGES.indexOf(call.stage) >= CALL_STAGES.indexOf(stage);
}

/** Until it is answered, and at most for its time. A clock that was set far back ends that time too. */
export function takesPresses(call: Call, now: number): boolean {
  const age = Math.abs(now - call.openedAt);
  return !isAtLeast(call, 'answered') && age <= TAKES_PRESSES_MS[call.key];
}

/** An outbox delivers late and out of order: an older press joins without becoming the latest. */
export function joinCall(call: Call, press: Press): Call {
  if (compareIdentity(press, call.latest) <= 0) return call;
  const latest = { bootId: press.bootId, seq: press.seq };
  return { ...call, latest, arrival: arrivalOf(press) };
}

function arrivalOf({ count, receivedAt, ageMs, ageIsLowerBound }: Press): Arrival {
  return { count, receivedAt, ageMs, ageIsLowerBound };
}

/** The latest press of a call, as far as the call tells. */
export function latestPress(call: Call): AssignedPress {
  const { deviceId, key, test, callId, latest, openedBy } = call;
  const unknown = { count: 1, receivedAt: call.openedAt, ageMs: 0, ageIsLowerBound: true };
  const joined = compareIdentity(latest, openedBy) !== 0;
  return { deviceId, ...latest, key, test, ...(call.arrival ?? unknown), callId, joined };
}

/** The call at `stage`, or the same object when it is there already or further: news may repeat or come late. */
export function advanceCall(call: Call, stage: CallStage, now: number): Call {
  if (isAtLeast(call, stage)) return call;
  return { ...call, stage, reached: { ...call.reached, [stage]: now } };
}
