// Looks at mains, battery, memory and link every 2 s: reports what has changed, spares a battery that is about to die,
// and tells the hardware watchdog that all is well only when it is. One object for all that: each costs memory.
import { PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import type { DeviceEvent } from '#protocol/messages.ts';
import type { Hal, Timer } from '../hal.ts';
import { Alarm } from './alarm.ts';
import { BATTERY_CRITICAL, BATTERY_NORMAL, nextLevel, percentOf } from './battery.ts';
import { FAULT_STORAGE } from './faults.ts';
import type { FlashLog } from './flash-log.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';

const MAINS_LOST = 1;
const MAINS_RESTORED = 2;

/** The battery is measured at every so many looks, that is, every 30 s. */
const SAMPLE_LOOKS = 15;
/** After so many looks' time the second timer looks, when the first did not. */
const SPARE_LOOKS = 1.5;
/** How long after a PINGREQ the battery is measured, in ms: the radio is on then, and draws what it draws. */
const LOAD_MS = 20;
/** Of a new reading: noise of 30 mV becomes 7, and a true change is followed within 4 min. */
const WEIGHT = 0.25;
/** Readings since mains has changed before they are trusted. */
const MIN_SAMPLES = 3;

/** A cell on mains that shows less isn't there; or is dead, when mains has been there for two hours. In mV and ms. */
const ABSENT_MV = 2500;
const DEAD_MV = 3300;
const CHARGE_MS = 7200000;

/** While saving: how long a session lasts after a red press, and how often a heartbeat goes out. */
const AWAKE_MS = 900000;
const DAY_MS = 86400000;

/** With fewer free variables status is let go of. */
const SHORT = 300;
/** With fewer for a minute the device restarts: presses are on flash, and a new one would not fit into memory. */
const TOO_SHORT = 100;
const TOO_SHORT_LOOKS = 30;
/** Not sooner after a start, in ms: where memory is short from the start a restart doesn't help. */
const MIN_UPTIME_MS = 3600000;

/** The device, as seen from here. */
export interface VitalsHost {
  hal: Hal;
  log: FlashLog;
  outbox: Outbox;
  link: Link;
  /** What waits in the outbox: PENDING_NOTHING, PENDING_GREEN or PENDING_RED. */
  pending(): number;
  /** An event that must arrive. */
  report(event: DeviceEvent): unknown;
  fault(kind: number, detail: number): void;
  restart(): void;
  /** Begins a new session, and looks again. */
  recover(): void;
}

export class Vitals {
  device: VitalsHost;
  alarm: Alarm;
  /** Of a second timer: memory that runs out in the first before it has planned the next look must not end the looks. */
  spare: Timer;
  onMains: boolean;
  /** The last look saw another state than `onMains`. */
  differs: boolean;
  /** Since when `onMains` holds. */
  since: number;
  /** Looks until the battery is measured. */
  looks: number;
  /** Of the battery, filtered; 0 when it can't be measured. */
  millivolts: number;
  samples: number;
  level: number;
  awakeUntil: number;
  beatAt: number;
  shortLooks: number;

  constructor(device: VitalsHost) {
    this.device = device;
    this.alarm = new Alarm(device.hal);
    this.spare = null;
    this.onMains = true;
    this.differs = false;
    this.since = 0;
    this.looks = 0;
    this.millivolts = 0;
    this.samples = 0;
    this.level = BATTERY_NORMAL;
    this.awakeUntil = 0;
    this.beatAt = 0;
    this.shortLooks = 0;
  }

  /** An exception in here keeps the watchdog from being kicked; the next look is planned before. */
  look(): void {
    const device = this.device;
    this.planLook();
    if (device.hal.brokeOff()) {
      device.recover();
      return;
    }
    const health = device.hal.health();
    this.lookAtPower(health.onMains);
    const free = health.freeVariables;
    if (free > 0 && free < SHORT) device.outbox.dropStatus();
    this.shortLooks = free > 0 && free < TOO_SHORT ? this.shortLooks + 1 : 0;
    // A restart doesn't mend flash, and would take the boot counter: such a device serves on from memory.
    const log = device.log;
    if (log.broken) device.fault(FAULT_STORAGE, 0);
    else if (this.shortLooks >= TOO_SHORT_LOOKS && device.hal.now() >= MIN_UPTIME_MS) {
      device.restart();
      return;
    }
    device.outbox.keepRest();
    if (log.isNearlyFull() && !log.broken && device.pending() === PENDING_NOTHING) log.turnPage();
    if (device.link.isAlive()) device.hal.kick();
  }

  /**
   * In a function of its own, so that the timers hold on to nothing of a look. In this order one of them is always set,
   * wherever this is broken off. The second is no Alarm, to take less: when it comes once too often, that is a look more.
   */
  planLook(): void {
    const lookMs = this.device.link.settings.lookMs;
    const look = () => this.look();
    this.alarm.set(lookMs, look);
    this.cancelSpare();
    this.spare = this.device.hal.after(lookMs * SPARE_LOOKS, look);
  }

  cancelSpare(): void {
    const spare = this.spare;
    // First: a timer that is gone must not be cancelled again, because another may have its number by then.
    this.spare = null;
    if (spare !== null) this.device.hal.cancel(spare);
  }

  stop(): void {
    this.alarm.clear();
    this.cancelSpare();
  }

  /** Mains has changed when two looks in a row say so. */
  lookAtPower(onMains: boolean): void {
    const device = this.device;
    const link = device.link;
    const now = device.hal.now();
    const differed = this.differs;
    this.differs = onMains !== this.onMains;
    if (this.differs && differed) {
      this.onMains = onMains;
      this.differs = false;
      this.since = now;
      // A charger's voltage says nothing about a cell that is alone, and the other way round.
      this.samples = 0;
      this.looks = 0;
      device.report({ kind: 'mains', state: onMains ? MAINS_RESTORED : MAINS_LOST });
    }
    this.looks--;
    if (this.looks < 0) {
      this.looks = SAMPLE_LOOKS - 1;
      if (this.onMains) this.sample();
      else {
        link.probe();
        device.hal.after(LOAD_MS, () => this.sample());
      }
    }
    if (!this.isSaving()) {
      if (link.dueAt === Infinity) link.hurry(true);
      return;
    }
    // While saving there is a connection only for a red press and for the heartbeat of the day.
    if (now >= this.beatAt) {
      this.beatAt = now + DAY_MS;
      this.wake();
    }
    if (now < this.awakeUntil || device.pending() === PENDING_RED) return;
    if (link.dueAt !== Infinity) link.park();
  }

  /** Takes a reading of the battery, and judges its level. */
  sample(): void {
    const device = this.device;
    const reading = device.hal.health().batteryMv;
    if (reading === 0) return;
    const now = device.hal.now();
    this.millivolts += (reading - this.millivolts) * (this.samples === 0 ? 1 : WEIGHT);
    this.samples++;
    if (this.samples < MIN_SAMPLES) return;
    const millivolts = this.millivolts;
    const percent = percentOf(millivolts);
    const isYoung = now - this.since < CHARGE_MS;
    const charges = millivolts >= DEAD_MV || (isYoung && millivolts >= ABSENT_MV);
    const level = nextLevel(this.level, percent, this.onMains, charges);
    if (level === this.level) return;
    this.level = level;
    this.beatAt = now + DAY_MS;
    this.awakeUntil = now + AWAKE_MS;
    device.report({
      kind: 'battery',
      level: level,
      batteryMv: Math.round(millivolts),
      batteryPercent: percent,
    });
  }

  /** The battery is nearly empty and nothing fills it: only red presses and one heartbeat a day are sent. */
  isSaving(): boolean {
    return this.level === BATTERY_CRITICAL && !this.onMains;
  }

  /** A red press has come, or the heartbeat of the day is due: connects soon, and stays for the answers. */
  wake(): void {
    this.awakeUntil = this.device.hal.now() + AWAKE_MS;
    this.device.link.hurry(false);
  }
}
