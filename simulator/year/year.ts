// One device through one simulated year: presses, power cuts, lost Wi-Fi, gateway outages, updates, a battery that ages.
import { MemoryStore } from '#firmware/host/store.ts';
import { Device } from '#firmware/src/core/device.ts';
import type { Observer } from '#firmware/src/core/observer.ts';
import { type Settings, standardSettings } from '#firmware/src/core/settings.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import { type Random, randomOf } from '../scenario/random.ts';
import { YearClock } from './clock.ts';
import { Doubt } from './doubt.ts';
import { Mains } from './mains.ts';
import { HalMemory, type Memory } from './memory.ts';
import { ModelGateway, type PlatformMood } from './model-gateway.ts';
import { Network, type Reach } from './network.ts';
import { TornFlash } from './torn-flash.ts';
import { Truth } from './truth.ts';
import { Updating } from './updating.ts';
import { YearHal } from './year-hal.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
/** No finger is faster. */
const FINGER_MS = 80;
const POWER_ON = 1;
const RESTART = 2;
const WATCHDOG = 3;
/** A device looks every 2 s and its watchdog bites after 120 s. Where it looks less often the watchdog waits for some looks. */
const WATCHDOG_MS = 120_000;
const LOOKS_BEFORE_BITE = 5;
/** So long before, so that the judge sees the restart and no missing kick. */
const BITES_EARLY_MS = 2_000;
/** After so long a press that was broken off must be on flash, in ms. */
const KEPT_MS = 3_000;
/** A firmware that throws is started again after so long, in ms: as the board's loader does it. */
const FAILED_PAUSE_MS = 10_000;
const DEVICE_ID = 'CB-YEAR';
const KEY = { version: 1, secret: new Uint8Array(32).fill(9) };

/** How often a year, on average. */
const RATES = {
  greenPress: 250,
  redPress: 40,
  bursts: 12,
  mainsLoss: 8,
  batteryPulled: 4,
  tornWrite: 12,
  memoryOut: 60,
  memoryOutInPress: 40,
  wifiLoss: 40,
  gatewayOutage: 15,
  brokenLine: 60,
  badNight: 8,
};

export interface YearOptions {
  seed: number;
  /** Milliseconds; a year when it is left out. */
  duration?: number;
  /** Another build of the firmware, and its memory; by default memory runs out at calls of the hardware only. */
  firmware?: YearFirmware;
}

export interface YearFirmware {
  Device: typeof Device;
  SERVICE: typeof SERVICE;
  memory: Memory;
  /** Uses of memory in the handling of one press. */
  usesPerPress: number;
}

export interface YearReport {
  seed: number;
  /** What did not hold; empty when all did. */
  broken: string[];
  presses: number;
  boots: number;
  /** How often memory ran out. */
  brokenOff: number;
  attempts: number;
  flashWrites: number;
  /** Of the page that was erased most. */
  mostErases: number;
  heartbeats: number;
  /** Updates after which the device ran the new version well, and those after which it had the old one again. */
  updated: number;
  left: number;
  /** How often the power failed while an image was written or marked. */
  updatesCut: number;
}

class Year {
  readonly clock = new YearClock();
  readonly flash = new TornFlash();
  readonly store = new MemoryStore();
  readonly mains = new Mains(this.clock);
  readonly gateway: ModelGateway;
  readonly network: Network;
  readonly truth: Truth;
  readonly updating: Updating;
  boots = 0;
  givenUp = 0;
  brokenOff = 0;
  device: Device | null = null;
  readonly #seed: number;
  readonly #life: Random;
  readonly #until: number;
  /** When each key can be pressed again. */
  readonly #freeAt = new Map<Key, number>();
  /** Presses with which the device hasn't dealt yet: in the middle of that, or before, the power may fail. */
  readonly #untold = new Set<{ readonly key: Key }>();
  #hal: YearHal | null = null;
  readonly #firmware: YearFirmware;
  readonly #doubt: Doubt;
  /** Between two looks of the device. */
  readonly #lookMs: number;
  readonly #watchdogMs: number;
  #kickedAt = 0;
  #mayBiteUntil = 0;

  constructor({ seed, duration = 365 * DAY, firmware }: YearOptions) {
    this.#firmware = firmware ?? {
      Device: Device,
      SERVICE: SERVICE,
      memory: new HalMemory(),
      usesPerPress: 40,
    };
    this.#seed = seed;
    // Every tenth year in the standard rhythm; the others are quicker to live.
    this.#lookMs = this.#isQuick ? MINUTE : settingsOf().lookMs;
    this.#watchdogMs = Math.max(WATCHDOG_MS, LOOKS_BEFORE_BITE * this.#lookMs);
    this.#life = randomOf(seed, 'life');
    this.#until = duration;
    const { clock } = this;
    this.gateway = new ModelGateway({
      clock,
      deviceId: DEVICE_ID,
      key: KEY,
      mood: () => this.#mood(),
      ignores: () => this.#isTrue(0.01),
    });
    this.network = new Network(clock, (toDevice, hangUp) => this.gateway.answer(toDevice, hangUp));
    this.truth = new Truth(this.gateway, () => clock.now, this.#watchdogMs);
    this.#doubt = new Doubt(clock, this.truth);
    this.flash.onPowerCut = () => this.#cutPower();
    this.updating = new Updating({
      clock: clock,
      truth: this.truth,
      deviceId: DEVICE_ID,
      key: KEY,
      random: randomOf(seed, 'updates'),
      send: (step) => this.gateway.send({ kind: 'update', step }),
      cutPower: () => this.#cutPower(),
    });
    this.gateway.onUplink = ({ event }) => {
      if (event.kind === 'update_status') this.updating.heard(event);
    };
  }

  run(): YearReport {
    this.#powerOn(POWER_ON);
    this.#plan();
    this.clock.runUntil(this.#until);
    this.#calm();
    this.clock.runUntil(this.#until + DAY);
    this.#leave();
    this.truth.settled(this.device?.outbox.rows.depth ?? 0, this.givenUp);
    this.updating.settled();
    this.#judgeWear();
    const { truth, boots, network, flash, gateway, updating } = this;
    return {
      seed: this.#seed,
      broken: truth.broken,
      presses: gateway.presses.size,
      boots,
      brokenOff: this.brokenOff,
      attempts: network.attempts,
      flashWrites: flash.writes,
      mostErases: Math.max(...flash.erases),
      heartbeats: gateway.heartbeats.length,
      updated: updating.good,
      left: updating.left,
      updatesCut: updating.cuts,
    };
  }

  #plan(): void {
    this.#often(RATES.greenPress, () => this.#press(KEY_GREEN));
    this.#often(RATES.redPress, () => this.#press(KEY_RED));
    this.#often(RATES.bursts, () => this.#burst());
    this.#often(RATES.mainsLoss, () => this.#loseMains());
    this.#often(RATES.batteryPulled, () => this.#cutPower());
    this.#often(RATES.tornWrite, () => this.#tearNextWrite());
    this.#often(RATES.memoryOut, () => this.#runOutOfMemory());
    this.#often(RATES.memoryOutInPress, () => this.#runOutInPress());
    this.#often(RATES.wifiLoss, () => this.#loseWifi());
    this.#often(RATES.gatewayOutage, () => this.#loseGateway());
    this.#often(RATES.badNight, () => this.#badNight());
    this.updating.plan(this.#until, randomOf(this.#seed, 'plan of updates'));
    this.#often(RATES.brokenLine, () => this.network.break(this.#isTrue(0.5)));
  }

  /** Everything works again, so that what waits can arrive. */
  #calm(): void {
    this.#firmware.memory.failAfter(Number.POSITIVE_INFINITY);
    this.network.wifi = true;
    this.network.gateway = 'up';
    this.flash.budget = Number.POSITIVE_INFINITY;
    this.updating.calm();
    if (!this.mains.isOn) this.mains.switch(true);
    if (this.#hal === null || this.#hal.isOff) this.#powerOn(POWER_ON);
  }

  /** Poisson: a moment says nothing of the next one. */
  #often(perYear: number, happen: () => void): void {
    const wait = (-Math.log(1 - this.#life()) * 365 * DAY) / perYear;
    const at = this.clock.now + wait;
    if (at >= this.#until) return;
    this.clock.at(at, () => {
      happen();
      this.#often(perYear, happen);
    });
  }

  #press(key: Key): void {
    const hal = this.#hal;
    const { now } = this.clock;
    if (hal === null || this.device === null || hal.isOff || now < (this.#freeAt.get(key) ?? 0))
      return;
    const held = this.#between(60, 2 * SECOND);
    this.#freeAt.set(key, now + held + FINGER_MS);
    const press = { key };
    this.#untold.add(press);
    this.truth.count(this.truth.made, key, 1);
    const contact = this.device?.keys.forKey(key);
    const pressedBefore = contact?.pressedAt;
    hal.edge(key, true, (told) => {
      const isNoted = contact?.pressedAt !== pressedBefore;
      const isExcused = this.#doubt.isExcused(key, told, hal.isDown(key), isNoted);
      if (told === 'broken off' && !isExcused) this.#keptSoon(press);
      else this.#untold.delete(press);
    });
    this.clock.after(MINUTE, () => {
      if (this.#doubt.isOn || !this.#untold.has(press)) return;
      this.truth.tell(`key ${key}: nothing heard of a press for 60 s`);
    });
    if (!hal.isOff) this.clock.after(held, () => hal.edge(key, false));
  }

  /** What was broken off is written to flash a little later, or when the next look makes good what should have done so. */
  #keptSoon(press: { readonly key: Key }): void {
    this.clock.after(KEPT_MS, () => {
      if (this.#doubt.isOn) this.#keptSoon(press);
      else this.#untold.delete(press);
    });
  }

  #runOutOfMemory(): void {
    this.#firmware.memory.failAfter(this.#whole(0, this.#firmware.usesPerPress));
  }

  #runOutInPress(): void {
    this.#runOutOfMemory();
    this.#press(this.#isTrue(0.5) ? KEY_RED : KEY_GREEN);
  }

  /** `inHandler`: what the device does about it was broken off itself. Its next look makes that good, or the watchdog. */
  #brokeOff(hal: YearHal, inHandler: boolean): void {
    this.brokenOff++;
    // Now and then the next one isn't far: while the device recovers.
    if (this.#isTrue(0.2)) this.#runOutOfMemory();
    if (inHandler) {
      this.#doubt.begin(2 * this.#lookMs + SECOND);
      this.#mayBiteUntil = this.clock.now + this.#watchdogMs + MINUTE;
    }
    this.#watchTheWatchdog(hal, this.clock.now + this.#watchdogMs);
  }

  /** Memory that runs out once must not come to that; when it did so in what makes that good, it may. */
  #watchTheWatchdog(hal: YearHal, until: number): void {
    this.clock.after(SECOND, () => {
      if (hal !== this.#hal || hal.isOff) return;
      const unkicked = this.clock.now - this.#kickedAt;
      if (unkicked >= this.#watchdogMs - BITES_EARLY_MS) {
        if (this.clock.now >= this.#mayBiteUntil) this.truth.tell('the watchdog bites');
        this.#doubt.lost();
        // No excuse for what the device had noted: it had two minutes for writing it to flash.
        this.#untold.clear();
        this.#leave();
        this.#powerOn(WATCHDOG);
      } else if (this.clock.now < until) {
        this.#watchTheWatchdog(hal, until);
      }
    });
  }

  /** Somebody in fear, or a child: now and then more than an outbox holds. */
  #burst(): void {
    const key = this.#isTrue(0.5) ? KEY_RED : KEY_GREEN;
    const presses = this.#isTrue(0.2) ? 45 : this.#whole(3, 12);
    for (let index = 0; index < presses; index++) {
      this.clock.after(index * 3 * SECOND, () => this.#press(key));
    }
  }

  #loseMains(): void {
    if (!this.mains.isOn) return;
    this.mains.switch(false);
    const lasts = this.#isTrue(0.15)
      ? this.#between(20 * HOUR, 60 * HOUR)
      : this.#between(MINUTE, 5 * HOUR);
    const hal = this.#hal;
    const { leftMs } = this.mains;
    if (leftMs < lasts) this.clock.after(leftMs, () => hal === this.#hal && this.#leave());
    this.clock.after(lasts, () => {
      this.mains.switch(true);
      if (this.#hal?.isOff) this.#powerOn(POWER_ON);
    });
  }

  /** Everything is pulled, and plugged in again soon. */
  #cutPower(): void {
    if (this.#hal?.isOff) return;
    this.#leave();
    this.clock.after(this.#between(SECOND, 10 * MINUTE), () => {
      if (this.#hal?.isOff) this.#powerOn(POWER_ON);
    });
  }

  /** The power fails at some byte of what is written or erased next. */
  #tearNextWrite(): void {
    this.flash.budget = this.#isTrue(0.2) ? this.#whole(0, 9_000) : this.#whole(0, 40);
    this.#press(this.#isTrue(0.5) ? KEY_RED : KEY_GREEN);
  }

  #loseWifi(): void {
    this.network.wifi = false;
    this.network.break(this.#isTrue(0.5));
    this.clock.after(this.#between(10 * SECOND, 8 * HOUR), () => {
      this.network.wifi = true;
    });
  }

  #loseGateway(): void {
    const reach: Reach = this.#isTrue(0.4) ? 'refuses' : this.#isTrue(0.5) ? 'silent' : 'off';
    this.network.gateway = reach;
    this.network.offMs = this.#between(15 * SECOND, 40 * SECOND);
    // Somebody presses while nobody answers, perhaps in the middle of a connect.
    for (let index = this.#whole(0, 4); index > 0; index--) {
      const key = this.#isTrue(0.5) ? KEY_RED : KEY_GREEN;
      this.clock.after(this.#between(0, 10 * MINUTE), () => this.#press(key));
    }
    this.network.break(reach === 'refuses');
    this.clock.after(this.#between(5 * SECOND, 6 * HOUR), () => {
      this.network.gateway = 'up';
    });
  }

  /** Somebody presses while nothing gets through, and then the power fails too. */
  #badNight(): void {
    this.#loseWifi();
    const presses = this.#whole(1, 4);
    for (let index = 0; index < presses; index++) {
      const key = this.#isTrue(0.7) ? KEY_RED : KEY_GREEN;
      this.clock.after(this.#between(0, 10 * SECOND), () => this.#press(key));
    }
    this.clock.after(10 * SECOND, () => this.#cutPower());
  }

  #powerOn(bootCause: number): void {
    this.boots++;
    this.flash.budget = Number.POSITIVE_INFINITY;
    const { clock, network, flash, store, mains, truth, updating } = this;
    const started = updating.start();
    const hal = new YearHal({
      clock,
      network,
      memory: this.#firmware.memory,
      flash,
      store,
      bootCause,
      slots: updating.slots,
      random: randomOf(this.#seed, `boot ${this.boots}`),
      health: () => mains.health(),
      onShow: ({ name }) => truth.shown(name),
      onRestart: () => {
        this.#leave();
        this.#powerOn(RESTART);
      },
      onKick: () => {
        this.#kickedAt = clock.now;
        truth.kicked(this.boots);
      },
      onBrokeOff: (inHandler) => this.#brokeOff(hal, inHandler),
      onException: (problem) => truth.tell(`exception: ${problem}`),
    });
    const settings = settingsOf();
    settings.lookMs = this.#lookMs;
    if (this.#isQuick) {
      settings.heartbeatMs = HOUR;
      settings.keepaliveS = 300;
    }
    const observer: Observer = {
      pressed: (identity, key) => !hal.isOff && truth.pressed(identity, key),
      settled() {},
      news() {},
      shown() {},
      link: (state) => state === 'connecting' && truth.connecting(network.attempts + 1),
    };
    this.#hal = hal;
    if (started !== 'runs') {
      this.#startFailed(hal, started);
      return;
    }
    const firmware = this.#firmware;
    // A start that finds no memory is another story: test/firmware/failed-start.test.ts.
    firmware.memory.failAfter(Number.POSITIVE_INFINITY);
    this.device = new firmware.Device(hal, settings, observer, () => firmware.SERVICE);
    this.device.start();
  }

  /** Nobody watches the keys until the next start. */
  #startFailed(hal: YearHal, started: 'throws' | 'cut'): void {
    this.device = null;
    if (started === 'cut') {
      this.#cutPower();
      return;
    }
    this.clock.after(FAILED_PAUSE_MS, () => hal.restart());
  }

  /** The power is gone. What a full outbox gave up is remembered. */
  #leave(): void {
    this.givenUp += this.device?.outbox.lost ?? 0;
    this.#hal?.powerOff();
    for (const { key } of this.#untold) {
      this.truth.count(this.truth.made, key, -1);
      this.truth.count(this.truth.torn, key, 1);
    }
    this.#untold.clear();
  }

  #mood(): PlatformMood {
    const luck = this.#life();
    const closeMs = this.#between(10 * MINUTE, 2 * HOUR);
    if (luck < 0.05) return { acceptMs: null, answerMs: null, closeMs };
    if (luck < 0.1)
      return { acceptMs: this.#between(MINUTE, 20 * MINUTE), answerMs: null, closeMs };
    const answerMs = this.#between(5 * SECOND, 2 * MINUTE);
    return { acceptMs: this.#between(50, 3 * SECOND), answerMs, closeMs };
  }

  #judgeWear(): void {
    const { truth, flash, boots, gateway } = this;
    // An entry and its end for each press, a boot, some joined presses, and what turning a page copies.
    const most = 6 * gateway.presses.size + 40 * boots + 1_000;
    if (flash.writes > most) truth.tell(`${flash.writes} writes to flash, more than ${most}`);
    if (Math.max(...flash.erases) > 60) truth.tell('a page of flash was erased more than 60 times');
  }

  get #isQuick(): boolean {
    return this.#seed % 10 !== 0;
  }

  #isTrue(probability: number): boolean {
    return this.#life() < probability;
  }

  #between(least: number, most: number): number {
    return least + this.#life() * (most - least);
  }

  #whole(least: number, most: number): number {
    return Math.floor(this.#between(least, most + 1));
  }
}

function settingsOf(): Settings {
  const address = { host: 'gateway', port: 1883, tls: false };
  return standardSettings(DEVICE_ID, KEY.secret, KEY.version, address, null);
}

/** The same seed lives the same year. */
export function liveYear(options: YearOptions): YearReport {
  return new Year(options).run();
}
