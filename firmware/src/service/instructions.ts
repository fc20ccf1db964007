// The service script's functions in one object: what the gateway orders, and what becomes of it.
import { decodeInstruction } from '#protocol/device/instructions.ts';
import type { Service } from '../core/service.ts';
import { obey } from './commands.ts';
import { configure } from './configuration.ts';
import { judge } from './judge.ts';
import { hasRoom } from './room.ts';

export const INSTRUCTIONS: Service = {
  instruct: (device, frame) => {
    const instruction = hasRoom(device.hal) ? decodeInstruction(frame) : null;
    if (!instruction) return null;
    if (instruction.kind === 'command') obey(device, instruction);
    else configure(device, instruction);
    return null;
  },
  judge: judge,
};
