// What the console tells of the slots, and the way back to the other one by cable.
import type { ConsolePart } from '../core/console.ts';
import { FIRMWARE_VERSION } from '../core/settings.ts';
import { headOf, isStartable, LEFT_AT, MARK, type Marks } from '../core/slot-head.ts';
import type { Hal, Slots } from '../hal.ts';
import { refused } from './console-answer.ts';
import { marksIn } from './slot-marks.ts';

/** How long the answer has to leave the port before the restart, in ms. */
const LEAVE_MS = 500;

/** In one word. */
function stateOf(marks: Marks | null): string {
  if (!marks) return 'empty';
  if (!marks.isWhole) return 'part';
  if (marks.isLeft) return 'left';
  return marks.isGood ? 'good' : 'trial';
}

/** `slotsOf`: null where the firmware lies in none. */
export function slotsPart(slotsOf: (hal: Hal) => Slots | null): ConsolePart {
  return {
    carryOut: (console, words) => {
      const hal = console.hal;
      const slots = slotsOf(hal);
      const version = hal.version ?? FIRMWARE_VERSION;
      if (!slots) {
        return words[0] === 'slots'
          ? ['ok', 'slot=0', 'version=' + version, 'state=none']
          : refused('UNSUPPORTED', 'back');
      }
      const own = marksIn(slots, slots.running);
      const otherSlot = 1 - slots.running;
      const other = marksIn(slots, otherSlot);
      if (words[0] === 'slots') {
        return [
          'ok',
          'slot=' + (slots.running + 1),
          'version=' + version,
          'state=' + stateOf(own),
          'other=' + (otherSlot + 1),
          'other_version=' + (other ? headOf(slots.read(otherSlot, 0, LEFT_AT)).version : ''),
          'other_state=' + stateOf(other),
        ];
      }
      if (!own || !other || !isStartable(other) || !other.isGood) {
        return refused('UNSUPPORTED', 'back');
      }
      if (!own.isLeft) slots.write(slots.running, LEFT_AT, MARK);
      hal.after(LEAVE_MS, () => hal.restart());
      return ['ok'];
    },
  };
}
