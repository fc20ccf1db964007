// A virtual home: the real firmware on the host HAL with a TCP socket of its own, and what its resident can see.
import { performance } from 'node:perf_hooks';
import { MemoryFlash } from '#firmware/host/flash.ts';
import { HostHal } from '#firmware/host/hal.ts';
import { Device } from '#firmware/src/core/device.ts';
import { isOlder, isSame } from '#firmware/src/core/identity.ts';
import type { Observer } from '#firmware/src/core/observer.ts';
import type { Pattern } from '#firmware/src/core/patterns.ts';
import type { Settings } from '#firmware/src/core/settings.ts';
import type { Flash } from '#firmware/src/hal.ts';
import {
  type CallNews,
  type Identity,
  type Key,
  RECEIPT_REJECTED,
  STAGE_ACCEPTED,
  STAGE_ANSWERED,
  STAGE_CLOSED,
  STAGE_DISPATCHED,
} from '#protocol/messages.ts';

/** One press as its home saw it. Times are milliseconds of `performance.now()`. */
export interface SeenPress {
  deviceId: string;
  identity: Identity;
  key: Key;
  pressedAt: number;
  storedAt?: number;
  acceptedAt?: number;
  answeredAt?: number;
  rejected: boolean;
}

export interface HomeOptions {
  settings: Settings;
  /** Outlives a power cut. Default: a new one in memory. */
  flash?: Flash;
  /** Called when one of the home's presses moved on. */
  onMove?: (press: SeenPress, home: VirtualHome) => void;
  onLight?: (pattern: Pattern) => void;
}

const ACCEPTED_OR_FURTHER: readonly number[] = [
  ...[STAGE_ACCEPTED, STAGE_ANSWERED, STAGE_DISPATCHED, STAGE_CLOSED],
];
const ANSWERED_OR_FURTHER: readonly number[] = [STAGE_ANSWERED, STAGE_DISPATCHED, STAGE_CLOSED];

export class VirtualHome {
  readonly deviceId: string;
  readonly presses: SeenPress[] = [];
  readonly #options: HomeOptions;
  readonly #flash: Flash;
  #hal: HostHal | undefined;
  #device: Device | undefined;
  #light: Pattern | undefined;

  constructor(options: HomeOptions) {
    this.#options = options;
    this.deviceId = options.settings.deviceId;
    this.#flash = options.flash ?? new MemoryFlash();
  }

  /** Boots the device. */
  powerOn(): void {
    const onRestart = () => this.powerOn();
    const hal = new HostHal({ flash: this.#flash, onRestart });
    this.#hal = hal;
    this.#device = new Device(hal, this.#options.settings, this.#observer());
    this.#device.start();
  }

  /** The device's flash stays, everything else is gone. */
  powerOff(): void {
    this.#hal?.powerOff();
    this.#hal = undefined;
    this.#device = undefined;
    this.#light = undefined;
  }

  /** The resident pushes a key. */
  press(key: Key): void {
    this.#hal?.press(key);
  }

  /** What light and buzzer show now. */
  get light(): Pattern | undefined {
    return this.#light;
  }

  #observer(): Observer {
    return {
      pressed: (identity, key) => this.#pressed(identity, key),
      settled: (identity, result) => this.#settled(identity, result),
      news: (news) => this.#heard(news),
      shown: (pattern) => {
        this.#light = pattern;
        this.#options.onLight?.(pattern);
      },
      link: () => {},
    };
  }

  #pressed(identity: Identity, key: Key): void {
    const { deviceId } = this;
    const press = { deviceId, identity, key, pressedAt: performance.now(), rejected: false };
    this.presses.push(press);
    this.#moved(press);
  }

  #settled(identity: Identity, result: number): void {
    const press = this.presses.find((one) => isSame(one.identity, identity));
    if (press === undefined) return;
    press.storedAt ??= performance.now();
    press.rejected = result === RECEIPT_REJECTED;
    this.#moved(press);
  }

  #heard({ key, stage, openedBy, latest }: CallNews): void {
    for (const press of this.presses) {
      const isCovered = !isOlder(press.identity, openedBy) && !isOlder(latest, press.identity);
      if (press.key !== key || !isCovered) continue;
      const now = performance.now();
      if (ACCEPTED_OR_FURTHER.includes(stage)) press.acceptedAt ??= now;
      if (ANSWERED_OR_FURTHER.includes(stage)) press.answeredAt ??= now;
      this.#moved(press);
    }
  }

  /** Told a moment later, when the light has followed. */
  #moved(press: SeenPress): void {
    queueMicrotask(() => this.#options.onMove?.(press, this));
  }
}
