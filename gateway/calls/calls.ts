// The life of calls: presses in, acceptance and reports back, and the news that goes down to the device.

import { Deliveries, type DeliveriesStatus } from '../delivery/deliveries.ts';
import { MissedDeadlines } from '../delivery/missed-deadlines.ts';
import { advanceCall, type Call, type CallStage, isAtLeast } from '../domain/call.ts';
import { type Assignment, CallBook, laneOf } from '../domain/call-book.ts';
import { momentOf } from '../domain/deadline.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destinations } from '../domain/ports/destination.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Downlink } from '../domain/ports/downlink.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { Notices } from '../domain/ports/supervisor.ts';
import { type AssignedPress, type KeyName, type Press, pressId } from '../domain/press.ts';
import type { Route, Routes } from '../domain/route.ts';
import { Timers } from '../system/timers.ts';
import { CallNotices } from './call-notices.ts';
import { Deadlines } from './deadlines.ts';
import { Presses } from './presses.ts';

export interface CallsDeps {
  journal: Journal;
  directory: DeviceDirectory;
  downlink: Downlink;
  clock: Clock;
  log: Log;
  routes: Routes;
  destinations: Destinations;
  meter: Meter;
  notices: Notices;
}

/** The answer to a report of the platform. */
export type ReportResult =
  | { ok: true; call: Call }
  | { ok: false; code: 'REPORT_UNKNOWN_CALL' | 'REPORT_NOT_DELIVERED' };

/** For metrics and health. */
export interface CallsStatus extends DeliveriesStatus {
  openCalls: Record<KeyName, number>;
}

/** Under which subject the journal remembers the newest call of a lane when that is closed. */
const FORMER = 'former-call/';

export class Calls {
  readonly #deps: CallsDeps;
  readonly #book = new CallBook();
  readonly #presses: Presses;
  readonly #deliveries: Deliveries;
  readonly #deadlines: Deadlines;
  readonly #progress: CallNotices;
  /** Calls that could not be written as they are. */
  readonly #unwritten: Timers;

  constructor(deps: CallsDeps) {
    this.#deps = deps;
    const book = this.#book;
    this.#unwritten = new Timers(deps.clock);
    const breaches = new MissedDeadlines(deps);
    this.#progress = new CallNotices(deps);
    const deliveries = new Deliveries({
      ...deps,
      book,
      breaches,
      onAccepted: (press) => this.#accepted(press),
      onStepAccepted: (callId, step) => this.#stepAccepted(callId, step),
    });
    this.#deliveries = deliveries;
    this.#deadlines = new Deadlines({
      ...deps,
      book,
      breaches,
      routeOf: (call) => this.#routeOf(call),
      situationOf: (press, limitAt) => deliveries.situation(press, limitAt),
      tellMissed: (call) => this.#progress.tell(call, 'unanswered'),
      escalate: (press, step) => deliveries.escalate(press, step),
      endStep: (call, step) => deliveries.endStep(call, step),
      write: (call) => this.#write(call),
      close: (call) => this.#advance(call, 'closed'),
    });
    this.#presses = new Presses({
      ...deps,
      book,
      breaches,
      limitsOf: (press) => this.#routeOf(press).limits,
      onStored: (press, arrivedAt) => this.#stored(press, arrivedAt),
      onUnstored: (unstored, arrivedAt) => this.#sendUnstored(unstored, arrivedAt),
    });
  }

  /** Takes up what was open when the gateway last ended. The journal is started. */
  async start(): Promise<void> {
    const { journal, log, clock } = this.#deps;
    for (const call of await journal.openCalls()) {
      this.#book.restore(call);
      this.#deadlines.restore(call);
    }
    for (const { subject, state } of await journal.remembered()) {
      if (!subject.startsWith(FORMER) || typeof state !== 'string') continue;
      this.#book.restoreFormer(subject.slice(FORMER.length), state);
    }
    const presses = await journal.openPresses();
    for (const key of ['red', 'green']) {
      for (const press of presses) {
        if (press.key !== key) continue;
        const arrivedAt = momentOf(press.receivedAt, clock.utc(), clock.monotonic());
        this.#deliveries.offer(press, arrivedAt, true);
      }
    }
    if (presses.length > 0) log.info({ presses: presses.length }, 'presses were open');
    journal.onRecovery(() => {
      this.#recover().catch((error) => log.error({ error }, 'the journal could not be read'));
    });
  }

  /** A press whose writing failed may be on disk after all: it is offered like any other. */
  async #recover(): Promise<void> {
    const { journal, clock } = this.#deps;
    for (const press of await journal.openPresses()) {
      if (!this.#book.isUnstored(press)) continue;
      this.#stored(press, momentOf(press.receivedAt, clock.utc(), clock.monotonic()));
    }
  }

  /**
   * Begins no more attempts, lets those under way end for at most `graceMs`, and writes what they bring.
   * What was not accepted is still due in the journal.
   */
  async stop(graceMs = 5_000): Promise<void> {
    this.#deadlines.stop();
    this.#unwritten.stop();
    await this.#deliveries.stop(graceMs);
  }

  /** The routes or destinations are others now: what waits for them goes its new way. */
  replan(): void {
    this.#deliveries.replan();
    for (const call of this.#book.all()) this.#deadlines.arm(call);
  }

  /** Something was refused that may be taken when it is offered again. */
  get hasRefusals(): boolean {
    return this.#deliveries.hasRefusals;
  }

  status(): CallsStatus {
    return { openCalls: this.#book.openCalls, ...this.#deliveries.status() };
  }

  /**
   * Resolves when the press is on disk. A red press that isn't there in time is sent all the same; one that
   * can't be stored too, and then it rejects.
   */
  take(press: Press): Promise<'stored' | 'duplicate'> {
    return this.#presses.take(press);
  }

  /** Calls that are not closed. */
  open(): Iterable<Call> {
    return this.#book.all();
  }

  /** It is not closed, so nobody has to look for it in the journal. */
  isOpen(callId: string): boolean {
    return this.#book.find(callId) !== undefined;
  }

  /** The calls that the light of a device has to know. */
  openCallsOf(deviceId: string): Call[] {
    return this.#book.newestOpenOf(deviceId);
  }

  /**
   * News of the platform about a call. May come early, late or repeated; resolves when it is on disk. `by`
   * names the destinations for which the reporter may speak: of calls that were offered to others it may not.
   */
  async report(callId: string, stage: CallStage, by?: readonly string[]): Promise<ReportResult> {
    const call = this.#book.find(callId) ?? (await this.#deps.journal.findCall(callId));
    if (call === undefined) return { ok: false, code: 'REPORT_UNKNOWN_CALL' };
    const mayReport = this.#offeredTo(call).some((name) => by?.includes(name) ?? true);
    if (!mayReport) return { ok: false, code: 'REPORT_NOT_DELIVERED' };
    this.#deliveries.confirm(callId, by);
    // What was confirmed has moved the call on; one that is closed and forgotten stays as it is.
    const current = this.#book.find(callId);
    return { ok: true, call: current ? await this.#advance(current, stage) : call };
  }

  /** Calls of an earlier version don't say it: when they were accepted, the route's first destination did it. */
  #offeredTo(call: Call): readonly string[] {
    const { to } = this.#routeOf(call);
    return call.offeredTo ?? (isAtLeast(call, 'accepted') && to !== undefined ? [to] : []);
  }

  #routeOf({ key, deviceId }: Press | Call): Route {
    const { routes, directory } = this.#deps;
    return routes.of(key, directory.find(deviceId)?.group ?? '');
  }

  #stored(press: AssignedPress, arrivedAt: number): void {
    const { log, downlink, clock } = this.#deps;
    const { key, callId: call_id, joined } = press;
    // A line for each call; what joins one is followed by its acceptance.
    if (!joined) log.info({ press: pressId(press), key, call_id }, 'call opened');
    // One that failed to be stored before has waited since it came first: its limits too, also after a restart.
    const isLate = this.#book.isUnstored(press);
    const since = isLate ? momentOf(press.receivedAt, clock.utc(), clock.monotonic()) : arrivedAt;
    if (this.#book.markStored(press)) this.#deliveries.settle(press);
    else this.#deliveries.offer(press, since, true, clock.monotonic());
    const call = this.#book.find(press.callId);
    if (call === undefined) return;
    this.#deadlines.opened(call, since);
    // Also of a call that it opened: the receipt may get lost, and the light must not go dark over it.
    downlink.progress(call);
  }

  #sendUnstored({ press, call }: Assignment, arrivedAt: number): void {
    this.#deliveries.offer(press, arrivedAt, false);
    this.#deadlines.opened(call, arrivedAt);
  }

  /** The device hears of it at once, whatever the journal does: it is true. */
  #accepted(press: AssignedPress): void {
    this.#book.markAccepted(press);
    const call = this.#book.find(press.callId);
    // A call that was accepted before covers more now.
    if (call && this.#moveOn(call, 'accepted') === call) this.#deps.downlink.progress(call);
  }

  #stepAccepted(callId: string, step: number): void {
    const call = this.#book.find(callId);
    if (call === undefined) return;
    const escalated = { ...call, escalated: this.#deadlines.stepAccepted(call, step) };
    this.#book.update(escalated);
    const failed = (error: unknown) =>
      this.#deps.log.error({ call_id: callId, error }, 'escalation not stored');
    void this.#advance(escalated, 'accepted').catch(failed);
  }

  /** The device hears of it at once. Rejects when it could not be written yet. */
  async #advance(call: Call, stage: CallStage): Promise<Call> {
    const advanced = this.#moveOn(call, stage);
    await this.#write(advanced);
    return advanced;
  }

  /** Written again until it is written; rejects all the same when it isn't at first. */
  async #write(call: Call): Promise<void> {
    const { callId } = call;
    try {
      await this.#deps.journal.update({ call });
    } catch (error) {
      const { besideMs } = this.#routeOf(call).limits;
      this.#unwritten.after(callId, besideMs, () => void this.#writeAgain(callId));
      throw error;
    }
    this.#unwritten.cancel(callId);
    if (call.stage === 'closed') this.#forget(call);
  }

  async #writeAgain(callId: string): Promise<void> {
    const call = this.#book.find(callId);
    const failed = (error: unknown) =>
      this.#deps.log.error({ call_id: callId, error }, 'call not stored, trying again');
    if (call) await this.#write(call).catch(failed);
  }

  /** The same call when it is there already or further. */
  #moveOn(call: Call, stage: CallStage): Call {
    const { clock, log, downlink, meter } = this.#deps;
    const advanced = advanceCall(call, stage, clock.utc());
    if (advanced === call) return call;
    this.#book.update(advanced);
    const openMs = this.#deadlines.moved(advanced);
    // A call that ends without an answer, by itself or not, has none to be timed.
    const isAnswer = !isAtLeast(call, 'answered') && stage !== 'accepted' && stage !== 'closed';
    if (isAnswer) meter.reached('answered', call.key, openMs);
    log.info({ call_id: call.callId, stage }, 'call moved on');
    downlink.progress(advanced);
    if (stage !== 'stored') this.#progress.tell(advanced, stage);
    return advanced;
  }

  #forget(call: Call): void {
    if (this.#book.isNewest(call)) {
      this.#deps.journal.remember({ subject: FORMER + laneOf(call), state: call.callId });
    }
    this.#book.drop(call);
    this.#deadlines.drop(call);
  }
}
