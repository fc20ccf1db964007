// What may be concluded from the wall clock, which can be wrong by years: nothing that can't be undone, and no duration.
import type { Clock } from './ports/clock.ts';

const DAY_MS = 86_400_000;

/** No gateway is off for longer, and no call lasts longer: more was a clock that jumped. */
export const MAX_PLAUSIBLE_MS = 31 * DAY_MS;

/** The guard's date goes at most so many times as fast as time passes, so that it catches up with a clock that is right. */
const MAX_SPEED = 2;

/**
 * How long ago something was at `since` by the wall clock, milliseconds. 0 when the clock was set meanwhile: the moment
 * lies in the future, or further back than is plausible.
 */
export function elapsedSince(since: number, utc: number): number {
  const elapsed = utc - since;
  return elapsed >= 0 && elapsed <= MAX_PLAUSIBLE_MS ? elapsed : 0;
}

/**
 * The date by which things are deleted. It follows the wall clock, but never faster than twice the time that has really
 * passed while somebody ran: a clock that jumps ahead deletes nothing, and one that is right after a long pause has to
 * stay right for as long as that pause was.
 */
export class ClockGuard {
  readonly #clock: Pick<Clock, 'utc' | 'monotonic'>;
  #date: number | undefined;
  #lookedAt = 0;

  constructor(clock: Pick<Clock, 'utc' | 'monotonic'>) {
    this.#clock = clock;
  }

  /** `known` is the date at which an earlier run ended; undefined: nothing says, and then nothing is deleted. */
  begin(known: number | undefined): void {
    this.#date = known;
    this.#lookedAt = this.#clock.monotonic();
  }

  /** Nothing is older than `date`: before it nothing could be deleted. */
  atLeast(date: number): void {
    if (date <= this.#clock.utc()) this.#date = Math.max(this.date ?? date, date);
  }

  /** UTC milliseconds, for the next run; undefined while nothing is known. */
  get date(): number | undefined {
    if (this.#date === undefined) return undefined;
    const monotonic = this.#clock.monotonic();
    const reach = this.#date + MAX_SPEED * (monotonic - this.#lookedAt);
    this.#date = Math.max(this.#date, Math.min(this.#clock.utc(), reach));
    this.#lookedAt = monotonic;
    return this.#date;
  }

  /** What was over before this moment may be deleted; undefined: nothing may. */
  deletesBefore(keepMs: number): number | undefined {
    const { date } = this;
    return date === undefined ? undefined : Math.min(date, this.#clock.utc()) - keepMs;
  }

  /** The wall clock is further ahead than anybody was off. */
  get isDoubted(): boolean {
    const { date } = this;
    return date === undefined || this.#clock.utc() - date > MAX_PLAUSIBLE_MS;
  }
}
