// A press on its way to the platform, and how it is told at each part of its route.
import { type Call, isAtLeast, openCall } from '../domain/call.ts';
import type { Delivery } from '../domain/ports/destination.ts';
import type { DeviceDirectory, DeviceRecord, Home } from '../domain/ports/directory.ts';
import { type AssignedPress, type KeyName, pressId } from '../domain/press.ts';
import type { Route, Routes, StepName } from '../domain/route.ts';
import { NOT_DUE } from '../system/due-heap.ts';
import type { Scheduled } from '../system/scheduler.ts';
import { Offer } from './offer.ts';

/** What is asked anew for every attempt. */
export interface PressSources {
  routes: Routes;
  directory: DeviceDirectory;
  findCall: (callId: string) => Call | undefined;
  /** What the press waited for is due. */
  fellDue: (offer: PressOffer) => void;
}

/**
 * A press on its way, or the latest press of a call at one step of its escalation. It is its own timer: 100,000 may wait,
 * and each would have one beside it.
 */
export class PressOffer extends Offer implements Scheduled {
  readonly id: string;
  readonly press: AssignedPress;
  /** On monotonic time. */
  readonly arrivedAt: number;
  /** Absent for the press itself. */
  readonly escalation: number | undefined;
  isStored: boolean;
  /** It was on disk only after its accept limit, and was not sent before. */
  wasStoredLate = false;
  /** Its accept limit has passed, which is recorded. */
  hasMissedLimit = false;
  dueAt = 0;
  dueOrder = 0;
  duePlace = NOT_DUE;
  readonly #sources: PressSources;
  /** Its device when the press came: one that is removed or retired meanwhile pressed in that home all the same. */
  readonly #device: DeviceRecord | undefined;

  constructor(
    press: AssignedPress,
    arrivedAt: number,
    isStored: boolean,
    sources: PressSources,
    escalation?: number,
  ) {
    super();
    this.id = escalation === undefined ? pressId(press) : escalationId(press.callId, escalation);
    this.press = press;
    this.arrivedAt = arrivedAt;
    this.isStored = isStored;
    this.escalation = escalation;
    this.#sources = sources;
    this.#device = sources.directory.find(press.deviceId);
  }

  wake(): void {
    this.#sources.fellDue(this);
  }

  get severity(): KeyName {
    return this.press.key;
  }

  get callId(): string {
    return this.press.callId;
  }

  get fields(): object {
    return { press: pressId(this.press), call_id: this.callId };
  }

  get group(): string {
    return this.#whereItIs?.group ?? '';
  }

  get #home(): Home {
    const now = this.#whereItIs?.home;
    if (now?.reference) return now;
    return this.#device?.home ?? now ?? { reference: '' };
  }

  get #whereItIs(): DeviceRecord | undefined {
    return this.#sources.directory.find(this.press.deviceId) ?? this.#device;
  }

  route(): Route {
    return this.#sources.routes.of(this.press.key, this.group);
  }

  delivery(step: StepName): Delivery {
    const { press, isStored: stored, group } = this;
    const { findCall } = this.#sources;
    const home = this.#home;
    // A call that is closed is told by what its press knows of it.
    const call = findCall(press.callId) ?? { ...openCall(press, undefined), callId: press.callId };
    return { kind: 'press', press, call, group, home, stored, step };
  }

  /** Who telephoned back, or ended the call, has said all that is to come. */
  isArrivalEnough(): boolean {
    const call = this.#sources.findCall(this.press.callId);
    return call === undefined || isAtLeast(call, 'answered');
  }
}

/** The name under which a step of a call's escalation is offered. */
export function escalationId(callId: string, step: number): string {
  return `${callId}#${step}`;
}
