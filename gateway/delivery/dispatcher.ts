// The dispatcher: offers presses and notices along their routes until somebody takes them over. Retries end only at
// destinations that will never take them.
import type { Situation } from '../domain/breach.ts';
import { pauseAfter } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destination, Destinations, Outcome } from '../domain/ports/destination.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import { destinationAt, type StepName } from '../domain/route.ts';
import { Emitter } from '../system/emitter.ts';
import { carries, deliver, NOT_CARRIED, type Refusal } from './attempt.ts';
import { Jobs } from './jobs.ts';
import type { Lane } from './lane.ts';
import { type LaneLoads, Lanes } from './lanes.ts';
import type { Offer } from './offer.ts';
import { isRefusedByAll, pauseOf, Refused } from './refused.ts';
import { type Job, RouteAttempt } from './route-attempt.ts';

export interface DispatcherDeps {
  clock: Clock;
  log: Log;
  meter: Meter;
  destinations: Destinations;
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
  readonly #lanes = new Lanes<RouteAttempt>((leg, lane) => this.#takeTurn(leg, lane));
  readonly #jobs = new Jobs<O>();
  readonly #running = new Set<Promise<void>>();
  readonly #refused = new Refused();
  #stopped = false;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
  }

  /** Starts to offer it at one part of its route, unless that was begun before. */
  begin(offer: O, step: StepName): void {
    if (this.#stopped) return;
    const job = this.#jobs.find(offer.id) ?? this.#jobs.add(offer);
    if (job.legs.some((leg) => leg.step === step)) return;
    const leg = new RouteAttempt(job, step);
    // Not pushed: an array that grows takes room for seventeen.
    job.legs = [...job.legs, leg];
    this.#enqueue(leg);
  }

  find(id: string): O | undefined {
    return this.#jobs.find(id)?.offer;
  }

  isBegun(id: string, step: StepName): boolean {
    return this.#jobs.find(id)?.legs.some((leg) => leg.step === step) ?? false;
  }

  /** What is being offered, the oldest first. */
  *offers(): Iterable<O> {
    for (const { offer } of this.#jobs.all()) yield offer;
  }

  get size(): number {
    return this.#jobs.size;
  }

  /** How many are refused by every destination of their routes. */
  get refused(): number {
    return this.#refused.size;
  }

  /** Some destination has refused something that is still on its way. */
  get hasRefusals(): boolean {
    for (const { legs } of this.#jobs.all()) if (legs.some((leg) => leg.isRefused)) return true;
    return false;
  }

  loads(): LaneLoads {
    return this.#lanes.loads();
  }

  /** How the first part of its route was doing at the moment when a limit passed. */
  situation(id: string, limitAt: number): Pick<Situation, 'isBegun' | 'last'> {
    return this.#jobs.find(id)?.legs[0]?.situation(limitAt) ?? { isBegun: false };
  }

  /** True when the route leads to a destination that exists. */
  hasRoute(offer: Offer): boolean {
    return this.#destinationOf(offer, 'first') !== undefined;
  }

  /** One of these destinations reported on the call: what it has of it counts as taken over. */
  confirm(callId: string, by: readonly string[] | undefined): void {
    for (const { legs } of [...this.#jobs.ofCall(callId)]) {
      for (const leg of legs) {
        const { destination } = leg;
        if (destination === undefined || !(by?.includes(destination.name) ?? true)) continue;
        leg.isReported = true;
        if (leg.isUnknown) this.#concludeAt(leg, destination.name);
      }
    }
  }

  /** A destination has taken it over with another offer, which tells the same. */
  conclude(id: string, destination: string): void {
    const leg = this.#jobs.find(id)?.legs[0];
    if (leg) this.#concludeAt(leg, destination);
  }

  /** It is not to be offered any longer. */
  withdraw(id: string): void {
    const job = this.#jobs.find(id);
    if (job === undefined) return;
    job.isSettled = true;
    for (const leg of job.legs) leg.end();
    this.#forget(job);
  }

  /**
   * The routes or destinations are others now: what waits for another one goes there at once, and what was refused
   * is offered again.
   */
  replan(): void {
    for (const job of this.#jobs.all()) {
      this.#refused.delete(job);
      const others = job.legs.filter((leg) => this.#isToMove(leg));
      for (const leg of job.legs) leg.forgiven();
      for (const leg of others) this.#enqueue(leg);
    }
  }

  /** Begins nothing new; gives attempts under way so long to end, then ends them. What is not accepted stays due. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    const legs = [...this.#jobs.all()].flatMap((job) => job.legs);
    for (const leg of legs) leg.rest();
    if (graceMs > 0 && this.#running.size > 0) {
      let cancel = () => {};
      const grace = new Promise<void>((resolve) => {
        cancel = this.#deps.clock.after(graceMs, resolve);
      });
      await Promise.race([Promise.allSettled([...this.#running]), grace]);
      cancel();
    }
    for (const leg of legs) leg.end();
  }

  #destinationOf(offer: Offer, step: StepName): Destination | undefined {
    const name = destinationAt(offer.route(), step);
    return name === undefined ? undefined : this.#deps.destinations.find(name);
  }

  /** Where it goes now is not where it went: also when another destination is behind the name. */
  #isToMove(leg: RouteAttempt): boolean {
    const { isWithoutRoute, isRefused, destination } = leg;
    const isOther = destination !== this.#destinationOf(leg.job.offer, leg.step);
    return isWithoutRoute || isRefused || isOther;
  }

  /** Lets it wait for its turn. Without a destination it rests until the routes are others. */
  #enqueue(leg: RouteAttempt): void {
    leg.disarm();
    if (this.#stopped || leg.job.isSettled) return;
    const { offer } = leg.job;
    const destination = this.#destinationOf(offer, leg.step);
    leg.isWithoutRoute = destination === undefined;
    if (destination === undefined) {
      leg.rest();
      if (this.#jobs.isFirstOfCall(leg.job)) {
        this.#deps.log.warn(offer.fields, 'no route: kept, not forwarded');
      }
      this.#review(leg.job);
      return;
    }
    if (leg.lane?.at === destination) return;
    const isFirst = leg.turnTo(destination);
    const lane = this.#lanes.of(offer.severity, destination, isFirst);
    leg.lane = lane;
    lane.add(leg);
  }

  #takeTurn(leg: RouteAttempt, lane: Lane<RouteAttempt, Destination>): Promise<void> | undefined {
    // It was accepted meanwhile, or waits in another lane.
    if (leg.lane !== lane || leg.job.isSettled) return undefined;
    leg.lane = undefined;
    const destination = this.#destinationOf(leg.job.offer, leg.step);
    if (destination !== lane.at) {
      this.#enqueue(leg);
      return undefined;
    }
    const attempt = this.#attempt(leg, destination);
    this.#running.add(attempt);
    void attempt.finally(() => this.#running.delete(attempt));
    return attempt;
  }

  async #attempt(leg: RouteAttempt, destination: Destination): Promise<void> {
    const { clock, meter } = this.#deps;
    const { name } = destination;
    const offer = leg.job.offer as O;
    const delivery = offer.delivery(leg.step);
    const { limits } = offer.route();
    const controller = new AbortController();
    const began = clock.monotonic();
    leg.begunAt ??= began;
    leg.isRefused = false;
    const turn = ++leg.turns;
    leg.attempts.push(controller);
    const cancelTimeout = clock.after(limits.attemptMs, () => controller.abort());
    this.#enqueueAfter(leg, limits.besideMs);
    const isCarried = carries(destination, delivery);
    if (isCarried) this.events.emit('offered', { offer, destination: name });
    const outcome = isCarried
      ? await deliver(destination, delivery, controller.signal)
      : NOT_CARRIED;
    cancelTimeout();
    leg.attempts.splice(leg.attempts.indexOf(controller), 1);
    if (leg.job.isSettled) return;
    const result = 'code' in outcome ? outcome.code : outcome.kind;
    meter.attempted(name, offer.severity, result, clock.monotonic() - began);
    if (outcome.kind === 'accepted') this.#concludeAt(leg, name);
    // The answer of a destination that it is not bound for any more says nothing about the one that it is.
    else if (leg.destination === destination)
      this.#tryAgain(leg, outcome, name, turn === leg.turns);
  }

  /** `isNewest`: no other attempt was begun since that one. */
  #tryAgain(
    leg: RouteAttempt,
    outcome: Exclude<Outcome, { kind: 'accepted' }>,
    destination: string,
    isNewest: boolean,
  ): void {
    const { offer } = leg.job;
    const { limits } = offer.route();
    if (outcome.kind === 'refused') {
      this.#giveUp(leg, outcome, destination);
      return;
    }
    if (!leg.isRefused) this.#refused.delete(leg.job);
    if (outcome.kind === 'unknown') {
      if (leg.isReported || offer.isArrivalEnough()) {
        this.#concludeAt(leg, destination);
        return;
      }
      leg.last = 'unknown';
      leg.isUnknown = true;
      if (!leg.isRefused) this.#enqueueAfter(leg, limits.acceptMs);
      this.#deps.log.info({ ...offer.fields, destination }, 'delivered, acceptance unknown');
      return;
    }
    const { code, detail, afterMs = 0 } = outcome;
    const fields = { ...offer.fields, code, detail, destination };
    leg.failures++;
    // An older attempt changes nothing about one that was refused since.
    if (leg.isRefused) {
      this.#deps.log.warn(fields, 'delivery failed');
      return;
    }
    leg.last = code;
    // What the destination asks for may lengthen the pause up to the lane's longest, but never shorten it.
    // NaN is nothing that it asks for.
    const asked = afterMs > 0 ? Math.min(afterMs, pauseOf(leg.job)) : 0;
    const pause = Math.max(asked, pauseAfter(limits, leg.failures));
    // An older attempt puts off none that is due beside it.
    const isDueBefore = leg.dueAt <= this.#deps.clock.monotonic() + pause;
    if (isNewest || !isDueBefore) this.#enqueueAfter(leg, pause);
    this.#deps.log.warn(fields, 'delivery failed, trying again');
  }

  /** The fallback begins at once. What is refused everywhere rests, but for a red press: that is never given up. */
  #giveUp(leg: RouteAttempt, { code, detail }: Refusal, destination: string): void {
    const { job, step } = leg;
    const offer = job.offer as O;
    leg.last = code;
    leg.failures++;
    leg.rest();
    if (step === 'first' && offer.route().fallback) this.begin(offer, 'fallback');
    leg.isRefused = true;
    this.#review(job);
    const what = leg.isAtRest ? 'not offered there again' : 'offered again, for it is red';
    const fields = { ...offer.fields, code, detail, destination };
    this.#deps.log.error(fields, `delivery refused: ${what}`);
    if (leg.isAtRest && isRefusedByAll(job)) this.events.emit('refusedByAll', { offer });
  }

  /** Somebody is still to be asked, or a red press goes back to those who refused it. */
  #review(job: Job): void {
    for (const leg of this.#refused.review(job)) this.#enqueueAfter(leg, pauseOf(job));
  }

  #enqueueAfter(leg: RouteAttempt, milliseconds: number): void {
    leg.disarm();
    if (this.#stopped) return;
    leg.dueAt = this.#deps.clock.monotonic() + milliseconds;
    leg.cancelNext = this.#deps.clock.after(milliseconds, () => this.#enqueue(leg));
  }

  /** It is taken over: all its attempts end, and whoever waits for that hears of it. */
  #concludeAt(leg: RouteAttempt, destination: string): void {
    const { job } = leg;
    if (job.isSettled) return;
    job.isSettled = true;
    for (const one of job.legs) one.end();
    // Forgotten only afterwards: whoever hears of it may still ask how the delivery went.
    this.events.emit('takenOver', { offer: job.offer as O, destination });
    this.#forget(job);
  }

  #forget(job: Job): void {
    this.#jobs.delete(job);
    this.#refused.delete(job);
  }
}
