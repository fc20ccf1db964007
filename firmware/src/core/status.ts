// How the device is: heartbeats, and battery or mains when they have changed. Thin: no filtering yet.
import { type DeviceEvent, MAX_UINT32, type Receipt } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';
import { FIRMWARE_VERSION } from './settings.ts';

export const BATTERY_NORMAL = 1;
export const BATTERY_LOW = 2;
export const BATTERY_CRITICAL = 3;
const MAINS_LOST = 1;
const MAINS_RESTORED = 2;

/** Percent at and below which a battery that isn't being charged is low, and critical. */
const LOW_PERCENT = 20;
const CRITICAL_PERCENT = 5;

const ASK_EVERY_MS = 3600000;
/** After so many heartbeats in a row whose receipt didn't come, the session is taken for broken. */
const MAX_UNANSWERED = 3;

export interface Reporter {
  /** An event that must arrive. */
  report(event: DeviceEvent): unknown;
}

export class Status {
  hal: Hal;
  link: Link;
  outbox: Outbox;
  reporter: Reporter;
  alarm: Alarm;
  onMains: boolean;
  batteryLevel: number;
  /** FaultKind of the last fault of this boot, 0 for none. */
  lastError: number;
  /** Envelope number of a heartbeat whose receipt is awaited, 0 for none. */
  asked: number;
  askedAt: number;
  unanswered: number;

  constructor(hal: Hal, link: Link, outbox: Outbox, reporter: Reporter) {
    this.hal = hal;
    this.link = link;
    this.outbox = outbox;
    this.reporter = reporter;
    this.alarm = new Alarm(hal);
    this.onMains = true;
    this.batteryLevel = BATTERY_NORMAL;
    this.lastError = 0;
    this.asked = 0;
    this.askedAt = 0;
    this.unanswered = 0;
  }

  /** Looks and reports, then comes back every `heartbeatMs`: also while cut off, so that a mains loss isn't missed. */
  start(): void {
    this.alarm.set(this.link.settings.heartbeatMs, () => this.tick());
    this.check();
  }

  stop(): void {
    this.alarm.clear();
  }

  /** A new session: a heartbeat that asks for a receipt. */
  sessionOpened(): void {
    this.start();
    this.asked = 0;
    this.unanswered = 0;
    this.beat(true);
  }

  receipted(receipt: Receipt): void {
    if (receipt.answers !== this.asked) return;
    this.asked = 0;
    this.unanswered = 0;
  }

  tick(): void {
    this.start();
    if (!this.link.isOpen()) return;
    if (this.asked !== 0) {
      this.unanswered++;
      if (this.unanswered >= MAX_UNANSWERED) {
        this.link.drop('no receipt for heartbeats');
        return;
      }
    }
    this.beat(this.asked !== 0 || this.hal.now() - this.askedAt >= ASK_EVERY_MS);
  }

  beat(asks: boolean): void {
    const health = this.hal.health();
    const now = this.hal.now();
    const uptimeS = Math.floor(now / 1000);
    const number = this.link.send({
      ageMs: 0,
      ageIsLowerBound: false,
      test: false,
      identity: null,
      event: {
        kind: 'heartbeat',
        uptimeS: uptimeS > MAX_UINT32 ? MAX_UINT32 : uptimeS,
        batteryMv: health.batteryMv,
        batteryPercent: health.batteryPercent,
        onMains: health.onMains,
        rssiDbm: health.rssiDbm,
        freeVariables: health.freeVariables,
        outboxDepth: this.outbox.entries.length,
        reconnects: this.link.connections - 1,
        lastError: this.lastError,
        firmware: FIRMWARE_VERSION,
        configurationRevision: this.link.settings.revision,
        asksReceipt: asks,
      },
    });
    if (!asks) return;
    this.asked = number;
    this.askedAt = now;
  }

  check(): void {
    const health = this.hal.health();
    if (health.onMains !== this.onMains) {
      this.onMains = health.onMains;
      this.reporter.report({ kind: 'mains', state: health.onMains ? MAINS_RESTORED : MAINS_LOST });
    }
    let level = BATTERY_NORMAL;
    if (health.batteryMv > 0 && !health.onMains) {
      if (health.batteryPercent <= LOW_PERCENT) level = BATTERY_LOW;
      if (health.batteryPercent <= CRITICAL_PERCENT) level = BATTERY_CRITICAL;
    }
    if (level === this.batteryLevel) return;
    this.batteryLevel = level;
    this.reporter.report({
      kind: 'battery',
      level: level,
      batteryMv: health.batteryMv,
      batteryPercent: health.batteryPercent,
    });
  }
}
