// One timer that can be set, set anew and cleared.
import type { Hal, Timer } from '../hal.ts';

export class Alarm {
  hal: Hal;
  timer: Timer;
  isSet: boolean;
  /** Counts what was set and cleared: an earlier timer that comes all the same is void. */
  turn: number;

  constructor(hal: Hal) {
    this.hal = hal;
    this.timer = null;
    this.isSet = false;
    this.turn = 0;
  }

  /** Calls `call` once, after so many ms, instead of what was set before. */
  set(milliseconds: number, call: () => void): void {
    this.clear();
    const turn = this.turn;
    this.timer = this.hal.after(milliseconds, () => {
      if (turn !== this.turn) return;
      this.isSet = false;
      call();
    });
    // Not before: memory that runs out breaks this off, and leaves no timer, or one of which nothing is known here.
    this.isSet = true;
  }

  clear(): void {
    this.turn++;
    if (!this.isSet) return;
    // First, for the same reason: a timer that is believed in and isn't there is worse than one too many.
    this.isSet = false;
    this.hal.cancel(this.timer);
  }
}
