// The life of a call, in its order: claim the identity of a press, assign it to a call, write both, receipt, offer,
// accepted, answered, closed. Who needs to hear of it listens to `events`.

import { Deliveries, type DeliveriesStatus } from '../delivery/deliveries.ts';
import type { DestinationOutcomes } from '../delivery/destination-outcomes.ts';
import { Settlements } from '../delivery/settlements.ts';
import { advanceCall, type Call, type CallStage, isAtLeast, latestPress } from '../domain/call.ts';
import { type Assignment, CallBook, laneOf } from '../domain/call-book.ts';
import type { CallEvents } from '../domain/call-events.ts';
import { type CallDue, momentOf } from '../domain/deadline.ts';
import type { Limits } from '../domain/limits.ts';
import { causeOf } from '../domain/missed-deadline.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destinations } from '../domain/ports/destination.ts';
import type { DeviceDirectory } from '../domain/ports/directory.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Meter } from '../domain/ports/meter.ts';
import { type AssignedPress, type KeyName, type Press, pressId } from '../domain/press.ts';
import type { ReportResult } from '../domain/report.ts';
import type { Route, Routes } from '../domain/route.ts';
import { NOT_DUE } from '../system/due-heap.ts';
import { Emitter } from '../system/emitter.ts';
import { type Scheduled, Scheduler } from '../system/scheduler.ts';
import { Timers } from '../system/timers.ts';
import { Deadlines } from './deadlines.ts';

export interface CallLifecycleDeps {
  journal: Journal;
  directory: DeviceDirectory;
  clock: Clock;
  log: Log;
  routes: Routes;
  destinations: Destinations;
  meter: Meter;
  /** Hears how attempts end; undefined: nobody asks. */
  outcomes?: DestinationOutcomes | undefined;
}

/** For metrics and health. */
export interface CallsStatus extends DeliveriesStatus {
  openCalls: Record<KeyName, number>;
}

/** One press between its arrival and its receipt. It is its own timer, because every press of a flood has one. */
class Incoming implements Scheduled {
  readonly press: Press;
  readonly limits: Limits;
  /** On monotonic time. */
  readonly arrivedAt: number;
  /** It was not on disk in time. */
  isLate = false;
  /** That it is late is recorded. When it came before and could not be stored, that was done then. */
  isRecorded: boolean;
  assignment: Assignment | undefined;
  dueAt = 0;
  dueOrder = 0;
  duePlace = NOT_DUE;
  readonly #late: (incoming: Incoming) => void;

  constructor(
    press: Press,
    limits: Limits,
    arrivedAt: number,
    isRecorded: boolean,
    late: (incoming: Incoming) => void,
  ) {
    this.press = press;
    this.limits = limits;
    this.arrivedAt = arrivedAt;
    this.isRecorded = isRecorded;
    this.#late = late;
  }

  wake(): void {
    this.#late(this);
  }
}

/** Under which subject the journal remembers the newest call of a lane when that is closed. */
const FORMER = 'former-call/';

export class CallLifecycle {
  readonly events = new Emitter<CallEvents>();
  readonly #deps: CallLifecycleDeps;
  readonly #book = new CallBook();
  readonly #deliveries: Deliveries;
  readonly #deadlines: Deadlines;
  /** Calls that could not be written as they are, until they are written again. */
  readonly #unwritten: Timers;
  readonly #settlements: Settlements;
  /** Presses that are being written, until they are late. */
  readonly #late: Scheduler<Incoming>;
  readonly #handleLate = (incoming: Incoming) => this.#handleSlowDisk(incoming);

  constructor(deps: CallLifecycleDeps) {
    this.#deps = deps;
    const { clock } = deps;
    this.#late = new Scheduler(clock);
    const { events } = this;
    this.#unwritten = new Timers(clock);
    this.#settlements = new Settlements(clock, deps.log);
    this.#deadlines = new Deadlines({ clock, events });
    this.#deliveries = new Deliveries({ ...deps, book: this.#book, events });
    events.on('pressOffered', ({ callId, destination }) => this.#noteOffer(callId, destination));
    events.on('pressTakenOver', ({ press }) => this.#acceptCall(press));
    events.on('stepTakenOver', ({ callId, step }) => this.#acceptStep(callId, step));
    events.on('callDue', ({ callId, due }) => void this.#handleDue(callId, due));
  }

  /** Takes up what was open when the gateway last ended. The journal is started. */
  async start(): Promise<void> {
    const { journal, log } = this.#deps;
    for (const call of await journal.openCalls()) {
      this.#book.restore(call);
      this.#deadlines.restore(call, this.#routeOf(call));
    }
    for (const { subject, state } of await journal.remembered()) {
      if (!subject.startsWith(FORMER) || typeof state !== 'string') continue;
      this.#book.restoreFormer(subject.slice(FORMER.length), state);
    }
    const presses = await journal.openPresses();
    for (const key of ['red', 'green']) {
      for (const press of presses) {
        if (press.key !== key) continue;
        this.#deliveries.offer(press, this.#arrivalOf(press), true);
      }
    }
    if (presses.length > 0) log.info({ presses: presses.length }, 'presses were open');
    journal.onRecovery(() => {
      this.#recover().catch((error) => log.error({ error }, 'the journal could not be read'));
    });
  }

  /** A press whose writing failed may be on disk after all: it is offered like any other. */
  async #recover(): Promise<void> {
    for (const press of await this.#deps.journal.openPresses()) {
      const since = this.#book.unstoredSince(press);
      if (since !== undefined) this.#offerStored(press, since);
    }
  }

  /**
   * Begins no more attempts, lets those under way end for at most `graceMs`, and writes what they bring.
   * What was not accepted is still due in the journal.
   */
  async stop(graceMs = 5_000): Promise<void> {
    this.#deadlines.stop();
    this.#unwritten.stop();
    this.#settlements.stopRetrying();
    await this.#deliveries.stop(graceMs);
    await this.#settlements.idle();
  }

  /** The routes or destinations are others now: what waits for them goes its new way. */
  replan(): void {
    this.#deliveries.replan();
    for (const call of this.#book.all()) this.#deadlines.arm(call, this.#routeOf(call));
  }

  // Claim, assign, write.

  /**
   * Resolves when the press is on disk, and its receipt may go out. A red press that isn't there in time is sent
   * all the same; one that can't be stored too, and then it rejects.
   */
  async take(press: Press): Promise<'stored' | 'duplicate'> {
    const { journal, clock } = this.#deps;
    const arrivedAt = clock.monotonic();
    const limits = this.#routeOf(press).limits;
    const isRecorded = this.#book.isUnstored(press);
    const incoming = new Incoming(press, limits, arrivedAt, isRecorded, this.#handleLate);
    this.#late.set(incoming, arrivedAt + limits.storedMs);
    try {
      // Claim, assignment and press are one write: the journal asks for the assignment when it finds the identity new.
      const appended = await journal.appendPress(press, () => this.#assign(incoming));
      if (appended.outcome === 'duplicate') return 'duplicate';
      const { record } = appended;
      if (incoming.isLate) this.#handleSlowDisk(incoming);
      const tookMs = clock.monotonic() - arrivedAt;
      this.events.emit('pressStored', { press: record, tookMs });
      this.#checkAge(record, limits);
      this.#offerStored(record, arrivedAt);
      return 'stored';
    } catch (error) {
      const assignment = this.#assign(incoming);
      this.#handleSlowDisk(incoming);
      if (press.key === 'green') {
        this.#book.rememberUnstored(assignment, arrivedAt);
        this.#book.uncover(assignment);
      }
      throw error;
    } finally {
      this.#late.cancel(incoming);
    }
  }

  /** The call that the press opens or joins, chosen once. */
  #assign(incoming: Incoming): Assignment {
    incoming.assignment ??= this.#book.assign(incoming.press);
    return incoming.assignment;
  }

  /** Its limit has passed, or it can't be stored: a red press goes without the disk. */
  #handleSlowDisk(incoming: Incoming): void {
    const { press, limits, arrivedAt } = incoming;
    incoming.isLate = true;
    if (press.key === 'red' && !this.#book.isUnstored(press)) {
      this.#offerUnstored(this.#assign(incoming), arrivedAt);
    }
    // Until the journal has looked, a green one may be a duplicate.
    if (incoming.isRecorded || incoming.assignment === undefined) return;
    incoming.isRecorded = true;
    const { storedMs: limitMs } = limits;
    const tookMs = this.#deps.clock.monotonic() - arrivedAt;
    this.events.emit('pressLimitMissed', {
      press: incoming.assignment.press,
      missed: { limit: 'stored', cause: 'disk', limitMs, tookMs },
    });
  }

  /** A press that was old when it arrived has missed a limit before the gateway could do anything. */
  #checkAge(press: AssignedPress, { lateMs: limitMs }: Limits): void {
    const { ageMs: tookMs } = press;
    if (tookMs <= limitMs) return;
    const missed = { limit: 'late', cause: 'device_late', limitMs, tookMs } as const;
    this.events.emit('pressLimitMissed', { press, missed });
  }

  // Offer.

  #offerStored(press: AssignedPress, arrivedAt: number): void {
    const { log, clock } = this.#deps;
    const { key, callId: call_id, joined } = press;
    // A line for each call; what joins one is followed by its acceptance.
    if (!joined) log.info({ press: pressId(press), key, call_id }, 'call opened');
    // One that failed to be stored before has waited since it came first: its limits too.
    const since = this.#book.unstoredSince(press) ?? arrivedAt;
    // A destination may have taken over a press that went without the disk: then only that is to be written.
    if (this.#book.markStored(press)) this.#settle(press);
    else this.#deliveries.offer(press, since, true, clock.monotonic());
    const call = this.#book.find(press.callId);
    if (call === undefined) return;
    this.#deadlines.opened(call, this.#routeOf(call), since);
    // Also of a call that it opened: the receipt may get lost, and the light must not go dark over it.
    this.events.emit('callChanged', { call });
  }

  #offerUnstored(unstored: Assignment, arrivedAt: number): void {
    const { press, call } = unstored;
    this.#book.rememberUnstored(unstored, arrivedAt);
    this.#deliveries.offer(press, arrivedAt, false);
    this.#deadlines.opened(call, this.#routeOf(call), arrivedAt);
    this.#checkAge(press, this.#routeOf(press).limits);
  }

  /** In memory at once, on disk with the next change of the call: without one it is offered again after a restart. */
  #noteOffer(callId: string, destination: string): void {
    const call = this.#book.find(callId);
    if (call === undefined || call.offeredTo?.includes(destination)) return;
    this.#book.update({ ...call, offeredTo: [...(call.offeredTo ?? []), destination] });
  }

  // Accepted.

  /** A destination has taken over the press. The device hears of it at once, whatever the journal does: it is true. */
  #acceptCall(press: AssignedPress): void {
    this.#book.markAccepted(press);
    const call = this.#book.find(press.callId);
    // A call that was accepted before covers more now.
    if (call && this.#moveOn(call, 'accepted') === call) this.events.emit('callChanged', { call });
    this.#settle(press);
  }

  /** Writes the end of a delivery, with its call as it is then, again until it is written. */
  #settle(press: AssignedPress): void {
    const { journal, log } = this.#deps;
    const id = pressId(press);
    this.#settlements.settle({
      id,
      subject: { press: id },
      write: () => {
        const call = this.#book.find(press.callId);
        return journal.update({ ...(call ? { call } : {}), settled: press });
      },
      pauseMs: () => this.#routeOf(press).limits.besideMs,
      written: () => log.info({ press: id, call_id: press.callId }, 'press accepted'),
    });
  }

  // Answered: by a report of the platform, or by nobody, and then the call is escalated.

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

  async #handleDue(callId: string, due: CallDue): Promise<void> {
    const call = this.#book.find(callId);
    if (call === undefined) return;
    try {
      if (due.what === 'escalation') this.#escalate(call, due.step);
      else if (due.what === 'answered') await this.#missAnswer(call);
      // Nobody has closed it.
      else await this.#advance(call, 'closed');
    } catch (error) {
      this.#deps.log.error({ call_id: callId, error }, 'deadline not stored, trying again');
    }
  }

  #escalate(call: Call, step: number): void {
    this.#deadlines.stepBegun(call, this.#routeOf(call), step);
    this.#deps.log.warn({ call_id: call.callId, step }, 'nobody has answered: escalated');
    this.#deliveries.escalate(latestPress(call), step);
  }

  #acceptStep(callId: string, step: number): void {
    const call = this.#book.find(callId);
    if (call === undefined) return;
    const escalated = { ...call, escalated: this.#deadlines.stepTakenOver(call, step) };
    this.#book.update(escalated);
    const failed = (error: unknown) =>
      this.#deps.log.error({ call_id: callId, error }, 'escalation not stored');
    void this.#advance(escalated, 'accepted').catch(failed);
  }

  async #missAnswer(call: Call): Promise<void> {
    const { clock } = this.#deps;
    const route = this.#routeOf(call);
    const overdue = { ...call, missed: { answered: clock.utc() } };
    this.#book.update(overdue);
    this.#deadlines.arm(overdue, route);
    this.events.emit('callChanged', { call: overdue });
    const { answerMs: limitMs } = route.limits;
    const openedAt = this.#deadlines.openedAt(call);
    const cause = isAtLeast(call, 'accepted')
      ? 'platform_slow'
      : causeOf(this.#deliveries.situation(latestPress(call), openedAt + limitMs));
    const tookMs = clock.monotonic() - openedAt;
    const missed = { limit: 'answered', cause, limitMs, tookMs } as const;
    this.events.emit('answerMissed', { call: overdue, missed });
    await this.#write(overdue);
  }

  // Every step forward, until the call is closed, written as closed, and forgotten.

  /** The device hears of it at once. Rejects when it could not be written yet. */
  async #advance(call: Call, stage: CallStage): Promise<Call> {
    const advanced = this.#moveOn(call, stage);
    await this.#write(advanced);
    return advanced;
  }

  /** The same call when it is there already or further. */
  #moveOn(call: Call, stage: CallStage): Call {
    const { clock, log } = this.#deps;
    const advanced = advanceCall(call, stage, clock.utc());
    if (advanced === call) return call;
    this.#book.update(advanced);
    const openMs = this.#deadlines.movedOn(advanced, this.#routeOf(advanced));
    if (isAtLeast(advanced, 'answered')) this.#endEscalation(advanced);
    log.info({ call_id: call.callId, stage }, 'call moved on');
    this.events.emit('callChanged', { call: advanced });
    this.events.emit('callMovedOn', { call: advanced, from: call.stage, openMs });
    return advanced;
  }

  #endEscalation(call: Call): void {
    for (const step of this.#deadlines.stepsBegun(call)) this.#deliveries.withdrawStep(call, step);
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

  #forget(call: Call): void {
    if (this.#book.isNewest(call)) {
      this.#deps.journal.remember({ subject: FORMER + laneOf(call), state: call.callId });
    }
    this.#book.drop(call);
    this.#deadlines.drop(call);
  }

  // What others ask.

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

  /** Something was refused that may be taken when it is offered again. */
  get hasRefusals(): boolean {
    return this.#deliveries.hasRefusals;
  }

  status(): CallsStatus {
    return { openCalls: this.#book.openCalls, ...this.#deliveries.status() };
  }

  #routeOf({ key, deviceId }: Press | Call): Route {
    const { routes, directory } = this.#deps;
    return routes.of(key, directory.find(deviceId)?.group ?? '');
  }

  /** When a press arrived, possibly in an earlier run, on the monotonic time of this one. */
  #arrivalOf({ receivedAt }: Press): number {
    const { clock } = this.#deps;
    return momentOf(receivedAt, clock.utc(), clock.monotonic());
  }
}
