// Loads a script from Storage, and lets go of it again: it is held only as long as somebody uses it.
import type { ConsoleService } from '../core/console.ts';
import type { Service } from '../core/service.ts';
import type { ServiceModule } from './interpreter.d.ts';

/**
 * Free variables that a script must find. Where memory runs out no exception is thrown: whatever runs is broken off, a
 * press even, and its key isn't watched any more. The service script takes 750, and looks by itself how much is left
 * before it works. The console script takes 830, and up to 300 while it works: measured, 1,000 are too few.
 */
const SERVICE_ROOM = 800;
const CONSOLE_ROOM = 1200;

/** Null when the script isn't there, is broken, or doesn't fit beside what is in memory now. */
function load(name: string, room: number): ServiceModule | null {
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

export function loadConsole(): ConsoleService | null {
  const module = load('cbconsole', CONSOLE_ROOM);
  return module ? (module.service as ConsoleService) : null;
}
