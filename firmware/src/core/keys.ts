// Both keys: which edges are presses, and which key is stuck.
import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import { Debounce } from './debounce.ts';

/** Nobody holds a key longer, in ms. */
export const STUCK_MS = 30000;

export interface KeysHandlers {
  /**
   * A press that happened at `at`. The handler says when the outbox has it (`takenAt` of the contact). `again`: it may
   * have got as far as that before, and been broken off.
   */
  onPress(key: Key, at: number, again: boolean): void;
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
  begin(): void {
    const now = this.hal.now();
    this.red.begin(this.hal.keyDown(KEY_RED), now);
    this.green.begin(this.hal.keyDown(KEY_GREEN), now);
    this.look();
  }

  /** Takes a raw edge. */
  takeEdge(key: Key, down: boolean, at: number): void {
    const contact = this.forKey(key);
    if (contact.isWaiting()) this.finish(key);
    if (contact.edge(down, at)) this.handlers.onPress(key, at, false);
    // Not before: no memory for a timer must not keep a press from anything.
    if (down) this.plan();
  }

  /**
   * After memory ran out: takes what was noted and is not in the outbox, and looks at the keys themselves, because an
   * edge may have been lost with what should have told of it. A finger is there for longer than that.
   */
  recover(): void {
    this.recoverKey(KEY_RED);
    this.recoverKey(KEY_GREEN);
    this.look();
  }

  recoverKey(key: Key): void {
    const contact = this.forKey(key);
    if (contact.isWaiting()) this.finish(key);
    const isDown = this.hal.keyDown(key);
    if (isDown === contact.isDown()) return;
    if (isDown) this.takeEdge(key, true, this.hal.now());
    else contact.letGo(this.hal.now());
  }

  finish(key: Key): void {
    const contact = this.forKey(key);
    contact.finishEdge();
    this.handlers.onPress(key, contact.pressedAt, true);
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
      if (!contact.isDown() || contact.isStuck) continue;
      const left = contact.pressedAt + STUCK_MS - this.hal.now();
      if (left <= 0) {
        // Its up-edge may have been lost: then it is no fault of the contact.
        if (!this.hal.keyDown(key)) {
          contact.letGo(this.hal.now());
          continue;
        }
        contact.isStuck = true;
        this.handlers.onStuck(key);
      } else if (left < next) next = left;
    }
    if (next < Infinity) this.alarm.set(next, () => this.look());
  }
}
