// The last step of an update: the image is proved and marked whole. In a script of its own, because it must leave memory
// to a press.
import { hmacSha256, MAC_BYTES, sameMac } from '#protocol/device/envelope.ts';
import { updateBytes } from '#protocol/device/update.ts';
import {
  UPDATE_FINISH,
  UPDATE_REFUSED,
  UPDATE_WAITING,
  UPDATE_WANTED,
  UPDATE_WHOLE,
} from '#protocol/messages.ts';
import type { Instructed, StepService } from '../core/service.ts';
import { headOf, MARK, PAGES_AT, WHOLE_AT } from '../core/slot-head.ts';
import type { Hal, Slots } from '../hal.ts';
import { marksIn } from './slot-marks.ts';
import { type Answer, statusOf } from './update-answer.ts';
import { stepFields } from './update-frame.ts';
import { holding } from './update-hold.ts';
import { startOther } from './update-whole.ts';

function bytesIn(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function takeFinish(device: Instructed, slots: Slots, mac: Uint8Array): Answer {
  const slot = 1 - slots.running;
  if (!marksIn(slots, slot)) return { state: UPDATE_WAITING, detail: 'busy' };
  const head = headOf(slots.read(slot, 0, PAGES_AT));
  if (slots.sha256(slot, head.bytes) !== head.sha256) {
    slots.erase(slot, 0);
    delete device.orders.taking;
    return { state: UPDATE_REFUSED, detail: 'hash' };
  }
  const session = device.link.session;
  const covered = updateBytes(session.keyVersion, session.deviceId, {
    version: head.version,
    bytes: head.bytes,
    sha256: bytesIn(head.sha256),
    older: head.older,
  });
  if (!sameMac(mac, hmacSha256(device.hal.sha256, session.key, covered)))
    return { state: UPDATE_REFUSED, detail: 'mac' };
  slots.write(slot, WHOLE_AT, MARK);
  startOther(device);
  return { state: UPDATE_WHOLE, detail: '' };
}

/** `slotsOf`: as for `offersIn`. */
export function finishesIn(slotsOf: (hal: Hal) => Slots | null): StepService {
  return {
    instruct: (device, frame) => {
      const fields = stepFields(frame, UPDATE_FINISH);
      if (!fields) return null;
      const image = (fields[1] as number) || 0;
      const mac = bytesIn((fields[2] as string) || '');
      if (mac.length !== MAC_BYTES) return null;
      const orders = device.orders;
      const taking = orders.taking;
      let slots: Slots | null = null;
      let answer = { state: UPDATE_REFUSED, detail: 'slots' };
      try {
        slots = slotsOf(device.hal);
        if (slots) {
          let held = 'busy';
          if (taking && taking.image === image) held = holding(device);
          if (held !== '') answer = { state: UPDATE_WAITING, detail: held };
          else if (taking && taking.written >= taking.bytes)
            answer = takeFinish(device, slots, mac);
          else answer = { state: UPDATE_WANTED, detail: '' };
        }
      } catch {
        // Flash that takes no writes, or a slot that isn't where it should be.
        delete orders.taking;
        answer = { state: UPDATE_REFUSED, detail: 'storage' };
      }
      return statusOf(device, slots ? slots.running : -1, image, answer);
    },
  };
}
