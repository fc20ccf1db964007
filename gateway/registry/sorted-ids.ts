// Ids in their order, which is kept while some are added: a page of a listing costs what is on it.

/** Maximum of new ids that are inserted one by one; more are sorted together with the others. */
const MAX_ONE_BY_ONE = 32;

export class SortedIds {
  #sorted: string[] = [];
  #fresh: string[] = [];

  /** One that is not in it yet. */
  add(id: string): void {
    this.#fresh.push(id);
  }

  /** Those after `after`, whether that is there or not; all of them without. */
  *after(after: string | undefined): Generator<string> {
    this.#sort();
    // In one turn: whoever goes on in a later one asks for those after what came last.
    const sorted = this.#sorted;
    for (let at = after === undefined ? 0 : firstAfter(sorted, after); at < sorted.length; at++) {
      yield sorted[at] as string;
    }
  }

  #sort(): void {
    const fresh = this.#fresh;
    if (fresh.length === 0) return;
    this.#fresh = [];
    if (fresh.length > MAX_ONE_BY_ONE) this.#sorted = [...this.#sorted, ...fresh].sort();
    else for (const id of fresh) this.#sorted.splice(firstAfter(this.#sorted, id), 0, id);
  }
}

function firstAfter(sorted: readonly string[], after: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
