// Calls at planned times, open loop: what is late is made at once and the rest of the plan doesn't move.

export class Timetable {
  readonly #times: Float64Array;
  readonly #now: () => number;
  readonly #due: (place: number) => void;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `times` sorted, on the clock of `now`; `due` gets the place of each in `times`. */
  constructor(times: Float64Array, now: () => number, due: (place: number) => void) {
    this.#times = times;
    this.#now = now;
    this.#due = due;
  }

  start(): void {
    this.catchUp();
    if (this.#next === this.#times.length) return;
    const wait = Math.ceil(this.#times[this.#next]! - this.#now());
    // Node takes at most 31 bits.
    this.#timer = setTimeout(() => this.start(), Math.min(Math.max(wait, 0), 2 ** 31 - 1));
  }

  /** What has fallen due is not to wait for the timer: a turn of the event loop in which much comes may be long. */
  catchUp(): void {
    const now = this.#now();
    while (this.#next < this.#times.length && this.#times[this.#next]! <= now) {
      this.#due(this.#next++);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#next = this.#times.length;
  }
}
