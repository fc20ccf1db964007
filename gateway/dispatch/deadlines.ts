// Deadlines of open calls: waits for the next one of each, records that it was missed, and tells the device.
import type { Call } from '../domain/call.ts';
import type { CallBook } from '../domain/call-book.ts';
import { type Due, nextDue } from '../domain/deadline.ts';
import type { LaneLimits } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Downlink } from '../domain/ports/downlink.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Log } from '../domain/ports/log.ts';
import type { KeyName } from '../domain/press.ts';
import type { Timers } from './timers.ts';

export interface DeadlinesParts {
  journal: Journal;
  downlink: Downlink;
  clock: Clock;
  log: Log;
  limits: Record<KeyName, LaneLimits>;
  book: CallBook;
  timers: Timers;
  /** Closes a call that nobody closes. */
  close: (call: Call) => Promise<unknown>;
}

export class Deadlines {
  readonly #parts: DeadlinesParts;

  constructor(parts: DeadlinesParts) {
    this.#parts = parts;
  }

  /** Waits for what the call, as it now is, has due next. */
  arm(call: Call): void {
    const { limits, clock, timers } = this.#parts;
    const due = nextDue(call, limits[call.key], clock.utc());
    if (call.stage === 'closed' || due === undefined) timers.cancel(call.callId);
    else timers.after(call.callId, due.afterMs, () => void this.#fellDue(call.callId, due));
  }

  /** The same, unless the call is waited for already. */
  armOnce(call: Call): void {
    if (!this.#parts.timers.has(call.callId)) this.arm(call);
  }

  async #fellDue(callId: string, due: Due): Promise<void> {
    const { book, journal, clock, log, downlink, close } = this.#parts;
    const call = book.find(callId);
    if (call === undefined) return;
    try {
      if (due.what === 'closed') {
        await close(call);
        return;
      }
      const missed = { ...call, missed: { ...call.missed, [due.what]: clock.utc() } };
      book.update(missed);
      this.arm(missed);
      log.warn({ call_id: callId, deadline: due.what }, 'deadline missed');
      if (due.what === 'answered') downlink.progress(missed);
      await journal.update({ call: missed });
    } catch (error) {
      log.error({ call_id: callId, error }, 'deadline not stored');
    }
  }
}
