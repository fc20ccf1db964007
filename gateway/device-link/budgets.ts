// The budgets of all devices: they outlive the connection, so that a new one brings no new burst.
import type { Clock } from '../domain/ports/clock.ts';
import { Budget, type Verdict } from './budget.ts';
import type { FloodOptions } from './options.ts';

export class Budgets {
  #options: FloodOptions | 'off';
  readonly #clock: Clock;
  /** Only devices that exist and hold their key get here: as many as the directory has, at most. */
  readonly #byDevice = new Map<string, Budget>();

  constructor(options: FloodOptions | 'off', clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** From now on; every device begins with a full budget. */
  change(options: FloodOptions | 'off'): void {
    this.#options = options;
    this.#byDevice.clear();
  }

  /** Counts one uplink of a device. */
  take(deviceId: string, isRed: boolean): Verdict {
    if (this.#options === 'off') return 'taken';
    const now = this.#clock.monotonic();
    let budget = this.#byDevice.get(deviceId);
    if (budget === undefined) {
      budget = new Budget(this.#options, now);
      this.#byDevice.set(deviceId, budget);
    }
    return budget.take(isRed, now);
  }

  /** How many devices are above their budget. */
  get over(): number {
    const now = this.#clock.monotonic();
    let count = 0;
    for (const budget of this.#byDevice.values()) if (budget.isOver(now)) count++;
    return count;
  }
}
