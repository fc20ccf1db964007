// Whether a device may work on an update now: the resident comes first, and the power must stay.
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import type { Instructed } from '../core/service.ts';
import { hasRoom } from './room.ts';

/** BootCauses after which the power may go again soon. */
const POWER_ON = 1;
const BROWNOUT = 4;
const AFTER_POWER_MS = 3600000;

/** The detail of UPDATE_WAITING, or '' when nothing stands against it. README.md of the protocol, "Updates". */
export function holding(device: Instructed): string {
  const hal = device.hal;
  const settings = device.settings;
  const now = hal.now();
  const calls = device.calls;
  if (device.pending() !== PENDING_NOTHING) return 'press';
  if (calls.red.view(now) !== 'idle' || calls.green.view(now) !== 'idle') return 'call';
  if (now < device.test.until) return 'test';
  if (!device.vitals.onMains) return 'battery';
  const cause = hal.bootCause;
  const after = settings.limits.updateAfterPower ?? AFTER_POWER_MS;
  if ((cause === POWER_ON || cause === BROWNOUT) && now < after) return 'power';
  if (settings.trial || settings.otherKey || device.provisioning) return 'busy';
  if (device.orders.alarm.isSet) return 'busy';
  return hasRoom(hal) ? '' : 'memory';
}
