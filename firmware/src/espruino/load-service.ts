// Loads a script from Storage, and lets go of it again: it is held only as long as somebody uses it.
import type { Service } from '../core/service.ts';
import type { ServiceModule } from './interpreter.d.ts';

/**
 * Free variables that the service script must find. It takes 750, and looks by itself how much is left before it works.
 */
const SERVICE_ROOM = 800;

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

export function loadServiceModule(): ServiceModule | null {
  return load('cbservice', SERVICE_ROOM);
}

export function loadService(): Service | null {
  const module = loadServiceModule();
  return module ? (module.service as Service) : null;
}
