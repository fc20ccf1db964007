// The power of a home in a simulated year: mains that fail, and a battery that ages.
import { millivoltsOf } from '#firmware/src/core/battery.ts';
import type { Health } from '#firmware/src/hal.ts';
import type { YearClock } from './clock.ts';

const HOUR_MS = 3_600_000;
/** A new battery carries the device for so long, and charges in so long. */
const LASTS_MS = 30 * HOUR_MS;
const CHARGES_MS = 6 * HOUR_MS;
/** What is left of it after a year. */
const AGED = 0.85;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** By percent. */
const MILLIVOLTS = Array.from({ length: 101 }, (_, percent) => millivoltsOf(percent));

export class Mains {
  isOn = true;
  readonly #clock: YearClock;
  /** 0 to 1 of what the battery can hold today, at `#since`. */
  #charge = 1;
  #since = 0;

  constructor(clock: YearClock) {
    this.#clock = clock;
  }

  switch(isOn: boolean): void {
    this.#charge = this.charge;
    this.#since = this.#clock.now;
    this.isOn = isOn;
  }

  get charge(): number {
    const took = this.#clock.now - this.#since;
    if (this.isOn) return Math.min(1, this.#charge + took / CHARGES_MS);
    return Math.max(0, this.#charge - took / this.#lastsMs());
  }

  /** Milliseconds until the battery is empty. */
  get leftMs(): number {
    return this.isOn ? Number.POSITIVE_INFINITY : this.charge * this.#lastsMs();
  }

  health(): Health {
    const { charge } = this;
    return {
      batteryMv: MILLIVOLTS[Math.round(charge * 100)] as number,
      onMains: this.isOn,
      rssiDbm: -60,
      freeVariables: 1_500,
    };
  }

  #lastsMs(): number {
    return LASTS_MS * (1 - ((1 - AGED) * this.#clock.now) / YEAR_MS);
  }
}
