// Notices that nobody will take, so that the journal, where they stay, is not asked for them again and again.
import type { Notice } from '../domain/notice.ts';

/** Maximum of refused notices that are known one by one. */
const MAX_KNOWN = 10_000;

type Named = Pick<Notice, 'id' | 'at'>;

/**
 * Of more than can be known one by one those that were refused first count by their time: what is as old as they are
 * is taken for refused too, until somebody clears it.
 */
export class RefusedNotices {
  /** When each came about, UTC milliseconds. */
  readonly #known = new Map<string, number>();
  #others = 0;
  #othersUpTo = Number.NEGATIVE_INFINITY;

  get size(): number {
    return this.#known.size + this.#others;
  }

  add({ id, at }: Named): void {
    this.#known.set(id, at);
    if (this.#known.size > MAX_KNOWN) this.#forgetHalf();
  }

  has({ id, at }: Named): boolean {
    return at <= this.#othersUpTo || this.#known.has(id);
  }

  clear(): void {
    this.#known.clear();
    this.#others = 0;
    this.#othersUpTo = Number.NEGATIVE_INFINITY;
  }

  #forgetHalf(): void {
    for (const [id, at] of this.#known) {
      if (this.#known.size <= MAX_KNOWN / 2) return;
      this.#known.delete(id);
      this.#others++;
      this.#othersUpTo = Math.max(this.#othersUpTo, at);
    }
  }
}
