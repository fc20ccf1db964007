// What was offered to the flows and is not answered yet.

import type { Outcome } from '../domain/ports/destination.ts';
import { OUTCOMES } from '../messages/route-test.ts';

export interface Offered {
  destination: string;
  /** Of the CloudEvent. */
  eventId: string;
  /** Notices have none. */
  callId: string | undefined;
}

const GAVE_UP: Outcome = { kind: 'failed', code: 'TIMEOUT', detail: OUTCOMES.flowSilent.en };

export class Pending {
  readonly #all = new Map<number, Offered & { end(outcome: Outcome): void }>();
  #lastId = 0;

  get size(): number {
    return this.#all.size;
  }

  /** `outcome` resolves when it is ended, or the signal aborts, which it did not yet. */
  add(offered: Offered, signal: AbortSignal): { id: number; outcome: Promise<Outcome> } {
    const id = ++this.#lastId;
    const outcome = new Promise<Outcome>((resolve) => {
      const end = (how: Outcome) => {
        this.#all.delete(id);
        signal.removeEventListener('abort', giveUp);
        resolve(how);
      };
      const giveUp = () => end(GAVE_UP);
      signal.addEventListener('abort', giveUp);
      this.#all.set(id, { ...offered, end });
    });
    return { id, outcome };
  }

  endOne(id: number, outcome: Outcome): void {
    this.#all.get(id)?.end(outcome);
  }

  has(id: number): boolean {
    return this.#all.has(id);
  }

  /** Returns how many of them there were. */
  end(which: (offered: Offered) => boolean, outcome: Outcome): number {
    const ending = [...this.#all.values()].filter(which);
    for (const question of ending) question.end(outcome);
    return ending.length;
  }
}
