// One offer at one step of its route (first, fallback, escalation): its attempts at the destination there, their failures
// and pauses.
import type { Situation } from '../domain/missed-deadline.ts';
import type { Destination } from '../domain/ports/destination.ts';
import type { StepName } from '../domain/route.ts';
import type { Lane } from './lane.ts';
import type { Offer } from './offer.ts';

/** One offer under way, until somebody has taken it over. */
export interface Job {
  readonly offer: Offer;
  routeAttempts: readonly RouteAttempt[];
  isSettled: boolean;
}

const nothing = () => {};

export class RouteAttempt {
  readonly job: Job;
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
  /** Those under way. An array: an empty set takes 0.2 kB of each of the 100,000 that may wait. */
  readonly attempts: AbortController[] = [];
  /** How many attempts were begun. */
  turns = 0;
  /** When the next attempt is due, monotonic. */
  dueAt = 0;
  /** Cancels the timer of the next attempt. */
  cancelNext = nothing;

  constructor(job: Job, step: StepName) {
    this.job = job;
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
