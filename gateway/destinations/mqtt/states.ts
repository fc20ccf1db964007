// The state of each device, kept retained at the broker: the newest one, written behind, so many a second at most.
import type { Clock } from '../../domain/ports/clock.ts';
import type { Outcome } from '../../domain/ports/destination.ts';
import type { DeviceViews, SupervisedDevice } from '../../domain/supervision/device-view.ts';

export interface DeviceStatesOptions {
  perSecond: number;
  clock: Clock;
  devices: DeviceViews;
  isUp(): boolean;
  /** Hands one over; undefined: there is no such device any more. Never rejects. */
  publish(deviceId: string, view: SupervisedDevice | undefined): Promise<Outcome>;
}

const TICK_MS = 100;
const TICKS_PER_SECOND = 1_000 / TICK_MS;

/**
 * A device waits at most once, whatever it does meanwhile: what is published is how it is then. What may have
 * changed goes before what only lives.
 */
export class DeviceStates {
  readonly #options: DeviceStatesOptions;
  readonly #changed = new Set<string>();
  readonly #routine = new Set<string>();
  /** In tenths of a message, one for each tick and message a second: fractions would add up to less than one. */
  #room = 0;
  #underWay = 0;
  #cancelTick: (() => void) | undefined;
  #unwatch = () => {};
  #isOn = false;

  constructor(options: DeviceStatesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isOn = true;
    this.#unwatch = this.#options.devices.watch((deviceId, isRoutine) =>
      this.#mark(deviceId, isRoutine),
    );
  }

  stop(): void {
    this.#isOn = false;
    this.#unwatch();
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.#changed.clear();
    this.#routine.clear();
  }

  /** The broker may have lost what it kept: all are published again, one after the other. */
  all(): void {
    if (!this.#isOn) return;
    for (const deviceId of this.#options.devices.deviceIds()) this.#mark(deviceId, true);
    this.#tickLater();
  }

  get waiting(): number {
    return this.#changed.size + this.#routine.size;
  }

  #mark(deviceId: string, isRoutine: boolean): void {
    if (!isRoutine) {
      this.#routine.delete(deviceId);
      this.#changed.add(deviceId);
    } else if (!this.#changed.has(deviceId)) this.#routine.add(deviceId);
    this.#tickLater();
  }

  #tickLater(): void {
    if (!this.#isOn || this.#cancelTick !== undefined || !this.#options.isUp()) return;
    this.#cancelTick = this.#options.clock.after(TICK_MS, () => {
      this.#cancelTick = undefined;
      this.#tick();
      if (this.waiting > 0) this.#tickLater();
    });
  }

  /** A broker that is slow gets fewer: so many at most are on the way. */
  #tick(): void {
    const { perSecond, isUp } = this.#options;
    if (!isUp()) return;
    this.#room = Math.min(this.#room + perSecond, perSecond * TICKS_PER_SECOND);
    while (this.#room >= TICKS_PER_SECOND && this.#underWay < perSecond) {
      const deviceId = this.#next();
      if (deviceId === undefined) return;
      this.#room -= TICKS_PER_SECOND;
      void this.#publish(deviceId);
    }
  }

  #next(): string | undefined {
    for (const queue of [this.#changed, this.#routine]) {
      for (const deviceId of queue) {
        queue.delete(deviceId);
        return deviceId;
      }
    }
    return undefined;
  }

  async #publish(deviceId: string): Promise<void> {
    const { devices, publish } = this.#options;
    this.#underWay++;
    const outcome = await publish(deviceId, devices.viewOf(deviceId));
    this.#underWay--;
    if (outcome.kind === 'failed' && this.#isOn) this.#mark(deviceId, true);
  }
}
