// Which outbox entries go out in a session, and when one goes again because no receipt came.
import { KEY_RED } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';
import {
  LANE_RED,
  LANE_STATUS,
  MARK_EARLIER,
  MARK_FRESH,
  MARK_KEY,
  MARK_SENT,
  MARK_TEST,
  type Rows,
} from './rows.ts';

/**
 * So many of a lane's entries may be under way: sent, and their receipt not overdue. All that waits at once would take
 * more memory than a small board has, of which a press needs some. Red waits for no other lane.
 */
export const WINDOW = 4;

/** Waits for a receipt in ms; they double with each transmission in a session. */
export const RED_RECEIPT_MS = 3000;
export const RECEIPT_MS = 10000;
export const MAX_RECEIPT_MS = 60000;

/** No time of a receipt: something was sent. */
const SENT = -1;

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

  /** Sends a red press that was just made, whatever is under way: somebody stands there. */
  sendAtOnce(row: number): void {
    if (!this.link.isOpen() || this.rows.numbers[row] !== 0) return;
    if (row !== this.outbox.heldBack()) this.transmit(row, this.hal.now());
  }

  /** Sends what may go now, and comes back when the next receipt is overdue. Call after every change. */
  pump(): void {
    if (!this.link.isOpen()) return;
    this.alarm.clear();
    const now = this.hal.now();
    let due = this.sendNext(now);
    while (due === SENT) due = this.sendNext(now);
    if (due < Infinity) this.alarm.set(due - now, () => this.pump());
  }

  /**
   * Sends the entry that goes next, and returns SENT; else the time when the next receipt is overdue, Infinity for none.
   * First red, then what wasn't sent in this session: what gets no receipt must not keep others from having their turn.
   * In one function, without calls: it is done for each receipt, and for the many that wait.
   */
  sendNext(now: number): number {
    const rows = this.rows;
    const heldBack = this.outbox.heldBack();
    let reds = 0;
    let others = 0;
    let due = Infinity;
    let newRed = -1;
    let lateRed = -1;
    let newOther = -1;
    let lateOther = -1;
    for (let i = 0; i < rows.depth; i++) {
      const row = rows.order[i] as number;
      const isRed = ((rows.marks[row] as number) & MARK_KEY) === KEY_RED;
      if (rows.numbers[row] === 0) {
        if (row === heldBack) continue;
        if (isRed) newRed = newRed < 0 ? row : newRed;
        else newOther = newOther < 0 ? row : newOther;
      } else if ((rows.dueTimes[row] as number) > now) {
        if (isRed) reds++;
        else others++;
        if ((rows.dueTimes[row] as number) < due) due = rows.dueTimes[row] as number;
      } else if (isRed) lateRed = lateRed < 0 ? row : lateRed;
      else lateOther = lateOther < 0 ? row : lateOther;
    }
    let next = -1;
    if (reds < WINDOW) next = newRed < 0 ? lateRed : newRed;
    // While a red press wasn't sent in this session, nothing else goes before it, nor takes its time.
    if (next < 0 && newRed < 0 && others < WINDOW) next = newOther < 0 ? lateOther : newOther;
    if (next < 0) return due;
    this.transmit(next, now);
    return SENT;
  }

  transmit(row: number, now: number): void {
    const rows = this.rows;
    const lane = rows.lane(row);
    let wait = (rows.waits[row] as number) * 2;
    if (wait === 0) wait = lane === LANE_RED ? RED_RECEIPT_MS : RECEIPT_MS;
    if (wait > MAX_RECEIPT_MS) wait = MAX_RECEIPT_MS;
    rows.waits[row] = wait;
    rows.dueTimes[row] = now + wait;
    if (!rows.is(row, MARK_SENT)) rows.mark(row, MARK_SENT + MARK_FRESH, true);
    rows.numbers[row] = this.link.send({
      ageMs: rows.ageMs(row, now),
      ageIsLowerBound: rows.is(row, MARK_EARLIER),
      test: rows.is(row, MARK_TEST),
      identity: rows.identity(row),
      event: rows.event(row),
    });
    // A line that died unnoticed swallows a press: better known within seconds than at the next keepalive.
    if (lane !== LANE_STATUS) this.link.probe();
  }
}
