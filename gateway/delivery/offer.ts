// What the dispatcher offers to destinations, and how it goes at each part of its route (first, fallback, escalation): its
// attempts there, their failures and pauses.
import type { Severity } from '../domain/limits.ts';
import type { Situation } from '../domain/missed-deadline.ts';
import type { Delivery, Destination } from '../domain/ports/destination.ts';
import type { Route, StepName } from '../domain/route.ts';
import type { Lane } from './lane.ts';

/** Is its own state too: 100,000 may wait, and each object beside it would cost as many. */
export abstract class Offer {
  /** The same is not offered twice at the same time. */
  abstract readonly id: string;
  abstract readonly severity: Severity;
  /** The call that it belongs to, by which a report finds it. */
  abstract readonly callId: string | undefined;
  /** Ids for the log. */
  abstract readonly fields: object;
  /** How it goes at the first part of its route, or at its step of an escalation. Undefined: not begun. */
  first: RouteAttempt | undefined;
  /** How it goes at the fallback of its route. */
  fallback: RouteAttempt | undefined;
  /** It is taken over, or not to be offered any longer. */
  isSettled = false;

  /** Asked anew for every attempt. */
  abstract route(): Route;
  abstract delivery(step: StepName): Delivery;
  /** True when 202 is as good as acceptance, because no report is to come. */
  abstract isArrivalEnough(): boolean;

  /** Those parts of its route that were begun. */
  get routeAttempts(): RouteAttempt[] {
    return [this.first, this.fallback].filter((routeAttempt) => routeAttempt !== undefined);
  }
}

const nothing = () => {};
/** One for all that wait: an empty array of its own takes 32 bytes of each. */
const NONE: readonly AbortController[] = [];

export class RouteAttempt {
  readonly offer: Offer;
  readonly step: StepName;
  /** Where it was offered last, or waits to be. Another one may have the same name after a reload. */
  destination: Destination | undefined;
  /** The lane in which it waits for its turn. */
  lane: Lane<RouteAttempt, Destination> | undefined;
  /** It rests until the routes are others. */
  isWithoutRoute = false;
  /** Its destination will never take it. It rests, but for a red press that is refused everywhere. */
  isRefused = false;
  /** Failed attempts at this destination. */
  failures = 0;
  /** How the latest attempt that ended went: `unknown`, or a code of DESTINATION_ERRORS. */
  last: string | undefined;
  /** When the first attempt began, monotonic. */
  begunAt: number | undefined;
  /** The destination has it (202), but hasn't said that it takes it over. */
  isUnknown = false;
  /** The destination has reported on the call since it was first offered this: its 202 is no question any more. */
  isReported = false;
  /** Those under way. */
  attempts: readonly AbortController[] = NONE;
  /** How many attempts were begun. */
  turns = 0;
  /** When the next attempt is due, monotonic. */
  dueAt = 0;
  /** Cancels the timer of the next attempt. */
  cancelNext = nothing;

  constructor(offer: Offer, step: StepName) {
    this.offer = offer;
    this.step = step;
  }

  /**
   * What it did for another destination, before the routes or destinations were changed, says nothing about this one.
   * Returns whether it is another.
   */
  turnTo(destination: Destination): boolean {
    if (this.destination === destination) return false;
    this.destination = destination;
    this.failures = 0;
    this.isRefused = false;
    this.isUnknown = false;
    this.isReported = false;
    return true;
  }

  /** The configuration was read again: what was refused is offered as for the first time. */
  forgiven(): void {
    if (!this.isRefused) return;
    this.isRefused = false;
    this.failures = 0;
  }

  /** Ends its attempts, and begins no more. */
  end(): void {
    this.rest();
    for (const attempt of this.attempts) attempt.abort();
  }

  /** Begins no more attempts; those under way go on. */
  rest(): void {
    this.lane = undefined;
    this.disarm();
  }

  /** Cancels the timer of the next attempt. */
  disarm(): void {
    this.cancelNext();
    this.cancelNext = nothing;
  }

  /** Nothing will begin another attempt by itself. */
  get isAtRest(): boolean {
    return this.lane === undefined && this.cancelNext === nothing;
  }

  /** How it was doing at the moment when a limit passed. */
  situation(limitAt: number): Pick<Situation, 'isBegun' | 'last'> {
    const isBegun = this.begunAt !== undefined && this.begunAt < limitAt;
    return { isBegun, ...(this.last === undefined ? {} : { last: this.last }) };
  }
}
