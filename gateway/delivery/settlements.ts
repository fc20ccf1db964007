// Ends of deliveries, of presses and of notices: what a destination has taken over is written, again until it is written.
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import { Timers } from '../system/timers.ts';

export interface Settlement {
  /** Names what was delivered. */
  id: string;
  /** The same for the log. */
  subject: { press: string } | { notice: string };
  /** Writes the end as it is at that moment. Rejects when it could not be written. */
  write: () => Promise<void>;
  /** Until the next try, milliseconds. Asked for when it is needed: the limits may have changed. */
  pauseMs: () => number;
  /** It is written. */
  written: () => void;
}

export class Settlements {
  readonly #log: Log;
  readonly #retries: Timers;
  readonly #underWay = new Set<Promise<void>>();

  constructor(clock: Clock, log: Log) {
    this.#log = log;
    this.#retries = new Timers(clock);
  }

  settle(settlement: Settlement): void {
    const writing = this.#write(settlement);
    this.#underWay.add(writing);
    void writing.finally(() => this.#underWay.delete(writing));
  }

  /** From now on nothing is tried again. What is not written is delivered once more after a restart. */
  stopRetrying(): void {
    this.#retries.stop();
  }

  /** Resolves when nothing is being written any more. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#underWay]);
  }

  async #write(settlement: Settlement): Promise<void> {
    const { id, subject, write, pauseMs, written } = settlement;
    try {
      await write();
      written();
    } catch (error) {
      this.#log.error({ ...subject, error }, 'acceptance not stored, trying again');
      this.#retries.after(id, pauseMs(), () => this.settle(settlement));
    }
  }
}
