// When to connect again: waits that double, with jitter, on a fast schedule for red and a slow one for the rest.
import type { Limits } from './settings.ts';

/** Longer than any schedule needs to reach its longest wait; keeps the power of two small. */
const MAX_DOUBLINGS = 16;

function wait(first: number, longest: number, failures: number, random: number): number {
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

  constructor(limits: Limits) {
    this.limits = limits;
    this.failures = 0;
    this.redFailures = 0;
  }

  /** An attempt failed, or a connection ended that was not yet worth a new start. */
  failed(red: boolean): void {
    this.failures++;
    this.redFailures = red ? this.redFailures + 1 : 0;
  }

  reset(): void {
    this.failures = 0;
    this.redFailures = 0;
  }

  /** Milliseconds to wait after the attempt that just ended. `random` is 0 to 1. */
  afterFailure(red: boolean, random: number): number {
    const limits = this.limits;
    if (red) {
      return wait(limits.redRetryFirst, limits.redRetryLongest, this.redFailures - 1, random);
    }
    return wait(limits.idleRetryFirst, limits.idleRetryLongest, this.failures - 1, random);
  }

  /**
   * Milliseconds from now until the next attempt when a red press comes during a wait that began
   * `waited` ms ago: soon, but not sooner than the red schedule would have had it.
   */
  cutShort(waited: number, random: number): number {
    const limits = this.limits;
    const allowed = wait(limits.redRetryFirst, limits.redRetryLongest, this.redFailures - 1, 0);
    const soon = (limits.redRetryFirst * random) / 2;
    return soon > allowed - waited ? soon : allowed - waited;
  }
}
