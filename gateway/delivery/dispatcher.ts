// The dispatcher: offers presses and notices along their routes until somebody takes them over. Retries end only at
// destinations that will never take them.

import { pauseAfter, type Severity } from '../domain/limits.ts';
import type { Situation } from '../domain/missed-deadline.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destination, Destinations, Outcome } from '../domain/ports/destination.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import { destinationAt, type StepName } from '../domain/route.ts';
import { Emitter } from '../system/emitter.ts';
import { carries, deliver, NOT_CARRIED, type Refusal } from './attempt.ts';
import type { DestinationOutcomes } from './destination-outcomes.ts';
import type { Lane } from './lane.ts';
import { type LaneLoads, Lanes } from './lanes.ts';
import { type Offer, RouteAttempt } from './offer.ts';
import { Offers } from './offers.ts';
import { isRefusedByAll, pauseOf, Refused } from './refused.ts';

export interface DispatcherDeps {
  clock: Clock;
  log: Log;
  meter: Meter;
  destinations: Destinations;
  /** Hears how attempts end; undefined: nobody asks. */
  outcomes?: DestinationOutcomes | undefined;
}

/** What becomes of an offer. `destination` is a name. */
export interface DispatcherEvents<O extends Offer> {
  /** An attempt begins: from now on that destination may know of it. */
  offered: { offer: O; destination: string };
  /** A destination took it over: once per offer, which is found until this has been heard. */
  takenOver: { offer: O; destination: string };
  /** Every destination of its route refused it: it rests until the routes or destinations are others. */
  refusedByAll: { offer: O };
}

export class Dispatcher<O extends Offer> {
  readonly events = new Emitter<DispatcherEvents<O>>();
  readonly #deps: DispatcherDeps;
  readonly #lanes = new Lanes<RouteAttempt>((routeAttempt, lane) =>
    this.#takeTurn(routeAttempt, lane),
  );
  readonly #offers = new Offers<O>();
  readonly #running = new Set<Promise<void>>();
  readonly #refused = new Refused();
  #stopped = false;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  /**
   * Starts to offer it at one part of its route, unless that was begun before. Returns what is offered under its id: this
   * one, or one that came before it.
   */
  begin(offer: O, step: StepName): O {
    if (this.#stopped) return offer;
    const known = this.#offers.known(offer);
    const begun = known ?? offer;
    if (attemptAt(begun, step)) return begun;
    if (known === undefined) this.#offers.add(offer);
    const routeAttempt = new RouteAttempt(begun, step);
    if (step === 'fallback') begun.fallback = routeAttempt;
    else begun.first = routeAttempt;
    this.#enqueue(routeAttempt);
    return begun;
  }

  find(id: string): O | undefined {
    return this.#offers.find(id);
  }

  isBegun(id: string, step: StepName): boolean {
    const offer = this.#offers.find(id);
    return offer !== undefined && attemptAt(offer, step) !== undefined;
  }

  /** What is being offered, red before green and the oldest first. */
  offers(): Iterable<O> {
    return this.#offers.all();
  }

  /** What is being offered of one severity, the oldest first. */
  offersOf(severity: Severity): Iterable<O> {
    return this.#offers.of(severity);
  }

  get size(): number {
    return this.#offers.size;
  }

  /** How many are refused by every destination of their routes. */
  get refused(): number {
    return this.#refused.size;
  }

  /** Some destination has refused something that is still on its way. */
  get hasRefusals(): boolean {
    for (const { routeAttempts } of this.#offers.all())
      if (routeAttempts.some((routeAttempt) => routeAttempt.isRefused)) return true;
    return false;
  }

  loads(): LaneLoads {
    return this.#lanes.loads();
  }

  /** How the first part of its route was doing at the moment when a limit passed. */
  situation(id: string, limitAt: number): Pick<Situation, 'isBegun' | 'last'> {
    return this.#offers.find(id)?.first?.situation(limitAt) ?? { isBegun: false };
  }

  /** True when the route leads to a destination that exists. */
  hasRoute(offer: Offer): boolean {
    return this.#destinationOf(offer, 'first') !== undefined;
  }

  /** One of these destinations reported on the call: what it has of it counts as taken over. */
  confirm(callId: string, by: readonly string[] | undefined): void {
    for (const { routeAttempts } of [...this.#offers.ofCall(callId)]) {
      for (const routeAttempt of routeAttempts) {
        const { destination } = routeAttempt;
        if (destination === undefined || !(by?.includes(destination.name) ?? true)) continue;
        routeAttempt.isReported = true;
        if (routeAttempt.isUnknown) this.#concludeAt(routeAttempt, destination.name);
      }
    }
  }

  /** A destination has taken it over with another offer, which tells the same. */
  conclude(id: string, destination: string): void {
    const routeAttempt = this.#offers.find(id)?.first;
    if (routeAttempt) this.#concludeAt(routeAttempt, destination);
  }

  /** It is not to be offered any longer. */
  withdraw(id: string): void {
    const offer = this.#offers.find(id);
    if (offer === undefined) return;
    this.#settle(offer);
    this.#forget(offer);
  }

  /**
   * The routes or destinations are others now: what waits for another one goes there at once, and what was refused
   * is offered again.
   */
  replan(): void {
    for (const offer of this.#offers.all()) {
      this.#refused.delete(offer);
      const moving = offer.routeAttempts.filter((routeAttempt) => this.#isToMove(routeAttempt));
      for (const routeAttempt of offer.routeAttempts) routeAttempt.forgiven();
      for (const routeAttempt of moving) this.#enqueue(routeAttempt);
    }
  }

  /** Begins nothing new; gives attempts under way so long to end, then ends them. What is not accepted stays due. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    const routeAttempts = [...this.#offers.all()].flatMap((offer) => offer.routeAttempts);
    for (const routeAttempt of routeAttempts) routeAttempt.rest();
    if (graceMs > 0 && this.#running.size > 0) {
      let cancel = () => {};
      const grace = new Promise<void>((resolve) => {
        cancel = this.#deps.clock.after(graceMs, resolve);
      });
      await Promise.race([Promise.allSettled([...this.#running]), grace]);
      cancel();
    }
    for (const routeAttempt of routeAttempts) routeAttempt.end();
  }

  #destinationOf(offer: Offer, step: StepName): Destination | undefined {
    const name = destinationAt(offer.route(), step);
    return name === undefined ? undefined : this.#deps.destinations.find(name);
  }

  /** Where it goes now is not where it went: also when another destination is behind the name. */
  #isToMove(routeAttempt: RouteAttempt): boolean {
    const { isWithoutRoute, isRefused, destination } = routeAttempt;
    const isOther = destination !== this.#destinationOf(routeAttempt.offer, routeAttempt.step);
    return isWithoutRoute || isRefused || isOther;
  }

  /** Lets it wait for its turn. Without a destination it rests until the routes are others. */
  #enqueue(routeAttempt: RouteAttempt): void {
    routeAttempt.disarm();
    if (this.#stopped || routeAttempt.offer.isSettled) return;
    const { offer } = routeAttempt;
    const destination = this.#destinationOf(offer, routeAttempt.step);
    routeAttempt.isWithoutRoute = destination === undefined;
    if (destination === undefined) {
      routeAttempt.rest();
      if (this.#offers.isFirstOfCall(offer)) {
        this.#deps.log.warn(offer.fields, 'no route: kept, not forwarded');
      }
      this.#review(offer);
      return;
    }
    if (routeAttempt.lane?.at === destination) return;
    const isFirst = routeAttempt.turnTo(destination);
    const lane = this.#lanes.of(offer.severity, destination, isFirst);
    routeAttempt.lane = lane;
    lane.add(routeAttempt);
  }

  #takeTurn(
    routeAttempt: RouteAttempt,
    lane: Lane<RouteAttempt, Destination>,
  ): Promise<void> | undefined {
    // It was accepted meanwhile, or waits in another lane.
    if (routeAttempt.lane !== lane || routeAttempt.offer.isSettled) return undefined;
    routeAttempt.lane = undefined;
    const destination = this.#destinationOf(routeAttempt.offer, routeAttempt.step);
    if (destination !== lane.at) {
      this.#enqueue(routeAttempt);
      return undefined;
    }
    const attempt = this.#attempt(routeAttempt, destination);
    this.#running.add(attempt);
    void attempt.finally(() => this.#running.delete(attempt));
    return attempt;
  }

  async #attempt(routeAttempt: RouteAttempt, destination: Destination): Promise<void> {
    const { clock, meter } = this.#deps;
    const { name } = destination;
    const offer = routeAttempt.offer as O;
    const delivery = offer.delivery(routeAttempt.step);
    const { limits } = offer.route();
    const controller = new AbortController();
    const began = clock.monotonic();
    routeAttempt.begunAt ??= began;
    routeAttempt.isRefused = false;
    const turn = ++routeAttempt.turns;
    routeAttempt.attempts = [...routeAttempt.attempts, controller];
    const cancelTimeout = clock.after(limits.attemptMs, () => controller.abort());
    this.#enqueueAfter(routeAttempt, limits.besideMs);
    const isCarried = carries(destination, delivery);
    if (isCarried) this.events.emit('offered', { offer, destination: name });
    const outcome = isCarried
      ? await deliver(destination, delivery, controller.signal)
      : NOT_CARRIED;
    cancelTimeout();
    routeAttempt.attempts = routeAttempt.attempts.filter((other) => other !== controller);
    if (routeAttempt.offer.isSettled) return;
    this.#deps.outcomes?.record(destination, offer.severity, outcome);
    const result = 'code' in outcome ? outcome.code : outcome.kind;
    meter.attempted(name, offer.severity, result, clock.monotonic() - began);
    if (outcome.kind === 'accepted') this.#concludeAt(routeAttempt, name);
    // The answer of a destination that it is not bound for any more says nothing about the one that it is.
    else if (routeAttempt.destination === destination)
      this.#tryAgain(routeAttempt, outcome, name, turn === routeAttempt.turns);
  }

  /** `isNewest`: no other attempt was begun since that one. */
  #tryAgain(
    routeAttempt: RouteAttempt,
    outcome: Exclude<Outcome, { kind: 'accepted' }>,
    destination: string,
    isNewest: boolean,
  ): void {
    const { offer } = routeAttempt;
    const { limits } = offer.route();
    if (outcome.kind === 'refused') {
      this.#giveUp(routeAttempt, outcome, destination);
      return;
    }
    if (!routeAttempt.isRefused) this.#refused.delete(offer);
    if (outcome.kind === 'unknown') {
      if (routeAttempt.isReported || offer.isArrivalEnough()) {
        this.#concludeAt(routeAttempt, destination);
        return;
      }
      routeAttempt.last = 'unknown';
      routeAttempt.isUnknown = true;
      if (!routeAttempt.isRefused) this.#enqueueAfter(routeAttempt, limits.acceptMs);
      this.#deps.log.info({ ...offer.fields, destination }, 'delivered, acceptance unknown');
      return;
    }
    const { code, detail, afterMs = 0 } = outcome;
    const fields = { ...offer.fields, code, detail, destination };
    routeAttempt.failures++;
    // An older attempt changes nothing about one that was refused since.
    if (routeAttempt.isRefused) {
      this.#deps.log.warn(fields, 'delivery failed');
      return;
    }
    routeAttempt.last = code;
    // What the destination asks for may lengthen the pause up to the lane's longest, but never shorten it.
    // NaN is nothing that it asks for.
    const asked = afterMs > 0 ? Math.min(afterMs, pauseOf(offer)) : 0;
    const pause = Math.max(asked, pauseAfter(limits, routeAttempt.failures));
    // An older attempt puts off none that is due beside it.
    const isDueBefore = routeAttempt.dueAt <= this.#deps.clock.monotonic() + pause;
    if (isNewest || !isDueBefore) this.#enqueueAfter(routeAttempt, pause);
    this.#deps.log.warn(fields, 'delivery failed, trying again');
  }

  /** The fallback begins at once. What is refused everywhere rests, but for a red press: that is never given up. */
  #giveUp(routeAttempt: RouteAttempt, { code, detail }: Refusal, destination: string): void {
    const { step } = routeAttempt;
    const offer = routeAttempt.offer as O;
    routeAttempt.last = code;
    routeAttempt.failures++;
    routeAttempt.rest();
    if (step === 'first' && offer.route().fallback) this.begin(offer, 'fallback');
    routeAttempt.isRefused = true;
    this.#review(offer);
    const what = routeAttempt.isAtRest ? 'not offered there again' : 'offered again, for it is red';
    const fields = { ...offer.fields, code, detail, destination };
    this.#deps.log.error(fields, `delivery refused: ${what}`);
    if (routeAttempt.isAtRest && isRefusedByAll(offer)) this.events.emit('refusedByAll', { offer });
  }

  /** Somebody is still to be asked, or a red press goes back to those who refused it. */
  #review(offer: Offer): void {
    for (const routeAttempt of this.#refused.review(offer))
      this.#enqueueAfter(routeAttempt, pauseOf(offer));
  }

  #enqueueAfter(routeAttempt: RouteAttempt, milliseconds: number): void {
    routeAttempt.disarm();
    if (this.#stopped) return;
    routeAttempt.dueAt = this.#deps.clock.monotonic() + milliseconds;
    routeAttempt.cancelNext = this.#deps.clock.after(milliseconds, () =>
      this.#enqueue(routeAttempt),
    );
  }

  /** It is taken over: all its attempts end, and whoever waits for that hears of it. */
  #concludeAt(routeAttempt: RouteAttempt, destination: string): void {
    const offer = routeAttempt.offer as O;
    if (offer.isSettled) return;
    this.#settle(offer);
    // Forgotten only afterwards: whoever hears of it may still ask how the delivery went.
    this.events.emit('takenOver', { offer, destination });
    this.#forget(offer);
  }

  #settle(offer: Offer): void {
    offer.isSettled = true;
    for (const routeAttempt of offer.routeAttempts) routeAttempt.end();
  }

  #forget(offer: Offer): void {
    this.#offers.delete(offer);
    this.#refused.delete(offer);
  }
}

function attemptAt(offer: Offer, step: StepName): RouteAttempt | undefined {
  return step === 'fallback' ? offer.fallback : offer.first;
}
