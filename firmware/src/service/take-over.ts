// What a boot takes over from the boots before: the counter, and the presses that wait.
import type { Instructed } from '../core/service.ts';
import { awaitGesture } from './gesture.ts';
import { openLog } from './open-log.ts';

/** False when flash doesn't work. Looks out for the gesture too, so that this script is loaded once. */
export function takeOver(device: Instructed): boolean {
  const log = device.log;
  const works = openLog(log);
  device.link.bootId = log.bootId;
  device.outbox.restore();
  for (const press of log.presses) {
    if (!press.test)
      device.calls.forKey(press.event.key).pressed(press.identity, device.hal.now(), -Infinity);
  }
  if (device.keys.green.down) awaitGesture(device);
  return works;
}
