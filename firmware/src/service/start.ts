// The start script's functions in one object: what a boot needs once.
import type { StartService } from '../core/service.ts';
import { settingsOf } from './settings-file.ts';
import { loadSettings } from './settings-store.ts';
import { takeOver } from './take-over.ts';

export const START: StartService = {
  takeOver: takeOver,
  startOf: (hal) => {
    const stored = loadSettings(hal);
    return stored ? { settings: settingsOf(stored), wifi: stored.wifi || null } : null;
  },
};
