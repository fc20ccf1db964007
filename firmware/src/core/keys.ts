// Both keys: which edges are presses, and which key is stuck.
import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import { Debounce } from './debounce.ts';

/** Nobody holds a key longer, in ms. */
export const STUCK_MS = 30000;

export interface KeysHandlers {
  /** Once until it is released. It counts as before: what is held never silences a press. */
  onStuck(key: Key): void;
}

export class Keys {
  hal: Hal;
  handlers: KeysHandlers;
  red: Debounce;
  green: Debounce;
  alarm: Alarm;

  constructor(hal: Hal, handlers: KeysHandlers) {
    this.hal = hal;
    this.handlers = handlers;
    this.red = new Debounce();
    this.green = new Debounce();
    this.alarm = new Alarm(hal);
  }

  /** Takes a raw edge; true when it is a press. */
  edge(key: Key, down: boolean, at: number): boolean {
    return this.forKey(key).edge(down, at);
  }

  /** Looks in time whether a key is stuck. From now on: the up-edge of an edge that is told late may be the next to be told. */
  plan(): void {
    if (!this.alarm.isSet) this.alarm.set(STUCK_MS, () => this.look());
  }

  forKey(key: Key): Debounce {
    return key === KEY_RED ? this.red : this.green;
  }

  /** Reports what is stuck, and comes back when something may be. */
  look(): void {
    let next = Infinity;
    for (const key of [KEY_RED, KEY_GREEN] as Key[]) {
      const contact = this.forKey(key);
      if (!contact.down) continue;
      const left = contact.pressedAt + STUCK_MS - this.hal.now();
      if (left <= 0) {
        // Its up-edge may have been lost: then it is no fault of the contact.
        contact.down = this.hal.keyDown(key);
        if (!contact.down) continue;
        contact.pressedAt = Infinity;
        this.handlers.onStuck(key);
      } else if (left < next) next = left;
    }
    if (next < Infinity) this.alarm.set(next, () => this.look());
  }
}
