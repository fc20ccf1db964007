// Deadlines of presses that nobody has accepted: begins the fallback, and records what was accepted too late.
import { causeOf, type Situation } from '../domain/breach.ts';
import { nextOf, pressDuesOf } from '../domain/deadline.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { AssignedPress } from '../domain/press.ts';
import { Timers } from '../system/timers.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { MissedDeadlines } from './missed-deadlines.ts';
import type { PressOffer } from './offer.ts';

export interface PressDeadlinesDeps {
  clock: Clock;
  breaches: MissedDeadlines;
  dispatcher: Dispatcher<PressOffer>;
  /** How its delivery was doing at the moment when a limit passed. */
  situationOf: (press: AssignedPress, limitAt: number) => Situation;
}

export class PressDeadlines {
  readonly #deps: PressDeadlinesDeps;
  readonly #timers: Timers;

  constructor(deps: PressDeadlinesDeps) {
    this.#deps = deps;
    this.#timers = new Timers(deps.clock);
  }

  /** Waits for what the press has due next, by its route as it now is. */
  arm(offer: PressOffer): void {
    const { clock, dispatcher } = this.#deps;
    const done = {
      accepted: offer.isBreached,
      fallback: dispatcher.isBegun(offer.id, 'fallback'),
    };
    const due = nextOf(pressDuesOf(offer.arrivedAt, offer.route(), done, clock.monotonic()));
    if (due === undefined) {
      this.#timers.cancel(offer.id);
      return;
    }
    const { what, afterMs } = due;
    this.#timers.after(offer.id, afterMs, () => this.#fellDue(offer, what));
  }

  /** It is accepted. When that came too late it is a breach, also when the timer hadn't its turn yet. */
  accepted(offer: PressOffer): void {
    this.#timers.cancel(offer.id);
    const { acceptMs } = offer.route().limits;
    if (this.#deps.clock.monotonic() - offer.arrivedAt > acceptMs) this.#breach(offer);
  }

  stop(): void {
    this.#timers.stop();
  }

  #fellDue(offer: PressOffer, what: 'accepted' | 'fallback'): void {
    if (what === 'fallback') this.#deps.dispatcher.begin(offer, 'fallback');
    else this.#breach(offer);
    this.arm(offer);
  }

  #breach(offer: PressOffer): void {
    if (offer.isBreached) return;
    offer.isBreached = true;
    const { breaches, clock, situationOf } = this.#deps;
    const { acceptMs: limitMs } = offer.route().limits;
    const cause = causeOf(situationOf(offer.press, offer.arrivedAt + limitMs));
    const tookMs = clock.monotonic() - offer.arrivedAt;
    breaches.ofPress(offer.press, { limit: 'accepted', cause, limitMs, tookMs });
  }
}
