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

  /** A key that is down already when the power comes on gives no edge. */
  start(): void {
    this.red.down = this.hal.keyDown(KEY_RED);
    this.green.down = this.hal.keyDown(KEY_GREEN);
    this.look();
  }

  /** Takes a raw edge; true when it is a press. */
  edge(key: Key, down: boolean, at: number): boolean {
    const pressed = this.forKey(key).edge(down, at);
    if (down && !this.alarm.isSet) this.look();
    return pressed;
  }

  forKey(key: Key): Debounce {
    return key === KEY_RED ? this.red : this.green;
  }

  look(): void {
    let next = Infinity;
    for (const key of [KEY_RED, KEY_GREEN] as Key[]) {
      const contact = this.forKey(key);
      if (!contact.down || contact.stuck) continue;
      const left = contact.since + STUCK_MS - this.hal.now();
      if (left <= 0) {
        contact.stuck = true;
        this.handlers.onStuck(key);
      } else if (left < next) next = left;
    }
    if (next < Infinity) this.alarm.set(next, () => this.look());
  }
}
