// One timer that can be set, set anew and cleared.
import type { Hal, Timer } from '../hal.ts';

export class Alarm {
  hal: Hal;
  timer: Timer;
  isSet: boolean;

  constructor(hal: Hal) {
    this.hal = hal;
    this.timer = null;
    this.isSet = false;
  }

  /** Calls `call` once, after so many ms, instead of what was set before. */
  set(milliseconds: number, call: () => void): void {
    this.clear();
    this.isSet = true;
    this.timer = this.hal.after(milliseconds, () => {
      this.isSet = false;
      call();
    });
  }

  clear(): void {
    if (this.isSet) this.hal.cancel(this.timer);
    this.isSet = false;
  }
}
