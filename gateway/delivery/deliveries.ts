// The deliveries of presses: each along its route until somebody has taken it over, which is then written.
import type { Situation } from '../domain/breach.ts';
import type { Call } from '../domain/call.ts';
import type { CallBook } from '../domain/call-book.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destinations } from '../domain/ports/destination.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import { type AssignedPress, type KeyName, pressId } from '../domain/press.ts';
import type { Routes } from '../domain/route.ts';
import { Timers } from '../system/timers.ts';
import { Dispatcher } from './dispatcher.ts';
import type { LaneLoads } from './lanes.ts';
import type { MissedDeadlines } from './missed-deadlines.ts';
import { escalationId, PressOffer, type PressSources } from './offer.ts';
import { PressDeadlines } from './press-deadlines.ts';

export interface DeliveriesDeps {
  journal: Journal;
  directory: DeviceDirectory;
  clock: Clock;
  log: Log;
  routes: Routes;
  destinations: Destinations;
  meter: Meter;
  book: CallBook;
  breaches: MissedDeadlines;
  /** Somebody has taken over the press. It is written afterwards, with its call as it is then. */
  onAccepted: (press: AssignedPress) => void;
  /** Somebody has taken over a step of a call's escalation, and with it the press. */
  onStepAccepted: (callId: string, step: number) => void;
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
  readonly #deadlines: PressDeadlines;
  /** Acceptances that could not be written. */
  readonly #unsettled: Timers;
  readonly #writes = new Set<Promise<void>>();
  /** When each press arrived that nobody has accepted, the oldest first. */
  readonly #arrivals = { red: new Map<string, number>(), green: new Map<string, number>() };

  constructor(deps: DeliveriesDeps) {
    this.#deps = deps;
    const { routes, directory, book } = deps;
    this.#sources = { routes, directory, findCall: (callId) => book.find(callId) };
    this.#dispatcher = new Dispatcher<PressOffer>({
      ...deps,
      onOffered: (offer, destination) => this.#offered(offer, destination),
      onAccepted: (offer, destination) => this.#accepted(offer, destination),
    });
    this.#deadlines = new PressDeadlines({
      clock: deps.clock,
      breaches: deps.breaches,
      dispatcher: this.#dispatcher,
      situationOf: (press, limitAt) => this.situation(press, limitAt),
    });
    this.#unsettled = new Timers(deps.clock);
  }

  /**
   * Offers a press that arrived at this moment of monotonic time, unless it is being offered. `storedAt` is
   * when it was written in this run of the gateway.
   */
  offer(press: AssignedPress, arrivedAt: number, isStored: boolean, storedAt?: number): void {
    const offer = this.#offerOf(press, arrivedAt, isStored);
    const underWay = this.#dispatcher.find(offer.id);
    if (underWay) {
      underWay.isStored = isStored;
      return;
    }
    const { acceptMs } = offer.route().limits;
    offer.wasStoredLate = storedAt !== undefined && storedAt - arrivedAt >= acceptMs;
    this.#arrivals[press.key].set(offer.id, arrivedAt);
    this.#dispatcher.begin(offer, 'first');
    this.#deadlines.arm(offer);
  }

  /** Offers the press to the n-th step of its call's escalation, from 1. */
  escalate(press: AssignedPress, step: number): void {
    const now = this.#deps.clock.monotonic();
    this.#dispatcher.begin(this.#offerOf(press, now, true, step), step);
  }

  endStep({ callId }: Call, step: number): void {
    this.#dispatcher.withdraw(escalationId(callId, step));
  }

  /** One of these destinations reported on the call: what it has of it (202) is accepted. */
  confirm(callId: string, by: readonly string[] | undefined): void {
    this.#dispatcher.confirm(callId, by);
  }

  /** Writes the end of a delivery, again until it is written. */
  settle(press: AssignedPress): void {
    const write = this.#writeSettled(press);
    this.#writes.add(write);
    void write.finally(() => this.#writes.delete(write));
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
      if (offer.escalation === undefined) this.#deadlines.arm(offer);
    }
  }

  status(): DeliveriesStatus {
    const oldestPressMs: DeliveriesStatus['oldestPressMs'] = {};
    const now = this.#deps.clock.monotonic();
    for (const key of ['red', 'green'] as const) {
      // Not all of them are looked at: 100,000 may wait, and a red press must not wait for that.
      const [oldest] = this.#arrivals[key].values();
      if (oldest !== undefined) oldestPressMs[key] = now - oldest;
    }
    const { refused } = this.#dispatcher;
    return { lanes: this.#dispatcher.loads(), oldestPressMs, refused };
  }

  /** Lets attempts under way end for at most `graceMs`, and writes what they bring. */
  async stop(graceMs: number): Promise<void> {
    this.#deadlines.stop();
    this.#unsettled.stop();
    await this.#dispatcher.stop(graceMs);
    await Promise.allSettled([...this.#writes]);
  }

  #offerOf(press: AssignedPress, arrivedAt: number, isStored: boolean, step?: number): PressOffer {
    return new PressOffer(press, arrivedAt, isStored, this.#sources, step);
  }

  /** In memory at once, on disk with the next change of the call: without one it is offered again after a restart. */
  #offered({ callId }: PressOffer, destination: string): void {
    const { book } = this.#deps;
    const call = book.find(callId);
    if (call === undefined || call.offeredTo?.includes(destination)) return;
    book.update({ ...call, offeredTo: [...(call.offeredTo ?? []), destination] });
  }

  #accepted(offer: PressOffer, destination: string): void {
    const { press, arrivedAt, escalation } = offer;
    if (escalation !== undefined) {
      this.#dispatcher.accept(pressId(press), destination);
      this.#deps.onStepAccepted(press.callId, escalation);
      return;
    }
    const { clock, meter, onAccepted } = this.#deps;
    this.#arrivals[press.key].delete(offer.id);
    this.#deadlines.accepted(offer);
    meter.reached('accepted', press.key, clock.monotonic() - arrivedAt);
    onAccepted(press);
    this.settle(press);
  }

  async #writeSettled(press: AssignedPress): Promise<void> {
    const { journal, log, book } = this.#deps;
    const call = book.find(press.callId);
    try {
      await journal.update({ ...(call ? { call } : {}), settled: press });
      log.info({ press: pressId(press), call_id: press.callId }, 'press accepted');
    } catch (error) {
      log.error({ press: pressId(press), error }, 'acceptance not stored, trying again');
      const again = () => this.settle(press);
      const { besideMs } = this.#offerOf(press, 0, true).route().limits;
      this.#unsettled.after(pressId(press), besideMs, again);
    }
  }
}
