// Loads the service script from Storage, and lets go of it again: it is held only as long as somebody uses it.
import type { Service } from '../core/service.ts';
import type { ServiceModule } from './interpreter.d.ts';

const MODULE = 'cbservice';

/** Null when the script isn't there, or is broken. */
export function loadService(): Service | null {
  try {
    const module: ServiceModule = require(MODULE);
    Modules.removeCached(MODULE);
    return module.service;
  } catch {
    return null;
  }
}
