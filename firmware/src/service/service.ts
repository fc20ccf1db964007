// The service script's functions in one object: bundled for a board, imported on a host.
import { decodeInstruction } from '#protocol/device/instructions.ts';
import type { Service } from '../core/service.ts';
import { obey } from './commands.ts';
import { configure } from './configuration.ts';
import { judge } from './judge.ts';
import { hasRoom } from './room.ts';
import { settingsOf } from './settings-file.ts';
import { loadSettings } from './settings-store.ts';
import { takeOver } from './take-over.ts';

export const SERVICE: Service = {
  takeOver: takeOver,
  startOf: (hal) => {
    const stored = loadSettings(hal);
    return stored ? { settings: settingsOf(stored), wifi: stored.wifi || null } : null;
  },
  instruct: (device, frame) => {
    const instruction = hasRoom(device.hal) ? decodeInstruction(frame) : null;
    if (!instruction) return;
    if (instruction.kind === 'command') obey(device, instruction);
    else configure(device, instruction);
  },
  judge: judge,
};
