// Loads a script from Storage, and lets go of it again: it is held only as long as somebody uses it.
import type { ConsoleService } from '../core/console.ts';
import type { Service } from '../core/service.ts';
import type { ServiceModule } from './interpreter.d.ts';

/**
 * Free variables: the service script takes 740. Where memory runs out no exception is thrown: whatever runs is broken
 * off, a press even, and its key isn't watched any more.
 */
const ROOM = 800;

/** Null when the script isn't there, is broken, or doesn't fit beside what is in memory now. */
export function loadModule(name: string): ServiceModule | null {
  if (process.memory().free < ROOM) return null;
  try {
    const module: ServiceModule = require(name);
    Modules.removeCached(name);
    return module;
  } catch {
    return null;
  }
}

function serviceOf(name: string): unknown {
  const module = loadModule(name);
  return module ? module.service : null;
}

export function loadService(): Service | null {
  return serviceOf('cbservice') as Service | null;
}

export function loadConsole(): ConsoleService | null {
  return serviceOf('cbconsole') as ConsoleService | null;
}
