// Judges, by what becomes of the link, a key or addresses that have to prove themselves.
import { FAULT_STORAGE } from '../core/faults.ts';
import type { LinkState } from '../core/observer.ts';
import type { Instructed } from '../core/service.ts';
import { BAD_PASSWORD } from '../mqtt/client.ts';
import { attemptFailed, endTrial, mergeTrial } from './configuration.ts';
import { hasRoom } from './room.ts';
import { isNewestProven, tryOtherKey } from './rotation.ts';
import { loadSettings, saveSettings } from './settings-store.ts';

export function judge(device: Instructed, state: LinkState, reason: string): void {
  if (state === 'connected') {
    proven(device);
  } else if (state === 'waiting') {
    if (reason === BAD_PASSWORD) tryOtherKey(device);
    const trial = device.settings.trial;
    if (trial) attemptFailed(device, trial);
  }
}

/** A sealed downlink came. When it can't be stored, the next one tries again. */
function proven(device: Instructed): void {
  const settings = device.settings;
  const trial = settings.trial;
  const forgets = isNewestProven(device);
  if ((!trial && !forgets) || !hasRoom(device.hal)) return;
  const stored = loadSettings(device.hal);
  if (stored && trial) mergeTrial(stored, trial);
  if (stored && forgets) delete stored.old_key;
  if (!stored || !saveSettings(device.hal, stored)) {
    device.fault(FAULT_STORAGE, 0);
    return;
  }
  if (forgets) settings.otherKey = null;
  if (trial) endTrial(device, trial);
}
