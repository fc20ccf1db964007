// How the device is: heartbeats.
import type { Receipt } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import { percentOf } from './battery.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';
import { FIRMWARE_VERSION } from './settings.ts';
import type { Vitals } from './vitals.ts';

const ASK_EVERY_MS = 3600000;
/** Heartbeats in a row without a receipt after which the session is taken for broken. */
const MAX_UNANSWERED = 3;
/** While the battery is spared: nearly a day, because a heartbeat goes out some seconds after it was due. */
const SAVING_EVERY_MS = 80000000;

export class Status {
  hal: Hal;
  link: Link;
  outbox: Outbox;
  vitals: Vitals;
  alarm: Alarm;
  /** FaultKind of the last fault of this boot, 0 for none. */
  lastError: number;
  /** Envelope number of a heartbeat whose receipt is awaited, 0 for none. */
  asked: number;
  askedAt: number;
  unanswered: number;

  constructor(hal: Hal, link: Link, outbox: Outbox, vitals: Vitals) {
    this.hal = hal;
    this.link = link;
    this.outbox = outbox;
    this.vitals = vitals;
    this.alarm = new Alarm(hal);
    this.lastError = 0;
    this.asked = 0;
    this.askedAt = 0;
    this.unanswered = 0;
  }

  /** The next heartbeat comes after `heartbeatMs`. */
  start(): void {
    this.alarm.set(this.link.settings.heartbeatMs, () => this.tick());
  }

  /** A new session: a heartbeat that asks for a receipt. */
  sessionOpened(): void {
    this.start();
    this.asked = 0;
    this.unanswered = 0;
    this.beat(true);
  }

  /** Whether it answers a heartbeat. */
  receipted(receipt: Receipt): boolean {
    if (receipt.answers !== this.asked) return false;
    this.asked = 0;
    this.unanswered = 0;
    return true;
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
    const isProved = !this.hal.isOnTrial;
    this.beat(!isProved || this.asked !== 0 || this.hal.now() - this.askedAt >= ASK_EVERY_MS);
  }

  beat(asks: boolean): void {
    const vitals = this.vitals;
    if (vitals.isSaving() && this.hal.now() - this.askedAt < SAVING_EVERY_MS) return;
    const health = this.hal.health();
    const now = this.hal.now();
    const number = this.link.send({
      ageMs: 0,
      ageIsLowerBound: false,
      test: false,
      identity: null,
      event: {
        kind: 'heartbeat',
        uptimeS: Math.floor(now / 1000),
        batteryMv: Math.round(vitals.millivolts),
        batteryPercent: percentOf(vitals.millivolts),
        onMains: vitals.onMains,
        rssiDbm: health.rssiDbm,
        freeVariables: health.freeVariables,
        outboxDepth: this.outbox.rows.depth,
        reconnects: this.link.connections - 1,
        lastError: this.lastError,
        firmware: this.hal.version ?? FIRMWARE_VERSION,
        configurationRevision: this.link.settings.revision,
        asksReceipt: asks,
      },
    });
    if (!asks) return;
    this.asked = number;
    this.askedAt = now;
  }
}
