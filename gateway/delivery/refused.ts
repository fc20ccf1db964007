// What destinations will never take: who rests, who is offered all the same, and what nobody wants.
import { pauseAfter } from '../domain/limits.ts';
import type { Offer, RouteAttempt } from './offer.ts';

export class Refused {
  /** Refused at every part of their routes that was begun. */
  readonly #offers = new Set<Offer>();

  /** How many are refused everywhere. */
  get size(): number {
    return this.#offers.size;
  }

  /**
   * What becomes of an offer that is refused at parts of its route. Returns those that are to be offered again all the same,
   * after the pause of `pauseOf`: none but those of a red press for which nobody else is left.
   */
  review(offer: Offer): readonly RouteAttempt[] {
    if (!isRefusedByAll(offer)) return [];
    this.#offers.add(offer);
    if (offer.severity !== 'red') return [];
    return offer.routeAttempts.filter(
      (routeAttempt) => routeAttempt.isRefused && routeAttempt.isAtRest,
    );
  }

  /** Somebody may take it after all, or it is over. */
  delete(offer: Offer): void {
    this.#offers.delete(offer);
  }
}

/** By every part of its route that was begun and leads somewhere. */
export function isRefusedByAll({ first, fallback }: Offer): boolean {
  const isRefused = first?.isRefused === true || fallback?.isRefused === true;
  return isRefused && !mayTake(first) && !mayTake(fallback);
}

function mayTake(routeAttempt: RouteAttempt | undefined): boolean {
  return routeAttempt !== undefined && !routeAttempt.isRefused && !routeAttempt.isWithoutRoute;
}

/** The longest of the lane: a destination that has said no is not asked every few moments. */
export function pauseOf(offer: Offer): number {
  return pauseAfter(offer.route().limits, Number.MAX_SAFE_INTEGER);
}
