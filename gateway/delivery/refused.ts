// What destinations will never take: who rests, who is offered all the same, and what nobody wants.
import { pauseAfter } from '../domain/limits.ts';
import type { Job, RouteAttempt } from './route-attempt.ts';

export class Refused {
  /** Refused at every part of their routes that was begun. */
  readonly #jobs = new Set<Job>();

  /** How many are refused everywhere. */
  get size(): number {
    return this.#jobs.size;
  }

  /**
   * What becomes of a job that is refused at parts of its route. Returns those that are to be offered again all the same,
   * after the pause of `pauseOf`: none but those of a red press for which nobody else is left.
   */
  review(job: Job): readonly RouteAttempt[] {
    if (!isRefusedByAll(job)) return [];
    this.#jobs.add(job);
    if (job.offer.severity !== 'red') return [];
    return job.routeAttempts.filter(
      (routeAttempt) => routeAttempt.isRefused && routeAttempt.isAtRest,
    );
  }

  /** Somebody may take it after all, or it is over. */
  delete(job: Job): void {
    this.#jobs.delete(job);
  }
}

/** By every part of its route that was begun and leads somewhere. */
export function isRefusedByAll({ routeAttempts }: Job): boolean {
  const isOffered = routeAttempts.some(
    (routeAttempt) => !routeAttempt.isRefused && !routeAttempt.isWithoutRoute,
  );
  return !isOffered && routeAttempts.some((routeAttempt) => routeAttempt.isRefused);
}

/** The longest of the lane: a destination that has said no is not asked every few moments. */
export function pauseOf({ offer }: Job): number {
  return pauseAfter(offer.route().limits, Number.MAX_SAFE_INTEGER);
}
