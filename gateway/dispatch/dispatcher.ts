// The dispatcher: offers presses and notices along their routes until somebody takes them over. Retries never end.
import type { Situation } from '../domain/breach.ts';
import { pauseAfter } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destination, Destinations, Outcome } from '../domain/ports/destination.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import { destinationAt, type StepName } from '../domain/route.ts';
import type { Lane } from './lane.ts';
import { type LaneLoads, Lanes } from './lanes.ts';
import { type Job, Leg } from './leg.ts';
import type { Offer } from './offer.ts';

export interface DispatcherParts<O extends Offer> {
  clock: Clock;
  log: Log;
  meter: Meter;
  destinations: Destinations;
  /** Called at every attempt: from now on that destination may know of it. */
  onOffered: (offer: O, destination: string) => void;
  /** Called once per offer, when a destination took it over. */
  onAccepted: (offer: O, destination: string) => void;
}

export class Dispatcher<O extends Offer> {
  readonly #parts: DispatcherParts<O>;
  readonly #lanes = new Lanes<Leg>((leg, lane) => this.#takeTurn(leg, lane));
  readonly #jobs = new Map<string, Job & { readonly offer: O }>();
  readonly #byCall = new Map<string, Job[]>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(parts: DispatcherParts<O>) {
    this.#parts = parts;
  }

  /** Starts to offer it at one part of its route, unless that was begun before. */
  begin(offer: O, step: StepName): void {
    if (this.#stopped) return;
    let job = this.#jobs.get(offer.id);
    if (job === undefined) {
      job = { offer, legs: [], isSettled: false };
      this.#keep(job);
    }
    if (job.legs.some((leg) => leg.step === step)) return;
    const leg = new Leg(job, step);
    // Not pushed: an array that grows takes room for seventeen.
    job.legs = [...job.legs, leg];
    this.#enqueue(leg);
  }

  find(id: string): O | undefined {
    return this.#jobs.get(id)?.offer;
  }

  isBegun(id: string, step: StepName): boolean {
    return this.#jobs.get(id)?.legs.some((leg) => leg.step === step) ?? false;
  }

  /** What is being offered, the oldest first. */
  *offers(): Iterable<O> {
    for (const { offer } of this.#jobs.values()) yield offer;
  }

  get size(): number {
    return this.#jobs.size;
  }

  loads(): LaneLoads {
    return this.#lanes.loads();
  }

  /** How the first part of its route was doing at the moment when a limit passed. */
  situation(id: string, limitAt: number): Pick<Situation, 'isBegun' | 'last'> {
    return this.#jobs.get(id)?.legs[0]?.situation(limitAt) ?? { isBegun: false };
  }

  /** True when the route leads to a destination that exists. */
  hasRoute(offer: Offer): boolean {
    return this.#destinationOf(offer, 'first') !== undefined;
  }

  /** One of these destinations reported on the call: what it has of it counts as accepted. */
  confirm(callId: string, by: readonly string[] | undefined): void {
    for (const { legs } of [...(this.#byCall.get(callId) ?? [])]) {
      for (const leg of legs) {
        const { destination } = leg;
        if (destination === undefined || !(by?.includes(destination) ?? true)) continue;
        leg.isReported = true;
        if (leg.isUnknown) this.#accept(leg, destination);
      }
    }
  }

  /** A destination has taken it over in another way. */
  accept(id: string, destination: string): void {
    const leg = this.#jobs.get(id)?.legs[0];
    if (leg) this.#accept(leg, destination);
  }

  /** It is not to be offered any longer. */
  withdraw(id: string): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    job.isSettled = true;
    for (const leg of job.legs) leg.end();
    this.#forget(job);
  }

  /** The routes or destinations are others now: what waits for another one goes there at once. */
  replan(): void {
    for (const { offer, legs } of this.#jobs.values()) {
      for (const leg of legs) {
        const name = destinationAt(offer.route(), leg.step);
        const isBound = leg.lane?.name ?? leg.destination;
        if (leg.isWithoutRoute || isBound !== name) this.#enqueue(leg);
      }
    }
  }

  /** Begins nothing new; gives attempts under way so long to end, then ends them. What is not accepted stays due. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    const legs = [...this.#jobs.values()].flatMap((job) => job.legs);
    for (const leg of legs) leg.rest();
    if (graceMs > 0 && this.#running.size > 0) {
      let cancel = () => {};
      const grace = new Promise<void>((resolve) => {
        cancel = this.#parts.clock.after(graceMs, resolve);
      });
      await Promise.race([Promise.allSettled([...this.#running]), grace]);
      cancel();
    }
    for (const leg of legs) leg.end();
  }

  #keep(job: Job & { readonly offer: O }): void {
    const { id, callId } = job.offer;
    this.#jobs.set(id, job);
    if (callId === undefined) return;
    const ofCall = this.#byCall.get(callId);
    if (ofCall) ofCall.push(job);
    else this.#byCall.set(callId, [job]);
  }

  /** A line for each call is enough: what joins one waits with it. */
  #isFirstOfCall({ offer }: Job): boolean {
    return offer.callId === undefined || this.#byCall.get(offer.callId)?.[0]?.offer === offer;
  }

  #destinationOf(offer: Offer, step: StepName): Destination | undefined {
    const name = destinationAt(offer.route(), step);
    return name === undefined ? undefined : this.#parts.destinations.find(name);
  }

  /** Lets it wait for its turn. Without a destination it rests until the routes are others. */
  #enqueue(leg: Leg): void {
    leg.cancelNext();
    if (this.#stopped || leg.job.isSettled) return;
    const { offer } = leg.job;
    const destination = this.#destinationOf(offer, leg.step);
    leg.isWithoutRoute = destination === undefined;
    if (destination === undefined) {
      leg.rest();
      if (this.#isFirstOfCall(leg.job)) {
        this.#parts.log.warn(offer.fields, 'no route: kept, not forwarded');
      }
      return;
    }
    const { name } = destination;
    const lane = this.#lanes.of(offer.severity, name, leg.destination !== name);
    if (leg.lane === lane) return;
    leg.lane = lane;
    lane.add(leg);
  }

  #takeTurn(leg: Leg, lane: Lane<Leg>): Promise<void> | undefined {
    // It was accepted meanwhile, or waits in another lane.
    if (leg.lane !== lane || leg.job.isSettled) return undefined;
    leg.lane = undefined;
    const destination = this.#destinationOf(leg.job.offer, leg.step);
    if (destination?.name !== lane.name) {
      this.#enqueue(leg);
      return undefined;
    }
    const attempt = this.#attempt(leg, destination);
    this.#running.add(attempt);
    void attempt.finally(() => this.#running.delete(attempt));
    return attempt;
  }

  async #attempt(leg: Leg, destination: Destination): Promise<void> {
    const { clock, meter, onOffered } = this.#parts;
    const { name } = destination;
    const offer = leg.job.offer as O;
    const { limits } = offer.route();
    const controller = new AbortController();
    const began = clock.monotonic();
    leg.turnTo(name);
    leg.begunAt ??= began;
    leg.attempts.push(controller);
    const cancelTimeout = clock.after(limits.attemptMs, () => controller.abort());
    this.#enqueueAfter(leg, limits.besideMs);
    onOffered(offer, name);
    const outcome = await deliver(destination, offer, leg.step, controller.signal);
    cancelTimeout();
    leg.attempts.splice(leg.attempts.indexOf(controller), 1);
    if (leg.job.isSettled) return;
    const result = 'code' in outcome ? outcome.code : outcome.kind;
    meter.attempted(name, offer.severity, result, clock.monotonic() - began);
    if (outcome.kind === 'accepted') this.#accept(leg, name);
    // The answer of a destination that is not on the route any more says nothing about the one that is.
    else if (leg.destination === name) this.#tryAgain(leg, outcome, name);
  }

  #tryAgain(leg: Leg, outcome: Exclude<Outcome, { kind: 'accepted' }>, destination: string): void {
    const { offer } = leg.job;
    const { limits } = offer.route();
    if (outcome.kind === 'unknown') {
      if (leg.isReported || offer.isArrivalEnough()) {
        this.#accept(leg, destination);
        return;
      }
      leg.last = 'unknown';
      leg.isUnknown = true;
      this.#enqueueAfter(leg, limits.acceptMs);
      this.#parts.log.info({ ...offer.fields, destination }, 'delivered, acceptance unknown');
      return;
    }
    const { code, detail } = outcome;
    const afterMs = outcome.kind === 'failed' ? outcome.afterMs : undefined;
    leg.last = code;
    leg.failures++;
    // What the destination asks for may lengthen the pause up to the lane's longest, but never shorten it.
    const longest = pauseAfter(limits, Number.MAX_SAFE_INTEGER);
    const pause = Math.max(Math.min(afterMs ?? 0, longest), pauseAfter(limits, leg.failures));
    this.#enqueueAfter(leg, pause);
    const fields = { ...offer.fields, code, detail, destination };
    this.#parts.log.warn(fields, 'delivery failed, trying again');
  }

  #enqueueAfter(leg: Leg, milliseconds: number): void {
    leg.cancelNext();
    if (this.#stopped) return;
    leg.cancelNext = this.#parts.clock.after(milliseconds, () => this.#enqueue(leg));
  }

  #accept(leg: Leg, destination: string): void {
    const { job } = leg;
    if (job.isSettled) return;
    job.isSettled = true;
    for (const one of job.legs) one.end();
    // It can still be asked how it went.
    this.#parts.onAccepted(job.offer as O, destination);
    this.#forget(job);
  }

  #forget(job: Job): void {
    const { id, callId } = job.offer;
    this.#jobs.delete(id);
    if (callId === undefined) return;
    const others = this.#byCall.get(callId)?.filter((one) => one !== job) ?? [];
    if (others.length > 0) this.#byCall.set(callId, others);
    else this.#byCall.delete(callId);
  }
}

/** Nothing that a destination does wrong may end the gateway. */
async function deliver(
  destination: Destination,
  offer: Offer,
  step: StepName,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return await destination.deliver(offer.delivery(step), signal);
  } catch (error) {
    const detail = error instanceof Error ? error.name : 'unknown';
    return { kind: 'failed', code: 'BROKEN', detail };
  }
}
