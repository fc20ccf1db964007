// The one status that answers a step of an update.
import { UPDATE_WANTED } from '#protocol/messages.ts';
import type { Instructed } from '../core/service.ts';
import { FIRMWARE_VERSION } from '../core/settings.ts';
import type { Slots } from '../hal.ts';

/** What a step comes to. */
export interface Answer {
  state: number;
  detail: string;
}

export const WANTED: Answer = { state: UPDATE_WANTED, detail: '' };

/** `slots`: null where there are none. Nothing is sent without a session. */
export function answerStep(
  device: Instructed,
  slots: Slots | null,
  image: number,
  answer: Answer,
): void {
  const taking = device.orders.taking;
  if (!device.link.isOpen()) return;
  device.link.send({
    ageMs: 0,
    ageIsLowerBound: false,
    test: false,
    identity: null,
    event: {
      kind: 'update_status',
      image: image,
      state: answer.state,
      next: answer.state === UPDATE_WANTED && taking ? taking.next : 0,
      detail: answer.detail,
      running: device.hal.version ?? FIRMWARE_VERSION,
      slot: slots ? slots.running + 1 : 0,
    },
  });
}
