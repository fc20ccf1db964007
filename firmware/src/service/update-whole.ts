// What follows when the other slot is to be started: a restart as soon as the resident isn't in need of the device.
import type { Instructed } from '../core/service.ts';
import { holding } from './update-hold.ts';

/** It restarts soon: no press waits, and no call shows. */
export function startOther(device: Instructed): void {
  const orders = device.orders;
  if (orders.alarm.isSet || holding(device) !== '') return;
  // What the restart waits for is looked at anew then.
  orders.taking = { image: 0, bytes: 0, written: 0, next: 0 };
  orders.planRestart(null);
}
