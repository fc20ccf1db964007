// Offers presses along their routes until a destination has taken each over, and watches their limits meanwhile.

import type { Call } from '../domain/call.ts';
import type { CallBook } from '../domain/call-book.ts';
import type { CallEvents } from '../domain/call-events.ts';
import { nextOf, type PressDue, pressDuesOf } from '../domain/deadline.ts';
import { causeOf, type Situation } from '../domain/missed-deadline.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destinations } from '../domain/ports/destination.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import { type AssignedPress, type KeyName, pressId } from '../domain/press.ts';
import type { Routes } from '../domain/route.ts';
import type { Emitter } from '../system/emitter.ts';
import { Scheduler } from '../system/scheduler.ts';
import type { DestinationOutcomes } from './destination-outcomes.ts';
import { Dispatcher } from './dispatcher.ts';
import type { LaneLoads } from './lanes.ts';
import { escalationId, PressOffer, type PressSources } from './press-offer.ts';

export interface DeliveriesDeps {
  directory: DeviceDirectory;
  clock: Clock;
  log: Log;
  routes: Routes;
  destinations: Destinations;
  meter: Meter;
  /** Hears how attempts end; undefined: nobody asks. */
  outcomes?: DestinationOutcomes | undefined;
  book: Pick<CallBook, 'find'>;
  /** `pressOffered`, `pressTakenOver`, `stepTakenOver` and `pressLimitMissed` are told to it. */
  events: Emitter<CallEvents>;
}

export interface DeliveriesStatus {
  lanes: LaneLoads;
  /** How long ago the oldest press arrived that nobody has accepted, milliseconds; absent when there is none. */
  oldestPressMs: Partial<Record<KeyName, number>>;
  /** How many are refused by every destination of their routes. */
  refused: number;
}

export class Deliveries {
  readonly #deps: DeliveriesDeps;
  readonly #sources: PressSources;
  readonly #dispatcher: Dispatcher<PressOffer>;
  /** The next limit of each press that nobody has taken over. */
  readonly #limits: Scheduler<PressOffer>;
  #isStopped = false;

  constructor(deps: DeliveriesDeps) {
    this.#deps = deps;
    const { routes, directory, book, events } = deps;
    this.#sources = {
      routes,
      directory,
      findCall: (callId) => book.find(callId),
      fellDue: (offer) => this.#fallDue(offer),
    };
    this.#limits = new Scheduler(deps.clock);
    this.#dispatcher = new Dispatcher<PressOffer>(deps);
    this.#dispatcher.events.on('offered', ({ offer, destination }) => {
      events.emit('pressOffered', { callId: offer.callId, destination });
    });
    this.#dispatcher.events.on('takenOver', ({ offer, destination }) => {
      if (offer.escalation === undefined) this.#endPress(offer);
      else this.#endStep(offer, offer.escalation, destination);
    });
  }

  /**
   * Offers a press that arrived at this moment of monotonic time, unless it is being offered. `storedAt` is
   * when it was written in this run of the gateway.
   */
  offer(press: AssignedPress, arrivedAt: number, isStored: boolean, storedAt?: number): void {
    const offer = this.#offerOf(press, arrivedAt, isStored);
    const { acceptMs } = offer.route().limits;
    offer.wasStoredLate = storedAt !== undefined && storedAt - arrivedAt >= acceptMs;
    const offered = this.#dispatcher.begin(offer, 'first');
    if (offered === offer) this.#armLimits(offer);
    else offered.isStored = isStored;
  }

  /** Offers the press to the n-th step of its call's escalation, from 1. */
  escalate(press: AssignedPress, step: number): void {
    const now = this.#deps.clock.monotonic();
    this.#dispatcher.begin(this.#offerOf(press, now, true, step), step);
  }

  /** A step of the call's escalation is not to be offered any longer. */
  withdrawStep({ callId }: Call, step: number): void {
    this.#dispatcher.withdraw(escalationId(callId, step));
  }

  /** One of these destinations reported on the call: what it has of it (202) is taken over. */
  confirm(callId: string, by: readonly string[] | undefined): void {
    this.#dispatcher.confirm(callId, by);
  }

  /** How the delivery of a press was doing at the moment when a limit passed. */
  situation(press: AssignedPress, limitAt: number): Situation {
    const offer = this.#dispatcher.find(pressId(press)) ?? this.#offerOf(press, 0, true);
    return {
      hasRoute: this.#dispatcher.hasRoute(offer),
      wasStoredLate: offer.wasStoredLate,
      ...this.#dispatcher.situation(offer.id, limitAt),
    };
  }

  /** Something is offered that some destination refused. */
  get hasRefusals(): boolean {
    return this.#dispatcher.hasRefusals;
  }

  /** The routes or destinations are others now. */
  replan(): void {
    this.#dispatcher.replan();
    for (const offer of this.#dispatcher.offers()) {
      if (offer.escalation === undefined) this.#armLimits(offer);
    }
  }

  status(): DeliveriesStatus {
    const oldestPressMs: DeliveriesStatus['oldestPressMs'] = {};
    const now = this.#deps.clock.monotonic();
    for (const key of ['red', 'green'] as const) {
      const oldest = this.#oldestPress(key);
      if (oldest) oldestPressMs[key] = now - oldest.arrivedAt;
    }
    const { refused } = this.#dispatcher;
    return { lanes: this.#dispatcher.loads(), oldestPressMs, refused };
  }

  /** Lets attempts under way end for at most `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    this.#limits.clear();
    await this.#dispatcher.stop(graceMs);
  }

  /** Not all of them are looked at: 100,000 may wait, and a red press must not wait for that. */
  #oldestPress(key: KeyName): PressOffer | undefined {
    for (const offer of this.#dispatcher.offersOf(key)) {
      if (offer.escalation === undefined) return offer;
    }
    return undefined;
  }

  #offerOf(press: AssignedPress, arrivedAt: number, isStored: boolean, step?: number): PressOffer {
    return new PressOffer(press, arrivedAt, isStored, this.#sources, step);
  }

  /** The press is taken over. When that came too late the limit is missed, also when its timer had no turn yet. */
  #endPress(offer: PressOffer): void {
    const { press, arrivedAt } = offer;
    const { clock, events } = this.#deps;
    this.#limits.cancel(offer);
    const tookMs = clock.monotonic() - arrivedAt;
    if (tookMs > offer.route().limits.acceptMs) this.#missAcceptLimit(offer);
    events.emit('pressTakenOver', { press, tookMs });
  }

  /** Whoever has taken over a step of a call's escalation has taken over the press too. */
  #endStep({ press }: PressOffer, step: number, destination: string): void {
    this.#dispatcher.conclude(pressId(press), destination);
    this.#deps.events.emit('stepTakenOver', { callId: press.callId, step });
  }

  /** Waits for what the press has due next, by its route as it now is. */
  #armLimits(offer: PressOffer): void {
    if (this.#isStopped) return;
    const now = this.#deps.clock.monotonic();
    const due = this.#nextDue(offer, now);
    this.#limits.set(offer, due === undefined ? Number.POSITIVE_INFINITY : now + due.afterMs);
  }

  #nextDue(offer: PressOffer, now: number): PressDue | undefined {
    const route = offer.route();
    const done = {
      accepted: offer.hasMissedLimit,
      fallback: route.fallback !== undefined && this.#dispatcher.isBegun(offer.id, 'fallback'),
    };
    return nextOf(pressDuesOf(offer.arrivedAt, route, done, now));
  }

  #fallDue(offer: PressOffer): void {
    const due = this.#nextDue(offer, this.#deps.clock.monotonic());
    // Its route may have become another since it was armed, with longer limits.
    if (due?.afterMs === 0) {
      if (due.what === 'fallback') this.#dispatcher.begin(offer, 'fallback');
      else this.#missAcceptLimit(offer);
    }
    this.#armLimits(offer);
  }

  #missAcceptLimit(offer: PressOffer): void {
    if (offer.hasMissedLimit) return;
    offer.hasMissedLimit = true;
    const { press, arrivedAt } = offer;
    const { clock, events } = this.#deps;
    const { acceptMs: limitMs } = offer.route().limits;
    const cause = causeOf(this.situation(press, arrivedAt + limitMs));
    const tookMs = clock.monotonic() - arrivedAt;
    events.emit('pressLimitMissed', {
      press,
      missed: { limit: 'accepted', cause, limitMs, tookMs },
    });
  }
}
