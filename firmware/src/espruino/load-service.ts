// Loads a script from the slot that runs, and lets go of it again: it is held only as long as somebody uses it.
import type { Services } from '../core/service.ts';
import type { ServiceModule, StorageModule } from './interpreter.d.ts';
import { PAYLOAD_AT } from './slot-place.ts';

/** The list at the front of a payload ends within this. */
const LIST_BYTES = 512;

/**
 * Free variables that the service script must find. It takes 520, and looks by itself how much is left before it works.
 */
export const SERVICE_ROOM = 560;

/**
 * Null when the script isn't there, is broken, or finds fewer than `room` free variables. Where memory runs out no
 * exception is thrown: whatever runs is broken off, a press even, and its key isn't watched any more.
 */
export function load(name: string, room: number): ServiceModule | null {
  if (process.memory().free < room) return null;
  const file = typeof cbSlot === 'undefined' ? '' : cbSlot;
  try {
    const storage: StorageModule = require('Storage');
    // `name:length name:length …`, and the scripts one behind the other.
    const list = file === '' ? '' : (storage.read(file, PAYLOAD_AT, LIST_BYTES) as string);
    const end = list.indexOf('\n');
    let at = PAYLOAD_AT + end + 1;
    let length = 0;
    for (let from = 0; file !== '' && length === 0; ) {
      const colon = list.indexOf(':', from);
      if (colon < 0 || colon > end) return null;
      const bytes = parseInt(list.substring(colon + 1, colon + 7), 10);
      if (list.substring(from, colon) === name) length = bytes;
      else at += bytes;
      from = list.indexOf(' ', colon) + 1;
      // It was the last one.
      if (from === 0 && length === 0) return null;
    }
    if (length > 0) Modules.addCached(name, storage.read(file, at, length) as string);
    const module: ServiceModule = require(name);
    Modules.removeCached(name);
    return module;
  } catch {
    return null;
  }
}

/** Null as for `load`. */
export function loadService<Name extends keyof Services>(name: Name): Services[Name] | null {
  const module = load(name, SERVICE_ROOM);
  return module ? (module.service as Services[Name]) : null;
}
