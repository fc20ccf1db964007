// A generator whose whole homes run a firmware with one deliberate fault, named by BROKEN_FIRMWARE.
import { KeyCalls } from '#firmware/src/core/calls.ts';
import { FlashLog } from '#firmware/src/core/flash-log.ts';
import { MARK_SENT, Rows } from '#firmware/src/core/rows.ts';
import { Sender } from '#firmware/src/core/sender.ts';

export const FIRMWARE_FAULTS: Record<string, () => void> = {
  'forgets its outbox when power is cut': () => {
    FlashLog.prototype.keep = () => true;
  },
  'lights acceptance without having heard of it': () => {
    const { view } = KeyCalls.prototype;
    KeyCalls.prototype.view = function (now) {
      const shown = view.call(this, now);
      return shown === 'stored' ? 'accepted' : shown;
    };
  },
  'gives a press a new identity when it sends it': () => {
    const { transmit } = Sender.prototype;
    Sender.prototype.transmit = function (row, now) {
      if (this.rows.isPress(row)) this.rows.seqs[row]! += 1_000;
      transmit.call(this, row, now);
    };
  },
  'drops a press that was not receipted at once': () => {
    const { newSession } = Rows.prototype;
    Rows.prototype.newSession = function () {
      for (const row of this.order.slice(0, this.depth)) {
        if (this.is(row, MARK_SENT) && this.isPress(row)) this.remove(row);
      }
      newSession.call(this);
    };
  },
};

FIRMWARE_FAULTS[process.env.BROKEN_FIRMWARE ?? '']?.();
if (process.send) await import('#simulator/generator/process.ts');
