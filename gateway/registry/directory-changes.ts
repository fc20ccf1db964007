// What follows when the directory changes: a device that is shut out is cut at once, the rest is looked at soon, together.
import type { Clock } from '../domain/ports/clock.ts';

/** An import changes thousands, one after the other. */
const GATHER_MS = 100;

export interface DirectoryListeners {
  disconnect(deviceId: string): void;
  /** Groups, states and homes may be others: calls, cases and configurations are looked at anew. */
  review(): void;
}

export class DirectoryChanges {
  readonly #clock: Clock;
  readonly #listeners: DirectoryListeners;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, listeners: DirectoryListeners) {
    this.#clock = clock;
    this.#listeners = listeners;
  }

  changed(deviceId: string, isCut: boolean): void {
    if (isCut) this.#listeners.disconnect(deviceId);
    this.#cancel ??= this.#clock.after(GATHER_MS, () => {
      this.#cancel = undefined;
      this.#listeners.review();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
