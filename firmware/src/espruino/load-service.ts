// Loads a script from Storage, and lets go of it again: it is held only as long as somebody uses it.
import type { ConsoleService } from '../core/console.ts';
import type { Service } from '../core/service.ts';
import type { ServiceModule } from './interpreter.d.ts';

/** Null when the script isn't there, or is broken. */
function load(name: string): unknown {
  try {
    const module: ServiceModule = require(name);
    Modules.removeCached(name);
    return module.service;
  } catch {
    return null;
  }
}

export function loadService(): Service | null {
  return load('cbservice') as Service | null;
}

export function loadConsole(): ConsoleService | null {
  return load('cbconsole') as ConsoleService | null;
}
