// Sequence numbers, 0001 to 9999 and round again. A message that is repeated keeps its number: so a receiver knows it.
import { randomInt } from 'node:crypto';

const LAST = 9_999;
/** Maximum of remembered messages that wait for acceptance; older ones get a new number when they are repeated. */
const MAX_OPEN = 5_000;

export class Sequence {
  #last: number;
  readonly #open = new Map<string, number>();

  /**
   * Begins anywhere: receivers drop what has account and number of the message before, and every restart that
   * began at 1 would risk that the first press after it is dropped.
   */
  constructor(last = randomInt(LAST)) {
    this.#last = last;
  }

  next(): number {
    this.#last = (this.#last % LAST) + 1;
    return this.#last;
  }

  /** The number of the message `id`: the same until `close`. */
  of(id: string): number {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const [oldest] = this.#open.size >= MAX_OPEN ? this.#open.keys() : [];
    if (oldest !== undefined) this.#open.delete(oldest);
    const number = this.next();
    this.#open.set(id, number);
    return number;
  }

  /** It was taken over: if it is ever sent again, somebody is to see it. */
  close(id: string): void {
    this.#open.delete(id);
  }
}
