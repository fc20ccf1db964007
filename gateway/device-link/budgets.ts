// The budgets of all devices: they outlive the connection, so that a new one brings no new burst.
import type { Clock } from '../domain/ports/clock.ts';
import { Budget, type Verdict } from './budget.ts';
import type { FloodOptions } from './options.ts';
import { RateWindow } from './rate-window.ts';

/**
 * How often one device may open a session within one window, and how often while it says that a red press waits: whoever
 * holds a key can say so without end. No schedule of a device comes near. Each session is a record that is kept as
 * long as everything else, because a journal that has to be repaired is built from its records anew. A window is
 * short, so that a device whose key somebody else used is soon let in again.
 */
const CONNECT_WINDOW_MS = 10_000;
const MAX_CONNECTS = 20;
const MAX_RED_CONNECTS = 40;

export class Budgets {
  #options: FloodOptions | 'off';
  readonly #clock: Clock;
  /** Only devices that exist and hold their key get here: as many as the directory has, at most. */
  readonly #byDevice = new Map<string, Budget>();
  readonly #connects: RateWindow<string>;

  constructor(options: FloodOptions | 'off', clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#connects = new RateWindow(CONNECT_WINDOW_MS, () => clock.monotonic());
  }

  /** From now on; every device begins with a full budget. */
  change(options: FloodOptions | 'off'): void {
    this.#options = options;
    this.#byDevice.clear();
    this.#connects.clear();
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

  /** Counts one CONNECT of a device. False: it opens sessions too often. */
  takeConnect(deviceId: string, isRed: boolean): boolean {
    if (this.#options === 'off') return true;
    return this.#connects.count(deviceId) <= (isRed ? MAX_RED_CONNECTS : MAX_CONNECTS);
  }

  /** That CONNECT opened no session. */
  giveBackConnect(deviceId: string): void {
    this.#connects.takeBack(deviceId);
  }

  /** How many devices are above their budget. */
  get over(): number {
    const now = this.#clock.monotonic();
    let count = 0;
    for (const budget of this.#byDevice.values()) if (budget.isOver(now)) count++;
    return count;
  }
}
