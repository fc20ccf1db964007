// What waits in an outbox, in the order of sending, as tests like to read it.
import type { FlashLog } from '#firmware/src/core/flash-log.ts';
import type { Outbox } from '#firmware/src/core/outbox.ts';
import { MARK_EARLIER, MARK_SENT, MARK_TEST, type Rows } from '#firmware/src/core/rows.ts';
import type { DeviceEvent, Identity, Key } from '#protocol/messages.ts';

export interface Waiting {
  row: number;
  identity: Identity;
  event: DeviceEvent;
  test: boolean;
  lane: number;
  /** Null when it happened in an earlier boot. */
  at: number | null;
  everSent: boolean;
}

export function waitingRows(rows: Rows): Waiting[] {
  return [...rows.order.subarray(0, rows.depth)].map((row) => ({
    row,
    identity: rows.identity(row),
    event: rows.event(row),
    test: rows.is(row, MARK_TEST),
    lane: rows.lane(row),
    at: rows.is(row, MARK_EARLIER) ? null : (rows.times[row] as number),
    everSent: rows.is(row, MARK_SENT),
  }));
}

export const waiting = (outbox: Outbox): Waiting[] => waitingRows(outbox.rows);

/** The presses among them. */
export const waitingPresses = (rows: Rows): Waiting[] =>
  waitingRows(rows).filter((row) => row.event.kind === 'press');

export interface LoggedPress {
  identity: Identity;
  key: Key;
  count?: number;
  test?: boolean;
}

/** Puts a press, or its new count, in the rows of a log and on its flash. False when flash doesn't take it. */
export function addTo(log: FlashLog, press: LoggedPress): boolean {
  const { rows } = log;
  const known = rows.find(press.identity);
  const row = known < 0 ? rows.addPress(press.identity, press.key, press.test ?? false, 0) : known;
  rows.counts[row] = press.count ?? 1;
  return log.keep(row);
}

/** Takes a press out again. False when flash doesn't take it. */
export function clearFrom(log: FlashLog, identity: Identity): boolean {
  const row = log.rows.find(identity);
  if (row >= 0) log.rows.remove(row);
  return log.clear(identity);
}
