// All scripts in one object, for a host: it imports what a board loads.
import { decodeNews } from '#protocol/device/frames.ts';
import type { Service, StartService, StepService, UpdateService } from '../core/service.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { START } from './start.ts';
import { updatesIn } from './update.ts';
import { chunksIn } from './update-chunk.ts';

const UPDATES = updatesIn((hal) => hal.slots ?? null);
const CHUNKS = chunksIn((hal) => hal.slots ?? null);

export const SERVICE: StartService & Service & UpdateService = {
  takeOver: START.takeOver,
  startOf: START.startOf,
  instruct: (device, frame) => {
    const news = decodeNews(frame);
    let script: StepService = INSTRUCTIONS;
    if (news && news.kind === 'update_frame') script = news.isChunk ? CHUNKS : UPDATES;
    script.instruct(device, frame);
  },
  judge: INSTRUCTIONS.judge,
  prove: UPDATES.prove,
};
