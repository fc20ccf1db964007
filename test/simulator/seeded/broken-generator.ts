// A generator whose whole homes run a firmware with one deliberate fault, named by BROKEN_FIRMWARE.
import { KeyCalls } from '#firmware/src/core/calls.ts';
import { FlashLog } from '#firmware/src/core/flash-log.ts';
import { Outbox } from '#firmware/src/core/outbox.ts';
import { Sender } from '#firmware/src/core/sender.ts';

export const FIRMWARE_FAULTS: Record<string, () => void> = {
  'forgets its outbox when power is cut': () => {
    FlashLog.prototype.add = () => true;
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
    Sender.prototype.transmit = function (entry, now) {
      const { bootId, seq } = entry.identity;
      if (entry.event.kind === 'press') entry.identity = { bootId, seq: seq + 1_000 };
      transmit.call(this, entry, now);
    };
  },
  'drops a press that was not receipted at once': () => {
    const { newSession } = Outbox.prototype;
    Outbox.prototype.newSession = function () {
      for (const entry of this.entries.slice()) {
        if (entry.everSent && entry.event.kind === 'press') this.remove(entry);
      }
      newSession.call(this);
    };
  },
};

FIRMWARE_FAULTS[process.env.BROKEN_FIRMWARE ?? '']?.();
if (process.send) await import('#simulator/generator/process.ts');
