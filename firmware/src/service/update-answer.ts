// The one status that answers a step of an update.
import { UPDATE_WANTED, type Uplink } from '#protocol/messages.ts';
import type { Instructed } from '../core/service.ts';
import { FIRMWARE_VERSION } from '../core/settings.ts';

/** What a step comes to. */
export interface Answer {
  state: number;
  detail: string;
}

/** `running`: the slot that runs, or -1 where there are none. */
export function statusOf(
  device: Instructed,
  running: number,
  image: number,
  answer: Answer,
): Uplink {
  const taking = device.orders.taking;
  return {
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
      slot: running + 1,
    },
  };
}
