// When an open call has something due: its answer, the steps of its escalation, and its end when nobody closes it.

import type { Call } from '../domain/call.ts';
import type { CallEvents } from '../domain/call-events.ts';
import { duesOf, type Moments, momentOf, nextOf } from '../domain/deadline.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Route } from '../domain/route.ts';
import type { Emitter } from '../system/emitter.ts';
import { Timers } from '../system/timers.ts';

export interface DeadlinesDeps {
  clock: Clock;
  /** `callDue` is told to it. */
  events: Emitter<CallEvents>;
}

/** The steps of one call's escalation that were begun in this run, and those of them that were taken over. */
interface Steps {
  begun: Set<number>;
  takenOver: Set<number>;
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
  restore(call: Call, route: Route): void {
    const { clock } = this.#deps;
    const utc = clock.utc();
    const monotonic = clock.monotonic();
    const openedAt = momentOf(call.openedAt, utc, monotonic);
    const movedAt = momentOf(call.reached[call.stage] ?? call.openedAt, utc, monotonic);
    this.#moments.set(call.callId, { openedAt, movedAt });
    this.arm(call, route);
  }

  /** A press of the call arrived at this moment; the first one opened it. */
  opened(call: Call, route: Route, arrivedAt: number): void {
    if (this.#moments.has(call.callId)) return;
    this.#moments.set(call.callId, { openedAt: arrivedAt, movedAt: arrivedAt });
    this.arm(call, route);
  }

  /** The call has moved on. Returns how long ago it was opened. */
  movedOn(call: Call, route: Route): number {
    const movedAt = this.#deps.clock.monotonic();
    const openedAt = this.openedAt(call);
    this.#moments.set(call.callId, { openedAt, movedAt });
    this.arm(call, route);
    return movedAt - openedAt;
  }

  /** On monotonic time; now, for a call that isn't known here. */
  openedAt({ callId }: Call): number {
    return this.#moments.get(callId)?.openedAt ?? this.#deps.clock.monotonic();
  }

  /** Waits for what the call, as it and its route now are, has due next. */
  arm(call: Call, route: Route): void {
    const { clock, events } = this.#deps;
    const { callId } = call;
    const moments = this.#moments.get(callId);
    if (moments === undefined) return;
    const due = nextOf(duesOf(call, route, moments, this.stepsBegun(call), clock.monotonic()));
    if (due === undefined) this.#timers.cancel(callId);
    else this.#timers.after(callId, due.afterMs, () => events.emit('callDue', { callId, due }));
  }

  /** A step of the escalation is begun, and not due any more. */
  stepBegun(call: Call, route: Route, step: number): void {
    const steps = this.#steps.get(call.callId) ?? { begun: new Set(), takenOver: new Set() };
    steps.begun.add(step);
    this.#steps.set(call.callId, steps);
    this.arm(call, route);
  }

  stepsBegun({ callId }: Call): ReadonlySet<number> {
    return this.#steps.get(callId)?.begun ?? NO_STEPS;
  }

  /** A step was taken over. Returns up to which step all are, counted from 1. */
  stepTakenOver(call: Call, step: number): number {
    const takenOver = this.#steps.get(call.callId)?.takenOver.add(step) ?? NO_STEPS;
    let all = call.escalated ?? 0;
    while (takenOver.has(all + 1)) all++;
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
}
