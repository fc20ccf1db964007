// When to connect again: waits that double, with jitter, on a fast schedule for red and a slow one for the rest.
import type { Limits } from './settings.ts';

/** Longer than any schedule needs to reach its longest wait; keeps the power of two small. */
const MAX_DOUBLINGS = 16;

/** A gateway that crashes again and again proves itself in between: idle devices then wait 32 to 64 s, not less. */
const PROVED_FAILURES = 5;

/** `first` doubled so many times, at most `longest`; half of it by chance. `random` is 0 to 1. */
export function wait(first: number, longest: number, failures: number, random: number): number {
  let nominal = first;
  for (let i = 0; i < failures && i < MAX_DOUBLINGS && nominal < longest; i++) nominal *= 2;
  if (nominal > longest) nominal = longest;
  // Half to whole: attempts of a district spread, and none comes at once.
  return nominal * (0.5 + random / 2);
}

export class Backoff {
  limits: Limits;
  /** Failed attempts in a row. */
  failures: number;
  /** Failed attempts in a row that were made with a red press waiting. */
  redFailures: number;
  /** Red need not wait long: the gateway had proved itself. */
  soon: boolean;

  constructor(limits: Limits) {
    this.limits = limits;
    this.failures = 0;
    this.redFailures = 0;
    this.soon = false;
  }

  /**
   * An attempt failed, or a connection ended. `proved`: the gateway had proved itself, which ends long waits
   * but doesn't start them anew.
   */
  failed(red: boolean, proved: boolean): void {
    if (proved && this.failures > PROVED_FAILURES) this.failures = PROVED_FAILURES;
    this.failures++;
    this.redFailures = red ? this.redFailures + 1 : 0;
    this.soon = proved;
  }

  /** A connection was sound for long. A red press that it didn't settle waits on, and is counted on. */
  reset(): void {
    this.failures = 0;
  }

  /** Milliseconds to wait after the attempt that just ended. `random` is 0 to 1. */
  afterFailure(red: boolean, random: number): number {
    const limits = this.limits;
    if (red) return this.redWait(random);
    return wait(limits.idleRetryFirst, limits.idleRetryLongest, this.failures - 1, random);
  }

  /**
   * Milliseconds from now until the next attempt when a red press comes during a wait that began
   * `waited` ms ago: soon, but not sooner than the red schedule would have had it.
   */
  cutShort(waited: number, random: number): number {
    const limits = this.limits;
    const allowed = this.redWait(0);
    // Not at once: first a light and a tone must show the press, because a connect may stand still.
    const soon = limits.redRetryFirst * (0.25 + random / 4);
    return soon > allowed - waited ? soon : allowed - waited;
  }

  /** Four times as many attempts before it doubles when it may be `soon`: not for ever, to spare the battery. */
  redWait(random: number): number {
    const limits = this.limits;
    const failures = this.soon ? this.redFailures >> 2 : this.redFailures - 1;
    return wait(limits.redRetryFirst, limits.redRetryLongest, failures, random);
  }
}
