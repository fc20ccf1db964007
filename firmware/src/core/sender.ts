// Which outbox entries go out in a session, and when one goes again because no receipt came.
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';
import { LANE_RED, LANE_STATUS, type Rows } from './rows.ts';

/**
 * So many of a lane's entries may be under way: sent, and their receipt not overdue. All that waits at once would take
 * more memory than a small board has, of which a press needs some. Red waits for no other lane.
 */
export const WINDOW = 4;

/** Waits for a receipt in ms; they double with each transmission in a session. */
export const RED_RECEIPT_MS = 3000;
export const RECEIPT_MS = 10000;
export const LONGEST_RECEIPT_MS = 60000;

export class Sender {
  hal: Hal;
  outbox: Outbox;
  rows: Rows;
  link: Link;
  alarm: Alarm;

  constructor(hal: Hal, outbox: Outbox, link: Link) {
    this.hal = hal;
    this.outbox = outbox;
    this.rows = outbox.rows;
    this.link = link;
    this.alarm = new Alarm(hal);
  }

  /** A new session is open. */
  start(): void {
    this.rows.newSession();
    this.pump();
  }

  /** The session is gone. */
  stop(): void {
    this.alarm.clear();
  }

  /** Sends a red press that was just made, whatever is under way: somebody stands there. */
  sendAtOnce(row: number): void {
    if (!this.link.isOpen() || this.rows.numbers[row] !== 0) return;
    if (row !== this.outbox.heldBack()) this.transmit(row, this.hal.now());
  }

  /** Sends what may go now, and comes back when the next receipt is overdue. Call after every change. */
  pump(): void {
    if (!this.link.isOpen()) return;
    this.stop();
    const rows = this.rows;
    const now = this.hal.now();
    const heldBack = this.outbox.heldBack();
    let reds = 0;
    let others = 0;
    for (let row = 0; row < rows.end; row++) {
      if (!this.isUnderWay(row, now)) continue;
      if (rows.lane(row) === LANE_RED) reds++;
      else others++;
    }
    while (true) {
      const othersMayGo = others < WINDOW && !this.redWaits(heldBack);
      const row = this.next(now, heldBack, reds < WINDOW, othersMayGo);
      if (row < 0) break;
      if (rows.lane(row) === LANE_RED) reds++;
      else others++;
      this.transmit(row, now);
    }
    let due = Infinity;
    for (let row = 0; row < rows.end; row++) {
      if (this.isUnderWay(row, now) && (rows.dueTimes[row] as number) < due) {
        due = rows.dueTimes[row] as number;
      }
    }
    if (due < Infinity) this.alarm.set(due - now, () => this.pump());
  }

  /** A red press wasn't sent in this session and will be: nothing else goes before it, nor takes its time. */
  redWaits(heldBack: number): boolean {
    const rows = this.rows;
    for (let row = 0; row < rows.end; row++) {
      if (!rows.isUsed(row) || row === heldBack || rows.numbers[row] !== 0) continue;
      if (rows.lane(row) === LANE_RED) return true;
    }
    return false;
  }

  /** Sent in this session, and its receipt isn't overdue. */
  isUnderWay(row: number, now: number): boolean {
    const rows = this.rows;
    return rows.isUsed(row) && rows.numbers[row] !== 0 && (rows.dueTimes[row] as number) > now;
  }

  /**
   * The row that goes next, -1 for none. First what wasn't sent in this session: what gets no receipt must not keep
   * others from having their turn.
   */
  next(now: number, heldBack: number, redMayGo: boolean, othersMayGo: boolean): number {
    const rows = this.rows;
    let found = -1;
    for (let row = 0; row < rows.end; row++) {
      if (!rows.isUsed(row) || row === heldBack || this.isUnderWay(row, now)) continue;
      if (!(rows.lane(row) === LANE_RED ? redMayGo : othersMayGo)) continue;
      if (found < 0 || this.goesBefore(row, found)) found = row;
    }
    return found;
  }

  goesBefore(row: number, other: number): boolean {
    const rows = this.rows;
    const isRed = rows.lane(row) === LANE_RED;
    if (isRed !== (rows.lane(other) === LANE_RED)) return isRed;
    const wasSent = rows.numbers[row] !== 0;
    if (wasSent !== (rows.numbers[other] !== 0)) return !wasSent;
    return rows.isBefore(row, other);
  }

  transmit(row: number, now: number): void {
    const rows = this.rows;
    const lane = rows.lane(row);
    let wait = (rows.waits[row] as number) * 2;
    if (wait === 0) wait = lane === LANE_RED ? RED_RECEIPT_MS : RECEIPT_MS;
    if (wait > LONGEST_RECEIPT_MS) wait = LONGEST_RECEIPT_MS;
    rows.waits[row] = wait;
    rows.dueTimes[row] = now + wait;
    rows.setSent(row);
    rows.numbers[row] = this.link.send({
      ageMs: rows.ageMs(row, now),
      ageIsLowerBound: rows.isEarlier(row),
      test: rows.isTest(row),
      identity: rows.identity(row),
      event: rows.event(row),
    });
    // A line that died unnoticed swallows a press: better known within seconds than at the next keepalive.
    if (lane !== LANE_STATUS) this.link.probe();
  }
}
