// Deadlines of open calls: the answer, the steps of the escalation, and the end of a call that nobody closes.

import type { MissedDeadlines } from '../delivery/missed-deadlines.ts';
import { causeOf, type Situation } from '../domain/breach.ts';
import { type Call, isAtLeast, latestPress } from '../domain/call.ts';
import type { CallBook } from '../domain/call-book.ts';
import { type CallDue, duesOf, type Moments, momentOf, nextOf } from '../domain/deadline.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Downlink } from '../domain/ports/downlink.ts';
import type { Log } from '../domain/ports/log.ts';
import type { AssignedPress } from '../domain/press.ts';
import type { Route } from '../domain/route.ts';
import { Timers } from '../system/timers.ts';

export interface DeadlinesDeps {
  downlink: Downlink;
  clock: Clock;
  log: Log;
  book: CallBook;
  breaches: MissedDeadlines;
  routeOf: (call: Call) => Route;
  /** How the delivery of a press was doing when a limit, counted from the opening of its call, had passed. */
  situationOf: (press: AssignedPress, limitAt: number) => Situation;
  /** The answer of a call was due, and nobody has answered. */
  tellMissed: (call: Call) => void;
  /** Offers the press to the n-th step of the escalation, from 1. */
  escalate: (press: AssignedPress, step: number) => void;
  /** Offers that no longer. */
  endStep: (call: Call, step: number) => void;
  /** Writes a call as it is now, again until it is written. Rejects when it isn't at first. */
  write: (call: Call) => Promise<void>;
  /** Closes a call that nobody closes. */
  close: (call: Call) => Promise<unknown>;
}

/** The steps of one call's escalation that were begun in this run, and those of them that were accepted. */
interface Steps {
  begun: Set<number>;
  accepted: Set<number>;
}

const NO_STEPS: ReadonlySet<number> = new Set();

export class Deadlines {
  readonly #deps: DeadlinesDeps;
  readonly #timers: Timers;
  readonly #moments = new Map<string, Moments>();
  readonly #steps = new Map<string, Steps>();

  constructor(deps: DeadlinesDeps) {
    this.#deps = deps;
    this.#timers = new Timers(deps.clock);
  }

  /** A call that was open when the gateway last ended. */
  restore(call: Call): void {
    const { clock } = this.#deps;
    const utc = clock.utc();
    const monotonic = clock.monotonic();
    const openedAt = momentOf(call.openedAt, utc, monotonic);
    const movedAt = momentOf(call.reached[call.stage] ?? call.openedAt, utc, monotonic);
    this.#moments.set(call.callId, { openedAt, movedAt });
    this.arm(call);
  }

  /** A press of the call arrived at this moment; the first one opened it. */
  opened(call: Call, arrivedAt: number): void {
    if (this.#moments.has(call.callId)) return;
    this.#moments.set(call.callId, { openedAt: arrivedAt, movedAt: arrivedAt });
    this.arm(call);
  }

  /** The call has moved on. Returns how long ago it was opened. */
  moved(call: Call): number {
    const movedAt = this.#deps.clock.monotonic();
    const { openedAt } = this.#moments.get(call.callId) ?? { openedAt: movedAt };
    this.#moments.set(call.callId, { openedAt, movedAt });
    if (isAtLeast(call, 'answered')) this.#endEscalation(call);
    this.arm(call);
    return movedAt - openedAt;
  }

  /** Waits for what the call, as it and its route now are, has due next. */
  arm(call: Call): void {
    const { routeOf, clock } = this.#deps;
    const moments = this.#moments.get(call.callId);
    if (moments === undefined) return;
    const begun = this.#steps.get(call.callId)?.begun ?? NO_STEPS;
    const due = nextOf(duesOf(call, routeOf(call), moments, begun, clock.monotonic()));
    if (due === undefined) this.#timers.cancel(call.callId);
    else this.#timers.after(call.callId, due.afterMs, () => void this.#fellDue(call.callId, due));
  }

  /** A step was accepted. Returns up to which step all are, counted from 1. */
  stepAccepted(call: Call, step: number): number {
    const accepted = this.#steps.get(call.callId)?.accepted.add(step) ?? NO_STEPS;
    let all = call.escalated ?? 0;
    while (accepted.has(all + 1)) all++;
    return all;
  }

  /** The call is closed and forgotten. */
  drop({ callId }: Call): void {
    this.#timers.cancel(callId);
    this.#moments.delete(callId);
    this.#steps.delete(callId);
  }

  stop(): void {
    this.#timers.stop();
  }

  async #fellDue(callId: string, due: CallDue): Promise<void> {
    const { book, log } = this.#deps;
    const call = book.find(callId);
    if (call === undefined) return;
    try {
      if (due.what === 'escalation') this.#escalate(call, due.step);
      else if (due.what === 'answered') await this.#missed(call);
      else await this.#deps.close(call);
    } catch (error) {
      log.error({ call_id: callId, error }, 'deadline not stored, trying again');
    }
  }

  #escalate(call: Call, step: number): void {
    const steps = this.#steps.get(call.callId) ?? { begun: new Set(), accepted: new Set() };
    steps.begun.add(step);
    this.#steps.set(call.callId, steps);
    this.arm(call);
    this.#deps.log.warn({ call_id: call.callId, step }, 'nobody has answered: escalated');
    this.#deps.escalate(latestPress(call), step);
  }

  #endEscalation(call: Call): void {
    for (const step of this.#steps.get(call.callId)?.begun ?? NO_STEPS) {
      this.#deps.endStep(call, step);
    }
  }

  async #missed(call: Call): Promise<void> {
    const { book, write, clock, downlink, breaches, tellMissed, routeOf, situationOf } = this.#deps;
    const missed = { ...call, missed: { answered: clock.utc() } };
    book.update(missed);
    this.arm(missed);
    downlink.progress(missed);
    tellMissed(missed);
    const { answerMs: limitMs } = routeOf(call).limits;
    const { openedAt } = this.#moments.get(call.callId) ?? { openedAt: clock.monotonic() };
    const cause = isAtLeast(call, 'accepted')
      ? 'platform_slow'
      : causeOf(situationOf(latestPress(call), openedAt + limitMs));
    const tookMs = clock.monotonic() - openedAt;
    breaches.ofCall(call, { limit: 'answered', cause, limitMs, tookMs });
    await write(missed);
  }
}
