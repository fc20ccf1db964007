// What a boot takes over from the boots before, the counter and the presses that wait, and that it is reported.
import { type DeviceEvent, KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import type { Outbox } from '../core/outbox.ts';
import { LANE_GREEN, LANE_RED, MARK_SENT, MARK_TEST, OUTBOX_ENTRIES } from '../core/rows.ts';
import type { Instructed } from '../core/service.ts';
import { FIRMWARE_VERSION } from '../core/settings.ts';
import { awaitGesture } from './gesture.ts';
import { openLog } from './open-log.ts';

/** Half of what a seq may be: there is room for all that a boot can report. */
const FIRST_SEQ_BELOW = 2147483648;

/**
 * Takes over the presses of earlier boots. Call after the log is open. When all are red the newest was held back and
 * never sent: see `heldBack`. A power cut between a red press and the green one that went for it leaves one too many.
 */
export function restore(outbox: Outbox): void {
  const rows = outbox.rows;
  const last = rows.last();
  if (rows.depth >= OUTBOX_ENTRIES && rows.lane(last) === LANE_RED)
    rows.mark(last, MARK_SENT, false);
}

/** Somebody waits since an earlier boot, for whom the newest press of a key speaks. */
function showNewest(device: Instructed, key: Key, lane: number): void {
  const rows = device.outbox.rows;
  let newest = -1;
  for (let i = 0; i < rows.depth; i++) {
    const row = rows.order[i] as number;
    if (rows.lane(row) === lane && !rows.is(row, MARK_TEST)) newest = row;
  }
  if (newest < 0) return;
  device.calls.forKey(key).pressed(rows.identity(newest), device.hal.now(), -Infinity);
}

/** False when flash doesn't work. Looks out for the gesture too, so that this script is loaded once. */
export function takeOver(device: Instructed): boolean {
  const log = device.log;
  const works = openLog(log);
  device.link.bootId = log.bootId;
  restore(device.outbox);
  const hal = device.hal;
  // The next boot may have this boot_id again: where both counted from 1, its red press would be a duplicate.
  if (!works) device.outbox.seq = Math.floor(hal.random() * FIRST_SEQ_BELOW);
  showNewest(device, KEY_RED, LANE_RED);
  showNewest(device, KEY_GREEN, LANE_GREEN);
  const boot: DeviceEvent = {
    kind: 'boot',
    cause: hal.bootCause,
    firmware: hal.version ?? FIRMWARE_VERSION,
    model: hal.model,
  };
  device.outbox.addStatus(boot, hal.now());
  if (device.keys.green.isDown()) awaitGesture(device);
  return works;
}
