// Presses as they arrive: on disk first, and a red one without the disk when that takes too long or fails.

import type { MissedDeadlines } from '../delivery/missed-deadlines.ts';
import type { Assignment, CallBook } from '../domain/call-book.ts';
import type { Limits } from '../domain/limits.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Meter } from '../domain/ports/meter.ts';
import type { AssignedPress, Press } from '../domain/press.ts';

export interface PressesDeps {
  journal: Journal;
  clock: Clock;
  meter: Meter;
  book: CallBook;
  breaches: MissedDeadlines;
  limitsOf: (press: Press) => Limits;
  /** The press is on disk; it arrived at that moment of monotonic time. */
  onStored: (press: AssignedPress, arrivedAt: number) => void;
  /** The press is red and can't wait for the disk any longer. */
  onUnstored: (unstored: Assignment, arrivedAt: number) => void;
}

/** One press between its arrival and its receipt. */
interface Taking {
  readonly press: Press;
  readonly limits: Limits;
  readonly arrivedAt: number;
  isLate: boolean;
  /** That it is late is recorded. When it came before and could not be stored, that was done then. */
  isRecorded: boolean;
  assignment: Assignment | undefined;
}

export class Presses {
  readonly #deps: PressesDeps;

  constructor(deps: PressesDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves when the press is on disk. A red press that isn't there in time is sent all the same; one that
   * can't be stored too, and then it rejects.
   */
  async take(press: Press): Promise<'stored' | 'duplicate'> {
    const { journal, clock, meter, book, limitsOf, onStored } = this.#deps;
    const arrivedAt = clock.monotonic();
    const limits = limitsOf(press);
    const isRecorded = book.isUnstored(press);
    const assignment = undefined;
    const taking: Taking = { press, limits, arrivedAt, isLate: false, isRecorded, assignment };
    const cancelLateTimer = clock.after(limits.storedMs, () => this.#sendAndRecord(taking));
    try {
      const appended = await journal.appendPress(press, () => this.#assign(taking));
      if (appended.outcome === 'duplicate') return 'duplicate';
      if (taking.isLate) this.#sendAndRecord(taking);
      meter.reached('stored', press.key, clock.monotonic() - arrivedAt);
      this.#deviceLate(appended.record, limits);
      onStored(appended.record, arrivedAt);
      return 'stored';
    } catch (error) {
      const assignment = this.#assign(taking);
      this.#sendAndRecord(taking);
      if (press.key === 'green') {
        book.rememberUnstored(assignment);
        book.uncover(assignment);
      }
      throw error;
    } finally {
      cancelLateTimer();
    }
  }

  #assign(taking: Taking): Assignment {
    taking.assignment ??= this.#deps.book.assign(taking.press);
    return taking.assignment;
  }

  /** Its limit has passed, or it can't be stored. */
  #sendAndRecord(taking: Taking): void {
    const { press, limits, arrivedAt } = taking;
    const { book } = this.#deps;
    taking.isLate = true;
    if (press.key === 'red' && !book.isUnstored(press)) {
      this.#sendUnstored(this.#assign(taking), arrivedAt);
    }
    // Until the journal has looked, a green one may be a duplicate.
    if (taking.isRecorded || taking.assignment === undefined) return;
    taking.isRecorded = true;
    this.#storedTooLate(taking.assignment.press, limits, arrivedAt);
  }

  #sendUnstored(unstored: Assignment, arrivedAt: number): void {
    this.#deps.book.rememberUnstored(unstored);
    this.#deps.onUnstored(unstored, arrivedAt);
    this.#deviceLate(unstored.press, this.#deps.limitsOf(unstored.press));
  }

  #deviceLate(press: AssignedPress, { lateMs: limitMs }: Limits): void {
    const { ageMs: tookMs } = press;
    if (tookMs <= limitMs) return;
    const missed = { limit: 'late', cause: 'device_late', limitMs, tookMs } as const;
    this.#deps.breaches.ofPress(press, missed);
  }

  #storedTooLate(press: AssignedPress, { storedMs: limitMs }: Limits, arrivedAt: number): void {
    const tookMs = this.#deps.clock.monotonic() - arrivedAt;
    this.#deps.breaches.ofPress(press, { limit: 'stored', cause: 'disk', limitMs, tookMs });
  }
}
