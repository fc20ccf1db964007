// What is seldom done with the slots: an image that has proved itself is marked as good, and one is left by order.
import { UPDATE_BACK, UPDATE_FAILED, UPDATE_REFUSED, UPDATE_WAITING } from '#protocol/messages.ts';
import type { Instructed, UpdateService } from '../core/service.ts';
import { GOOD_AT, isStartable, LEFT_AT, MARK, numberIn, SHA256_AT } from '../core/slot-head.ts';
import type { Hal, Slots } from '../hal.ts';
import { marksIn } from './slot-marks.ts';
import { type Answer, statusOf } from './update-answer.ts';
import { stepFields } from './update-frame.ts';
import { holding } from './update-hold.ts';
import { restartSoon } from './update-whole.ts';

/** Leaves the image that runs, or was to run after the next restart. */
function goBack(device: Instructed, slots: Slots, image: number): Answer {
  const slot = slots.running;
  const running = marksIn(slots, slot);
  const other = marksIn(slots, 1 - slot);
  const idIn = (which: number) => numberIn(slots.read(which, SHA256_AT, 4), 0);
  const left = { state: UPDATE_FAILED, detail: 'left' };
  const refused = { state: UPDATE_REFUSED, detail: 'slots' };
  const held = holding(device);
  // The battery and the power are no reason to stay with what an operator wants to leave.
  const isHeld = held === 'press' || held === 'call' || held === 'test';
  if (!running || idIn(slot) !== image) {
    if (!other || idIn(1 - slot) !== image) return refused;
    if (other.isLeft) return left;
    // What it may have to go back to itself stays.
    if (other.isGood) return refused;
    if (isHeld) return { state: UPDATE_WAITING, detail: held };
    // It isn't all there, or waits for the restart into it: now there is nothing to start.
    const taking = device.orders.taking;
    if (taking && taking.image === 0) device.orders.stop();
    delete device.orders.taking;
    slots.erase(1 - slot, 0);
    return left;
  }
  if (!other || !isStartable(other) || !other.isGood) return refused;
  if (isHeld) return { state: UPDATE_WAITING, detail: held };
  if (!running.isLeft) slots.write(slot, LEFT_AT, MARK);
  restartSoon(device);
  return left;
}

/** `slotsOf`: as for `offersIn`. */
export function updatesIn(slotsOf: (hal: Hal) => Slots | null): UpdateService {
  return {
    instruct: (device, frame) => {
      const fields = stepFields(frame, UPDATE_BACK);
      if (!fields) return null;
      const image = (fields[1] as number) || 0;
      let slots: Slots | null = null;
      let answer = { state: UPDATE_REFUSED, detail: 'slots' };
      try {
        slots = slotsOf(device.hal);
        if (slots) answer = goBack(device, slots, image);
      } catch {
        // Flash that takes no writes, or a slot that isn't where it should be.
        answer = { state: UPDATE_REFUSED, detail: 'storage' };
      }
      return statusOf(device, slots ? slots.running : -1, image, answer);
    },
    prove: (device) => {
      try {
        const slots = slotsOf(device.hal);
        if (!slots) return;
        const marks = marksIn(slots, slots.running);
        if (marks && !marks.isGood) slots.write(slots.running, GOOD_AT, MARK);
        slots.proved();
        device.hal.isOnTrial = false;
      } catch {
        // The next receipt of a heartbeat tries again; after 15 min the loader does.
      }
    },
  };
}
