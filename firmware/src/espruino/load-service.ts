// Loads a script from Storage, and lets go of it again: it is held only as long as somebody uses it.
import type { ConsoleService } from '../core/console.ts';
import type { Service } from '../core/service.ts';
import type { ServiceModule } from './interpreter.d.ts';

/** Null when the script isn't there, or is broken. */
export function loadModule(name: string): ServiceModule | null {
  try {
    const module: ServiceModule = require(name);
    Modules.removeCached(name);
    return module;
  } catch {
    return null;
  }
}

export function loadService(): Service | null {
  const module = loadModule('cbservice');
  return module ? (module.service as Service) : null;
}

export function loadConsole(): ConsoleService | null {
  const module = loadModule('cbconsole');
  return module ? (module.service as ConsoleService) : null;
}
