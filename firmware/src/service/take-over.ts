// What a boot takes over from the boots before, the counter and the presses that wait, and that it is reported.
import type { DeviceEvent } from '#protocol/messages.ts';
import { LANE_RED, type Outbox } from '../core/outbox.ts';
import type { Instructed } from '../core/service.ts';
import { FIRMWARE_VERSION } from '../core/settings.ts';
import { awaitGesture } from './gesture.ts';
import { openLog } from './open-log.ts';

/** Half of what a seq may be: there is room for all that a boot can report. */
const FIRST_SEQ_BELOW = 2147483648;

/** Takes over the presses of earlier boots. Call after the log is open. */
export function restore(outbox: Outbox): void {
  outbox.log.presses = outbox.log.presses.map((stored) => outbox.restore(stored));
  // When all are red the newest was held back and never sent: see `isHeldBack`.
  // A power cut between a red press and the green one that went for it leaves one too many.
  const last = outbox.entries[outbox.entries.length - 1];
  if (last && outbox.isFull() && last.lane === LANE_RED) last.everSent = false;
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
  for (const press of log.presses) {
    if (!press.test)
      device.calls.forKey(press.event.key).pressed(press.identity, hal.now(), -Infinity);
  }
  const boot: DeviceEvent = {
    kind: 'boot',
    cause: hal.bootCause,
    firmware: FIRMWARE_VERSION,
    model: hal.model,
  };
  device.outbox.addStatus(boot, hal.now());
  if (device.keys.green.down) awaitGesture(device);
  return works;
}
