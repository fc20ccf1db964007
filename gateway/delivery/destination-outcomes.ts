// Whether destinations take what they are offered, beside whether their lines are up: a platform can be reached and refuse everything.
import type { Severity } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Destination, FailingLane, Outcome } from '../domain/ports/destination.ts';

/** So many failures in a row are told. Fewer may be a moment's trouble, which the next attempt is over. */
const TELLS_AFTER = 3;

export class DestinationOutcomes {
  readonly #clock: Pick<Clock, 'utc'>;
  /** By the destination itself: one that a reload has put in its place begins anew. */
  readonly #lanes = new WeakMap<Destination, Map<Severity, FailingLane>>();

  constructor(clock: Pick<Clock, 'utc'>) {
    this.#clock = clock;
  }

  /** How an attempt ended. */
  record(destination: Destination, severity: Severity, outcome: Outcome): void {
    const lanes = this.#lanes.get(destination) ?? new Map<Severity, FailingLane>();
    if (outcome.kind === 'accepted' || outcome.kind === 'unknown') {
      lanes.delete(severity);
      return;
    }
    // It has no words for it: that is no failure of the other side.
    if (outcome.code === 'NOT_CARRIED') return;
    const known = lanes.get(severity);
    lanes.set(severity, {
      destination: destination.name,
      severity,
      failures: (known?.failures ?? 0) + 1,
      since: known?.since ?? this.#clock.utc(),
      code: outcome.code,
      detail: outcome.detail,
    });
    this.#lanes.set(destination, lanes);
  }

  /** Of these destinations, the lanes in which nothing is taken any more. */
  failing(destinations: Iterable<Destination>): readonly FailingLane[] {
    return [...destinations].flatMap((destination) =>
      [...(this.#lanes.get(destination)?.values() ?? [])].filter(
        ({ failures }) => failures >= TELLS_AFTER,
      ),
    );
  }
}
