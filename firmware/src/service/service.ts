// All scripts in one object, for a host: it imports what a board loads.
import { decodeNews } from '#protocol/device/frames.ts';
import { UPDATE_OFFER } from '#protocol/messages.ts';
import type { Service, StartService, StepService, UpdateService } from '../core/service.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { START } from './start.ts';
import { updatesIn } from './update.ts';
import { chunksIn } from './update-chunk.ts';
import { finishesIn } from './update-finish.ts';
import { offersIn } from './update-offer.ts';

const UPDATES = updatesIn((hal) => hal.slots ?? null);
const STEPS = [
  offersIn((hal) => hal.slots ?? null),
  chunksIn((hal) => hal.slots ?? null),
  finishesIn((hal) => hal.slots ?? null),
];

export const SERVICE: StartService & Service & UpdateService = {
  takeOver: START.takeOver,
  startOf: START.startOf,
  instruct: (device, frame) => {
    const news = decodeNews(frame);
    let script: StepService = INSTRUCTIONS;
    if (news && news.kind === 'update_frame') script = STEPS[news.step - UPDATE_OFFER] ?? UPDATES;
    return script.instruct(device, frame);
  },
  judge: INSTRUCTIONS.judge,
  prove: UPDATES.prove,
};
