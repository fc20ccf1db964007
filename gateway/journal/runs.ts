// The numbers that are known of one boot, as runs: "1-5,7". A few bytes, however many there are.

/** Inclusive runs, rising and apart from each other: [1, 5, 7, 7]. */
export class Runs {
  readonly #ends: number[];

  constructor(ends: number[] = []) {
    this.#ends = ends;
  }

  static parse(text: string | undefined): Runs {
    const ends: number[] = [];
    for (const run of text ? text.split(',') : []) {
      const [from, to = from] = run.split('-').map(Number);
      ends.push(from as number, to as number);
    }
    return new Runs(ends);
  }

  has(value: number): boolean {
    const at = this.#firstEndingAtOrAfter(value);
    return at < this.#ends.length && (this.#ends[at] as number) <= value;
  }

  add(value: number): void {
    this.#addRun(value, value);
  }

  addAll(other: Runs): void {
    const ends = other.#ends;
    for (let at = 0; at < ends.length; at += 2) {
      this.#addRun(ends[at] as number, ends[at + 1] as number);
    }
  }

  toString(): string {
    const runs: string[] = [];
    for (let at = 0; at < this.#ends.length; at += 2) {
      const from = this.#ends[at];
      const to = this.#ends[at + 1];
      runs.push(from === to ? `${from}` : `${from}-${to}`);
    }
    return runs.join(',');
  }

  /** Joins the run with all that it touches. */
  #addRun(from: number, to: number): void {
    const ends = this.#ends;
    const first = this.#firstEndingAtOrAfter(from - 1);
    let last = first;
    while (last < ends.length && (ends[last] as number) <= to + 1) last += 2;
    const low = first < last ? Math.min(from, ends[first] as number) : from;
    const high = first < last ? Math.max(to, ends[last - 1] as number) : to;
    ends.splice(first, last - first, low, high);
  }

  /** The index of the first run that ends at `value` or behind it. The newest run is the likeliest. */
  #firstEndingAtOrAfter(value: number): number {
    const ends = this.#ends;
    if (ends.length === 0 || (ends[ends.length - 1] as number) < value) return ends.length;
    let low = 0;
    let high = ends.length / 2 - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle * 2 + 1] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low * 2;
  }
}
