// Which outbox entries go out in a session, and when one goes again because no receipt came.
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import type { Link } from './link.ts';
import { type Entry, LANE_RED, LANE_STATUS, type Outbox } from './outbox.ts';

/** Green presses and status wait while so many entries are without a receipt. Red never waits. */
export const WINDOW = 8;

/** Waits for a receipt in ms; they double with each transmission in a session. */
export const RED_RECEIPT_MS = 3000;
export const RECEIPT_MS = 10000;
export const LONGEST_RECEIPT_MS = 60000;

export class Sender {
  hal: Hal;
  outbox: Outbox;
  link: Link;
  alarm: Alarm;

  constructor(hal: Hal, outbox: Outbox, link: Link) {
    this.hal = hal;
    this.outbox = outbox;
    this.link = link;
    this.alarm = new Alarm(hal);
  }

  /** A new session is open. */
  start(): void {
    this.outbox.newSession();
    this.pump();
  }

  /** The session is gone. */
  stop(): void {
    this.alarm.clear();
  }

  /** Sends what may go now, and comes back when the next receipt is overdue. Call after every change. */
  pump(): void {
    if (!this.link.isOpen()) return;
    this.stop();
    const now = this.hal.now();
    let inFlight = 0;
    for (const entry of this.outbox.entries) if (entry.number > 0) inFlight++;
    let next = -1;
    for (const entry of this.outbox.entries) {
      if (entry.number > 0) {
        if (entry.dueAt <= now) this.transmit(entry, now);
      } else if ((entry.lane === LANE_RED || inFlight < WINDOW) && !this.outbox.isHeldBack(entry)) {
        this.transmit(entry, now);
        inFlight++;
      }
      if (entry.number > 0 && (next < 0 || entry.dueAt < next)) next = entry.dueAt;
    }
    if (next >= 0) this.alarm.set(next - now, () => this.pump());
  }

  transmit(entry: Entry, now: number): void {
    let wait = entry.waitMs * 2;
    if (wait === 0) wait = entry.lane === LANE_RED ? RED_RECEIPT_MS : RECEIPT_MS;
    entry.waitMs = wait > LONGEST_RECEIPT_MS ? LONGEST_RECEIPT_MS : wait;
    entry.dueAt = now + entry.waitMs;
    if (!entry.everSent) entry.fresh = true;
    entry.everSent = true;
    entry.number = this.link.send({
      ageMs: entry.ageMs(now),
      ageIsLowerBound: entry.at === null,
      test: entry.test,
      identity: entry.identity,
      event: entry.event,
    });
    // A line that died unnoticed swallows a press: better known within seconds than at the next keepalive.
    if (entry.lane !== LANE_STATUS) this.link.probe();
  }
}
