// The events in the life of a call: told once each, when it happens, and heard at once by everybody who listens.

import type { Call, CallStage } from './call.ts';
import type { CallDue } from './deadline.ts';
import type { Cause, Limit } from './missed-deadline.ts';
import type { AssignedPress } from './press.ts';

/** A time limit that was missed. */
export interface MissedLimit {
  limit: Limit;
  cause: Cause;
  limitMs: number;
  tookMs: number;
}

/** Every event by its name, with what it carries. Durations are in milliseconds. */
export interface CallEvents {
  /** The press is on disk, so long after it arrived. */
  pressStored: { press: AssignedPress; tookMs: number };
  /** A destination is asked to take over a press of the call: from now on it may know of it, and report. */
  pressOffered: { callId: string; destination: string };
  /** A destination has taken over the press, so long after it arrived. It is written afterwards. */
  pressTakenOver: { press: AssignedPress; tookMs: number };
  /** A destination has taken over a step of the call's escalation, counted from 1. */
  stepTakenOver: { callId: string; step: number };
  /** Something that an open call waits for is due: its answer, a step of its escalation, its end. */
  callDue: { callId: string; due: CallDue };
  /** The device has to show the call as it is now. */
  callChanged: { call: Call };
  /** The call has moved on from a stage to that which it is at now, so long after it was opened. */
  callMovedOn: { call: Call; from: CallStage; openMs: number };
  /** The answer of the call was due, and nobody has answered. */
  answerMissed: { call: Call; missed: MissedLimit };
  /** A time limit of the press has passed. */
  pressLimitMissed: { press: AssignedPress; missed: MissedLimit };
}
