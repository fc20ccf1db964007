// Both scripts in one object, for a host: it imports what a board loads.
import type { Service, StartService } from '../core/service.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { START } from './start.ts';

export const SERVICE: StartService & Service = {
  takeOver: START.takeOver,
  startOf: START.startOf,
  instruct: INSTRUCTIONS.instruct,
  judge: INSTRUCTIONS.judge,
};
