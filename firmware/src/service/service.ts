// The service script's functions in one object: bundled for a board, imported on a host.
import { decodeInstruction } from '#protocol/device/instructions.ts';
import type { Service } from '../core/service.ts';
import { obey } from './commands.ts';
import { awaitGesture } from './gesture.ts';
import { selfTest } from './self-test.ts';
import { settingsOf } from './settings-file.ts';

export const SERVICE: Service = {
  settingsOf: settingsOf,
  selfTest: selfTest,
  awaitGesture: awaitGesture,
  instruct: (device, frame) => {
    const instruction = decodeInstruction(frame);
    if (instruction && instruction.kind === 'command') obey(device, instruction);
  },
};
