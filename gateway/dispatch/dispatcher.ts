// The dispatcher: offers each press to its destination until it is accepted. Retries never end; red has lanes of its own.
import { type LaneLimits, pauseAfter } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Delivery, Destination, Outcome } from '../domain/ports/destination.ts';
import type { Log } from '../domain/ports/log.ts';
import { type AssignedPress, type KeyName, pressId } from '../domain/press.ts';
import { Lane } from './lane.ts';

interface Job {
  delivery: Delivery;
  destination: Destination;
  failures: number;
  /** The destination has it, but hasn't said that it takes it over. */
  unknown: boolean;
  settled: boolean;
  /** Waits in its lane already. */
  waiting: boolean;
  isFirst: boolean;
  attempts: Set<AbortController>;
  cancelNext: () => void;
}

export interface DispatcherParts {
  clock: Clock;
  log: Log;
  limits: Record<KeyName, LaneLimits>;
  /** Called once per press, when a destination took it over. */
  onAccepted: (press: AssignedPress) => void;
}

const nothing = () => {};

export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #lanes: Record<KeyName, { first: Lane; repeated: Lane }>;
  readonly #jobs = new Map<string, Job>();
  #stopped = false;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    const lanes = ({ concurrency, repeats }: LaneLimits) => {
      return { first: new Lane(concurrency), repeated: new Lane(repeats) };
    };
    this.#lanes = { red: lanes(parts.limits.red), green: lanes(parts.limits.green) };
  }

  /** Starts to offer a press. A press that is being offered already is not offered twice. */
  submit(delivery: Delivery, destination: Destination): void {
    const id = pressId(delivery.press);
    if (this.#jobs.has(id) || this.#stopped) return;
    const job: Job = {
      ...{ delivery, destination, failures: 0, unknown: false, settled: false },
      ...{ waiting: false, isFirst: true },
      ...{ attempts: new Set<AbortController>(), cancelNext: nothing },
    };
    this.#jobs.set(id, job);
    this.#enqueue(job);
  }

  /** The platform reported on the call: what it has of it counts as accepted. */
  confirm(callId: string): void {
    for (const job of this.#jobs.values()) {
      if (job.unknown && job.delivery.press.callId === callId) this.#accept(job);
    }
  }

  /** True while the press or another of its call is, or was, offered to a destination. */
  isOffering(callId: string): boolean {
    for (const job of this.#jobs.values()) {
      if (job.delivery.press.callId === callId && (job.attempts.size > 0 || job.failures > 0)) {
        return true;
      }
    }
    return false;
  }

  /** Ends every attempt. What was not accepted is still due in the journal. */
  stop(): void {
    this.#stopped = true;
    for (const job of this.#jobs.values()) this.#end(job);
  }

  #limits(job: Job): LaneLimits {
    return this.#parts.limits[job.delivery.press.key];
  }

  #enqueue(job: Job): void {
    if (job.waiting) return;
    job.waiting = true;
    const { first, repeated } = this.#lanes[job.delivery.press.key];
    (job.isFirst ? first : repeated).run(() => this.#attempt(job));
    job.isFirst = false;
  }

  async #attempt(job: Job): Promise<void> {
    job.waiting = false;
    if (job.settled) return;
    const { clock } = this.#parts;
    const limits = this.#limits(job);
    const controller = new AbortController();
    job.attempts.add(controller);
    const cancelTimeout = clock.after(limits.attemptMs, () => controller.abort());
    this.#enqueueAfter(job, limits.besideMs);
    const outcome = await job.destination.deliver(job.delivery, controller.signal);
    cancelTimeout();
    job.attempts.delete(controller);
    if (job.settled) return;
    if (outcome.kind === 'accepted') this.#accept(job);
    else this.#tryAgain(job, outcome);
  }

  #tryAgain(job: Job, outcome: Exclude<Outcome, { kind: 'accepted' }>): void {
    const limits = this.#limits(job);
    const fields = { press: pressId(job.delivery.press), call_id: job.delivery.press.callId };
    job.failures++;
    if (outcome.kind === 'unknown') {
      job.unknown = true;
      this.#enqueueAfter(job, limits.acceptMs);
      this.#parts.log.info(fields, 'delivered, acceptance unknown');
      return;
    }
    // What the destination asks for may lengthen the pause up to the lane's longest, but never shorten it.
    const longest = pauseAfter(limits, Number.MAX_SAFE_INTEGER);
    const asked = Math.min(outcome.afterMs ?? 0, longest);
    this.#enqueueAfter(job, Math.max(asked, pauseAfter(limits, job.failures)));
    const { code, detail } = outcome;
    const destination = job.destination.name;
    this.#parts.log.warn({ ...fields, code, detail, destination }, 'delivery failed, trying again');
  }

  #enqueueAfter(job: Job, milliseconds: number): void {
    job.cancelNext();
    if (this.#stopped) return;
    job.cancelNext = this.#parts.clock.after(milliseconds, () => this.#enqueue(job));
  }

  #accept(job: Job): void {
    this.#end(job);
    this.#jobs.delete(pressId(job.delivery.press));
    this.#parts.onAccepted(job.delivery.press);
  }

  #end(job: Job): void {
    job.settled = true;
    job.cancelNext();
    for (const controller of job.attempts) controller.abort();
  }
}
