// The destination port: who takes calls and notices over, and what its answers mean.
import { DESTINATION_ERRORS as MESSAGES } from '../../messages/route-test.ts';
import { textsIn } from '../../messages/sentence.ts';
import type { Call, CallStage } from '../call.ts';
import type { Severity } from '../limits.ts';
import type { Notice } from '../notice.ts';
import type { AssignedPress } from '../press.ts';
import type { DeviceViews } from '../supervision/device-view.ts';
import type { Home } from './directory.ts';

/** One press on its way to the platform. */
export interface PressDelivery {
  kind: 'press';
  press: AssignedPress;
  call: Call;
  group: string;
  home: Home;
  /** False when the press could not be journalled and is sent all the same. */
  stored: boolean;
  /** Why this destination gets it: it is the route's first, its fallback, or the n-th escalation, from 1. */
  step: 'first' | 'fallback' | number;
}

/** One notice on its way to the operator. */
export interface NoticeDelivery {
  kind: 'notice';
  notice: Notice;
  /** Of the devices that it is about, by device_id, those that are known, and not too many. */
  homes: Readonly<Record<string, Home>>;
}

export type Delivery = PressDelivery | NoticeDelivery;

export type Outcome =
  /** Taken over. */
  | { kind: 'accepted' }
  /** Arrived, but nobody has said yet that it was taken over. */
  | { kind: 'unknown' }
  /** The other side will never take this one: to offer it again is useless. `code` is one of DESTINATION_ERRORS. */
  | { kind: 'refused'; code: DestinationErrorCode; detail: string }
  /** Try again; `afterMs` when the destination names the moment. `code` is one of DESTINATION_ERRORS. */
  | { kind: 'failed'; code: DestinationErrorCode; detail: string; afterMs?: number };

/** What the codes mean and what to do, in English. */
export const DESTINATION_ERRORS = textsIn(MESSAGES, 'en');
export type DestinationErrorCode = keyof typeof MESSAGES;

/** How the line to the other side is, apart from single deliveries. */
export interface LinkState {
  isUp: boolean;
  /** UTC milliseconds. */
  since: number;
  /** Why it is down, or up in part only, without personal data. */
  reason?: string;
  /** What to do while it is down; absent: UNREACHABLE. */
  code?: DestinationErrorCode;
}

/** What one destination has failed to take in one lane since it took something there last. */
export interface FailingLane {
  destination: string;
  severity: Severity;
  /** Attempts in a row. */
  failures: number;
  /** Of the first of them, UTC milliseconds. */
  since: number;
  /** Of the latest. */
  code: DestinationErrorCode;
  detail: string;
}

/** What the gateway lends to a destination that hears of the other side by itself, or tells more than calls. */
export interface DestinationContext {
  /** The other side says how far a call is. Resolves when that is on disk or refused, which is counted. */
  report(callId: string, stage: CallStage): Promise<void>;
  /** What came was no report. `detail` says why in a few words, and nothing of what is in it. */
  malformed(detail: string): void;
  devices: DeviceViews;
}

export interface Destination {
  readonly name: string;
  /** Undefined: nobody watches the line between deliveries, or it isn't known yet. */
  readonly link?: LinkState | undefined;
  /** Called once, before `start`. */
  setContext?(context: DestinationContext): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The configuration was read again, and this destination stays: who refused everything is asked again. */
  renew?(): void;
  /** False: it has no words for it, and `deliver` would refuse it with NOT_CARRIED. */
  carries(delivery: Delivery): boolean;
  /** Offers one press or notice. Never rejects. Gives up when `signal` aborts. May be called again with the same. */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome>;
}

/** The destinations by name. Asked anew for every attempt, so that a reloaded configuration counts at once. */
export interface Destinations {
  find(name: string): Destination | undefined;
}
