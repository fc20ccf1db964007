// A virtual home, with the real firmware, as a home of a generator: what it sees goes into the recorder.

import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { MemoryFlash } from '#firmware/host/flash.ts';
import { millivoltsOf } from '#firmware/src/core/battery.ts';
import {
  encodeRecord,
  RECORD_BOOT,
  RECORD_BYTES,
  RECORD_PAGE,
} from '#firmware/src/core/flash-record.ts';
import { type Limits, type Settings, standardSettings } from '#firmware/src/core/settings.ts';
import type { Identity, Key } from '#protocol/messages.ts';
import { type SeenPress, VirtualHome } from '../home.ts';
import type { GatewayAddress, HomeToRun } from './messages.ts';
import type { Recorder } from './recorder.ts';
import type { HomeState, RunningHome } from './running-home.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** Flash of a device that was provisioned, or has run, so that its next boot is `bootId`. */
export function flashBeforeBoot(bootId: number): MemoryFlash {
  const flash = new MemoryFlash();
  if (bootId <= 1) return flash;
  const rest = { mark: 0, count: 0, second: 0 };
  flash.write(0, encodeRecord(sha256, { kind: RECORD_PAGE, first: 1, ...rest }));
  flash.write(
    RECORD_BYTES,
    encodeRecord(sha256, { kind: RECORD_BOOT, first: bootId - 1, ...rest }),
  );
  return flash;
}

/**
 * A scenario lives faster than a home: what shortens its heartbeats shortens its looks at mains and battery too, or a
 * weak battery, which takes a minute of them, would be over before it is noticed. Not more often: looks cost time.
 */
const MIN_LOOK_MS = 250;

/** How often a home with such a heartbeat looks. `standard` is what a device has by itself. */
export function lookMsOf(heartbeatMs: number, standard: Settings): number {
  return Math.max(MIN_LOOK_MS, (standard.lookMs * heartbeatMs) / standard.heartbeatMs);
}

export class WholeHome implements RunningHome {
  readonly #index: number;
  readonly #recorder: Recorder;
  readonly #home: VirtualHome;
  readonly #rows = new Map<SeenPress, number>();

  constructor(
    gateway: GatewayAddress,
    recorder: Recorder,
    home: HomeToRun,
    limits: Partial<Limits> = {},
  ) {
    this.#index = home.index;
    this.#recorder = recorder;
    const address = { ...gateway, tls: false };
    const { deviceId, secret, keyVersion, heartbeatMs } = home;
    const settings = standardSettings(deviceId, secret, keyVersion, address, null);
    const lookMs = lookMsOf(heartbeatMs, settings);
    this.#home = new VirtualHome({
      settings: { ...settings, heartbeatMs, lookMs, limits: { ...settings.limits, ...limits } },
      flash: flashBeforeBoot(home.firstBootId),
      onMove: (press) => this.#moved(press),
      onLight: ({ name }) => {
        if (name === 'accepted' || name === 'answered') this.#acceptanceShown();
      },
      onHeartbeat: () => recorder.heartbeatSent(),
    });
  }

  get state(): HomeState {
    if (!this.#home.isOn) return 'off';
    return this.#home.isConnected ? 'connected' : 'connecting';
  }

  press(key: Key, intendedAt: number): void {
    const recorder = this.#recorder;
    const madeAt = recorder.now();
    const press = this.#home.press(key);
    if (press === undefined) {
      recorder.skipped();
      return;
    }
    const row = this.#rows.get(press);
    if (row !== undefined) recorder.joined(row, intendedAt, madeAt);
    else {
      const made = recorder.made(this.#index, press.identity, key, intendedAt, madeAt);
      this.#rows.set(press, made);
    }
  }

  holds(identity: Identity): boolean {
    return this.#home.holds(identity);
  }

  setPower(on: boolean): void {
    if (on === this.#home.isOn) return;
    if (on) this.#home.powerOn();
    else this.#home.powerOff();
  }

  setNetwork(up: boolean): void {
    this.#home.setNetwork(up);
  }

  setBattery(percent: number, onMains: boolean): void {
    this.#home.setCondition({ batteryMv: millivoltsOf(percent), onMains });
  }

  beat(): void {
    this.#home.beat();
  }

  #moved(press: SeenPress): void {
    const row = this.#rows.get(press);
    if (row === undefined) return;
    const recorder = this.#recorder;
    const runAt = (at: number) => recorder.now() - (performance.now() - at);
    // The firmware's observer doesn't tell the reason of a rejection.
    if (press.storedAt !== undefined) {
      recorder.settled(row, runAt(press.storedAt), press.rejected, 0);
    }
    if (press.acceptedAt !== undefined) recorder.accepted(row, runAt(press.acceptedAt));
    if (press.answeredAt !== undefined) recorder.answered(row, runAt(press.answeredAt));
  }

  /** The resident takes it for the newest press of the key that the light speaks of: so does the audit. */
  #acceptanceShown(): void {
    const key = this.#home.lightKey;
    const newest = this.#home.presses.findLast((press) => press.key === key);
    if (newest === undefined) return;
    this.#recorder.acceptanceSeen(this.#index, newest.identity, this.#recorder.now());
  }
}
