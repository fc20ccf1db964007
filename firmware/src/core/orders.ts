// What the gateway has ordered and isn't over yet: a button that is looked for, a restart that waits for its receipt.
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import type { Identity } from '#protocol/messages.ts';
import type { Hal } from '../hal.ts';
import { Alarm } from './alarm.ts';
import { isSame } from './identity.ts';

/** A restart waits so long for the receipt of its result, in ms. */
const RESTART_MS = 5000;

/** An image that is being taken. */
export interface Taking {
  image: number;
  /** Length of the payload. */
  bytes: number;
  /** Bytes that are written. */
  written: number;
  /** Offset of the chunk that is wanted next. */
  next: number;
}

export interface OrdersHandlers {
  /** What waits in the outbox: PENDING_NOTHING, PENDING_GREEN or PENDING_RED. */
  pending(): number;
  /** Nothing waits, and no call shows. */
  isQuiet(): boolean;
  restart(): void;
}

export class Orders {
  handlers: OrdersHandlers;
  locateUntil: number;
  alarm: Alarm;
  restartAfter: Identity | null;
  /** Absent while no image is taken, so that it takes no memory. */
  taking?: Taking;

  constructor(hal: Hal, handlers: OrdersHandlers) {
    this.handlers = handlers;
    this.locateUntil = 0;
    this.alarm = new Alarm(hal);
    this.restartAfter = null;
  }

  /** Restarts when this event is receipted, or soon. */
  planRestart(after: Identity | null): void {
    this.restartAfter = after;
    this.alarm.set(RESTART_MS, () => this.restart());
  }

  settled(identity: Identity): void {
    if (this.restartAfter && isSame(this.restartAfter, identity)) this.restart();
  }

  /** Not while a press waits that came after the order: first it must get its receipt. */
  restart(): void {
    this.stop();
    const pending = this.handlers.pending() !== PENDING_NOTHING;
    // Into another firmware not in the middle of a call either.
    if (pending || (this.taking && !this.handlers.isQuiet())) this.planRestart(null);
    else this.handlers.restart();
  }

  /** After memory ran out: the timer of a restart may be gone. */
  recover(): void {
    if (this.alarm.isSet) this.planRestart(this.restartAfter);
  }

  /** Forgets a restart that is planned. */
  stop(): void {
    this.alarm.clear();
    this.restartAfter = null;
  }
}
