// A flood in a closed loop: each device has so many presses on the way, and makes one more per receipt.
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

export interface FloodToRun {
  inFlight: number;
  /** Before counting starts. */
  warmUpMs: number;
  countMs: number;
}

export interface Flooded {
  perSecond: number;
  /** Receipts of the whole run, also before counting began. */
  receipts: number;
  /** CPU of this process over the counted time, 1 is a whole core. */
  cores: number;
}

export class Flood {
  readonly #devices: number;
  readonly #press: (device: number) => void;
  #receipts = 0;
  #isOn = false;

  constructor(devices: number, press: (device: number) => void) {
    this.#devices = devices;
    this.#press = press;
  }

  /** Call it for each receipt. */
  receipted(device: number): void {
    this.#receipts++;
    if (this.#isOn) this.#press(device);
  }

  async run({ inFlight, warmUpMs, countMs }: FloodToRun): Promise<Flooded> {
    this.#isOn = true;
    for (let device = 0; device < this.#devices; device++) {
      for (let press = 0; press < inFlight; press++) this.#press(device);
    }
    await pause(warmUpMs);
    const receipts = this.#receipts;
    const from = performance.now();
    const cpu = process.cpuUsage();
    await pause(countMs);
    const seconds = (performance.now() - from) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    this.#isOn = false;
    return {
      perSecond: (this.#receipts - receipts) / seconds,
      receipts: this.#receipts,
      cores: (user + system) / 1e6 / seconds,
    };
  }
}
