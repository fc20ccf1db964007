// What follows when the other slot is to be started: a restart as soon as the resident isn't in need of the device.
import type { Instructed } from '../core/service.ts';
import { holding } from './update-hold.ts';

/** It restarts soon: no press waits, no call shows, and the power is likely to stay. */
export function startOther(device: Instructed): void {
  if (holding(device) === '') restartSoon(device);
}

/** Whatever the power does. A press that waits, and a call, are looked at anew when it is due. */
export function restartSoon(device: Instructed): void {
  const orders = device.orders;
  if (orders.alarm.isSet) return;
  orders.taking = { image: 0, bytes: 0, written: 0, next: 0 };
  orders.planRestart(null);
}
