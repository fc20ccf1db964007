// A notice: what the operator has to know beside the presses. Stored, forwarded in the status lane until accepted.

import type { CallStage } from './call.ts';
import type { Condition } from './condition.ts';
import type { Cause, Limit } from './missed-deadline.ts';
import type { KeyName } from './press.ts';

interface NoticeBase {
  /** Names the notice for ever, the same over attempts and restarts: 1 to 200 of printable ASCII without spaces. */
  id: string;
  /** UTC milliseconds. */
  at: number;
  /** Of the device or devices that it is about. */
  group: string;
}

/** A time limit that was missed. */
export interface MissedDeadlineNotice extends NoticeBase {
  kind: 'breach';
  limit: Limit;
  cause: Cause;
  deviceId: string;
  key: KeyName;
  callId: string;
  /** The press whose limit it was; absent when it was the call's. */
  press?: string;
  /** The limit, and how long it had taken when this was noticed; milliseconds. */
  limitMs: number;
  tookMs: number;
}

/** A condition of one device, or one that many devices of a group have in common, began or ended. */
export interface CaseNotice extends NoticeBase {
  kind: 'case';
  /** Shared by `opened`, `changed` and `restored`. */
  caseId: string;
  event: 'opened' | 'changed' | 'restored';
  condition: Condition;
  /** One device, or all that are affected by a common cause. */
  deviceIds: readonly string[];
  /** When it was last known to be well; absent when it never was. UTC milliseconds. */
  lastGoodAt?: number;
  openedAt: number;
  /** Only of batteries. */
  batteryPercent?: number;
  /** How many days the battery lasts if it goes on as it did. Only of batteries, when enough is known. */
  daysLeft?: number;
  /** Only of faults: kind and detail of the newest one, as in the protocol's Fault. */
  faultKind?: number;
  faultDetail?: number;
}

/** How far a call has come: also what others have done with it. Only of routes that ask for it. */
export interface ProgressNotice extends NoticeBase {
  kind: 'progress';
  callId: string;
  deviceId: string;
  key: KeyName;
  test: boolean;
  /** `unanswered`: its answer was due, and nobody had answered. */
  stage: Exclude<CallStage, 'stored'> | 'unanswered';
  openedAt: number;
}

export type Notice = MissedDeadlineNotice | CaseNotice | ProgressNotice;
