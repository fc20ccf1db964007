// A virtual home: the real firmware on the host HAL with a TCP socket of its own, and what its resident can see.
import { performance } from 'node:perf_hooks';
import { MemoryFlash } from '#firmware/host/flash.ts';
import { settingsOfBoot } from '#firmware/host/provisioning.ts';
import type { HostSlots } from '#firmware/host/slots.ts';
import { MemoryStore } from '#firmware/host/store.ts';
import { Device } from '#firmware/src/core/device.ts';
import { isOlder, isSame } from '#firmware/src/core/identity.ts';
import type { LinkState, Observer } from '#firmware/src/core/observer.ts';
import type { Pattern } from '#firmware/src/core/patterns.ts';
import type { Settings } from '#firmware/src/core/settings.ts';
import type { Flash, Health } from '#firmware/src/hal.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import {
  type CallNews,
  type Identity,
  KEY_GREEN,
  KEY_RED,
  type Key,
  RECEIPT_REJECTED,
} from '#protocol/messages.ts';
import { HomeHal } from './home-hal.ts';
import { isAccepted, isAnswered } from './stages.ts';

/** One press as its home saw it. Times are milliseconds of `performance.now()`. */
export interface SeenPress {
  deviceId: string;
  identity: Identity;
  key: Key;
  /** Pushes that it stands for: a full outbox counts further ones in an entry that it has. */
  count: number;
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
  onLight?: (pattern: Pattern, home: VirtualHome) => void;
  onHeartbeat?: () => void;
  /** Where its firmware lies. Default: nowhere, and so it takes no updates. */
  slots?: HostSlots;
  /** Whether the firmware in its slot runs. One that doesn't throws at its start. Default: it does. */
  runs?: (payload: Buffer) => boolean;
  /** How long one that threw waits before it is started again, in ms. Default: 10 s. */
  failedPauseMs?: number;
  /** A BootCause of callbutton.proto, of a boot that isn't a restart. Default: power on. */
  bootCause?: number;
}

/** A BootCause of callbutton.proto. */
const BOOT_RESTART = 2;

export class VirtualHome {
  readonly deviceId: string;
  readonly presses: SeenPress[] = [];
  readonly #options: HomeOptions;
  readonly #flash: Flash;
  readonly #store = new MemoryStore();
  readonly #condition: Partial<Health> = {};
  #hal: HomeHal | undefined;
  #device: Device | undefined;
  #light: Pattern | undefined;
  #link: LinkState = 'waiting';
  #isNetworkUp = true;
  #newest: SeenPress | undefined;

  constructor(options: HomeOptions) {
    this.#options = options;
    this.deviceId = options.settings.deviceId;
    this.#flash = options.flash ?? new MemoryFlash();
  }

  /** Boots the device. */
  powerOn(): void {
    this.#boot(this.#options.bootCause);
  }

  #boot(bootCause?: number): void {
    const { slots, runs, failedPauseMs } = this.#options;
    const hal = new HomeHal({
      flash: this.#flash,
      store: this.#store,
      onRestart: () => {
        this.#device = undefined;
        this.#boot(BOOT_RESTART);
      },
      ...(slots && { slots }),
      ...(failedPauseMs !== undefined && { failedPauseMs }),
      ...(bootCause !== undefined && { bootCause }),
    });
    Object.assign(hal.condition, this.#condition);
    hal.setNetwork(this.#isNetworkUp);
    this.#hal = hal;
    if (slots && runs && !runs(slots.payload)) {
      hal.fail();
      return;
    }
    const settings = settingsOfBoot(this.#store, this.#options.settings);
    this.#device = new Device(hal, settings, this.#observer(), () => SERVICE);
    this.#watchHeartbeats(this.#device);
    this.#device.start();
  }

  /** The device's flash and store stay, everything else is gone. */
  powerOff(): void {
    this.#hal?.powerOff();
    this.#hal = undefined;
    this.#device = undefined;
    this.#light = undefined;
    this.#link = 'waiting';
  }

  /** The resident pushes a key. What the device counted it as; undefined when it took no notice. */
  press(key: Key): SeenPress | undefined {
    this.#newest = undefined;
    this.#hal?.press(key);
    return this.#newest;
  }

  /** While the network is down there is no connection, and every attempt at one fails. */
  setNetwork(up: boolean): void {
    this.#isNetworkUp = up;
    this.#hal?.setNetwork(up);
  }

  /** Mains and battery from now on, over restarts too. The device notices when it next looks. */
  setCondition(condition: Partial<Health>): void {
    Object.assign(this.#condition, condition);
    if (this.#hal) Object.assign(this.#hal.condition, condition);
  }

  /** One heartbeat more than the device would send; nothing without a session. */
  beat(): void {
    if (this.#device?.link.isOpen()) this.#device.status.beat(false);
  }

  /** Version of the firmware in the slot that runs; undefined without slots. */
  get version(): string | undefined {
    return this.#options.slots?.version;
  }

  /** True while the device's outbox has the press; without power it is taken to be there, on flash. */
  holds(identity: Identity): boolean {
    const rows = this.#device?.outbox.rows;
    return rows === undefined || rows.find(identity) >= 0;
  }

  get isOn(): boolean {
    return this.#device !== undefined;
  }

  get isConnected(): boolean {
    return this.#link === 'connected';
  }

  /** What light and buzzer show now. */
  get light(): Pattern | undefined {
    return this.#light;
  }

  /** The key whose newest call the light speaks of, or undefined when it speaks of no call. */
  get lightKey(): Key | undefined {
    const device = this.#device;
    if (device === undefined) return undefined;
    const now = device.hal.now();
    if (device.calls.red.view(now) !== 'idle') return KEY_RED;
    return device.calls.green.view(now) === 'idle' ? undefined : KEY_GREEN;
  }

  #observer(): Observer {
    return {
      pressed: (identity, key) => this.#pressed(identity, key),
      settled: (identity, result) => this.#settled(identity, result),
      news: (news) => this.#heard(news),
      shown: (pattern) => {
        this.#light = pattern;
        this.#options.onLight?.(pattern, this);
      },
      link: (state) => {
        this.#link = state;
      },
    };
  }

  #pressed(identity: Identity, key: Key): void {
    const joined = this.presses.findLast((candidate) => isSame(candidate.identity, identity));
    const press = joined ?? this.#note(identity, key);
    if (joined) joined.count++;
    this.#newest = press;
    this.#moved(press);
  }

  #note(identity: Identity, key: Key): SeenPress {
    const { deviceId } = this;
    const pressedAt = performance.now();
    const press = { deviceId, identity, key, count: 1, pressedAt, rejected: false };
    this.presses.push(press);
    return press;
  }

  /** The firmware tells its observer of everything but heartbeats. */
  #watchHeartbeats({ status }: Device): void {
    const beat = status.beat.bind(status);
    status.beat = (asks) => {
      beat(asks);
      this.#options.onHeartbeat?.();
    };
  }

  #settled(identity: Identity, result: number): void {
    const press = this.presses.findLast((candidate) => isSame(candidate.identity, identity));
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
      if (isAccepted(stage)) press.acceptedAt ??= now;
      if (isAnswered(stage)) press.answeredAt ??= now;
      this.#moved(press);
    }
  }

  /** Told a moment later, when the light has followed. */
  #moved(press: SeenPress): void {
    queueMicrotask(() => this.#options.onMove?.(press, this));
  }
}
