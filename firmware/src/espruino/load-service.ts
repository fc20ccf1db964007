// Loads a script from Storage, and lets go of it again: it is held only as long as somebody uses it.
import type { Services } from '../core/service.ts';
import type { ServiceModule } from './interpreter.d.ts';

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
  try {
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
