// When many devices connect at once, red goes first, then green, and the rest a few at a time.
import { PENDING_GREEN, PENDING_RED } from '#protocol/device/password.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { ConnectQueueOptions } from './options.ts';

/** By how much connections without a press are admitted more slowly under overload; they are never stopped. */
const NARROWER = 8;

export type Entrance = 'in' | 'gone' | 'full';

/** `T` is what connects. Its password has been verified: a forged `pending` never comes here. */
export class ConnectQueue<T extends object> {
  readonly #options: ConnectQueueOptions;
  readonly #clock: Clock;
  readonly #isOverloaded: () => boolean;
  readonly #green = new Map<T, (entrance: Entrance) => void>();
  readonly #rest = new Map<T, (entrance: Entrance) => void>();
  /** Admissions that have not ended, each with how to cancel its time limit. */
  readonly #inProgress = new Map<T, () => void>();

  constructor(options: ConnectQueueOptions, clock: Clock, isOverloaded: () => boolean) {
    this.#options = options;
    this.#clock = clock;
    this.#isOverloaded = isOverloaded;
  }

  /**
   * Resolves when `who` may go on; `gone` when it left before, `full` when too many wait already. What is
   * in must `leave` when it is served or closed; after a time limit its place is free anyway.
   */
  enter(who: T, pending: number): Promise<Entrance> | Entrance {
    if (pending === PENDING_RED) return 'in';
    const waiting = pending === PENDING_GREEN ? this.#green : this.#rest;
    if (this.waiting === 0 && this.#hasPlace(waiting)) {
      this.#admit(who);
      return 'in';
    }
    if (this.waiting >= this.#options.maxWaiting) return 'full';
    return new Promise((resolve) => {
      waiting.set(who, resolve);
      this.#next();
    });
  }

  /** Frees the place of `who`, in the queue or inside. */
  leave(who: T): void {
    for (const waiting of [this.#green, this.#rest]) {
      waiting.get(who)?.('gone');
      waiting.delete(who);
    }
    const cancel = this.#inProgress.get(who);
    if (cancel === undefined) return;
    cancel();
    this.#inProgress.delete(who);
    this.#next();
  }

  get waiting(): number {
    return this.#green.size + this.#rest.size;
  }

  get inProgress(): number {
    return this.#inProgress.size;
  }

  #hasPlace(waiting: Map<T, unknown>): boolean {
    const { atOnce } = this.#options;
    const isNarrow = waiting === this.#rest && this.#isOverloaded();
    const places = isNarrow ? Math.max(1, Math.floor(atOnce / NARROWER)) : atOnce;
    return this.#inProgress.size < places;
  }

  #next(): void {
    for (const waiting of [this.#green, this.#rest]) {
      for (const [who, enter] of waiting) {
        if (!this.#hasPlace(waiting)) return;
        waiting.delete(who);
        this.#admit(who);
        enter('in');
      }
    }
  }

  #admit(who: T): void {
    const over = () => this.leave(who);
    this.#inProgress.set(who, this.#clock.after(this.#options.patienceMs, over));
  }
}
