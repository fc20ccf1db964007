// The real firmware on the host HAL, provisioned without a cable: it starts again when it wants to, on the same flash and store.
import { onTestFinished } from 'vitest';
import { MemoryFlash } from '#firmware/host/flash.ts';
import { HostHal } from '#firmware/host/hal.ts';
import { settingsOfBoot } from '#firmware/host/provisioning.ts';
import { MemoryStore } from '#firmware/host/store.ts';
import { Device } from '#firmware/src/core/device.ts';
import type { Observer } from '#firmware/src/core/observer.ts';
import type { PatternName } from '#firmware/src/core/patterns.ts';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import type { SealKey } from '#protocol/seal.ts';

const QUIET: Observer = { pressed() {}, settled() {}, news() {}, shown() {}, link() {} };

export class Button {
  hal!: HostHal;
  device!: Device;
  boots = 0;
  readonly shown: PatternName[] = [];
  readonly #flash = new MemoryFlash();
  readonly #store = new MemoryStore();
  readonly #who: { deviceId: string; key: SealKey; port: number };

  /** Switches it on; `port` is the gateway's on this machine. */
  constructor(deviceId: string, key: SealKey, port: number) {
    this.#who = { deviceId, key, port };
    this.start();
    onTestFinished(() => this.hal.powerOff());
  }

  start(): void {
    this.boots++;
    const { deviceId, key, port } = this.#who;
    const address = { host: '127.0.0.1', port, tls: false };
    const given = standardSettings(deviceId, key.secret, key.version, address, null);
    this.hal = new HostHal({
      flash: this.#flash,
      store: this.#store,
      onShow: ({ name }) => this.shown.push(name),
      onRestart: () => this.start(),
    });
    const settings = settingsOfBoot(this.#store, given);
    this.device = new Device(this.hal, settings, QUIET, () => SERVICE);
    this.device.start();
  }
}
