// Memory that runs out at chosen points of the hooked firmware: what runs then is broken off, past every catch.

import { BreakOff, type Memory } from '#simulator/year/memory.ts';

/** A place in the firmware's sources. */
export interface Site {
  file: string;
  line: number;
  text: string;
}

/** What a native has done to an array when memory runs out inside of it. */
type HalfDone = () => void;

export class ScarceMemory implements Memory {
  readonly sites: Site[] = [];
  /** Hooks that were passed since `watch`. */
  passed = 0;
  /** Where it was broken off since `watch`, in order. */
  readonly broken: string[] = [];
  /** At which hooks memory runs out, counted from `watch`; ascending. */
  #points: number[] = [];
  #isWatching = false;
  #isNoting = false;
  /** The sites that were passed, while they are noted. */
  readonly trace: string[] = [];

  /** From now on hooks are counted, and memory runs out at these. */
  watch(points: number[], isNoting = false): void {
    this.passed = 0;
    this.broken.length = 0;
    this.trace.length = 0;
    this.#points = points;
    this.#isWatching = true;
    this.#isNoting = isNoting;
  }

  /** Memory is plentiful again. */
  stop(): void {
    this.#isWatching = false;
  }

  /** Memory runs out at the hook so far from here, once. */
  failAfter(hooks: number): void {
    this.watch([hooks + 1]);
  }

  /** The interpreter itself, or the HAL, is about to allocate. */
  use(): void {
    this.at('outside of the firmware');
  }

  takeBroken(problem: unknown): boolean {
    return problem instanceof BreakOff;
  }

  /** Something is about to be allocated. */
  at(site: number | string): void {
    if (this.#isDue(site)) throw new BreakOff();
  }

  /** A call has come back, and what it gave is not used yet. */
  value<T>(site: number, value: T): T {
    this.at(site);
    return value;
  }

  /** The first statement of every catch. */
  caught(problem: unknown): void {
    if (problem instanceof BreakOff) throw problem;
  }

  /**
   * A method that may be one of an array: not begun, done by halves as the interpreter leaves it, or done and not come
   * back.
   */
  native(site: number, target: never, name: string, ...given: unknown[]): unknown {
    this.at(site);
    for (const half of halvesOf(target, name, given)) {
      if (!this.#isDue(site, ' by halves')) continue;
      half();
      throw new BreakOff();
    }
    const result = (target[name] as (...all: unknown[]) => unknown).apply(target, given);
    this.at(site);
    return result;
  }

  #isDue(site: number | string, how = ''): boolean {
    if (!this.#isWatching) return false;
    this.passed++;
    if (this.#isNoting) this.trace.push(this.#told(site) + how);
    if (!this.#points.includes(this.passed)) return false;
    this.broken.push(this.#told(site) + how);
    return true;
  }

  #told(site: number | string): string {
    if (typeof site === 'string') return site;
    const { file, line, text } = this.sites[site] as Site;
    return `${file}:${line} ${text}`;
  }
}

/**
 * Of Espruino 2v29, jswrap_array.c and jsvar.c: `splice` renumbers what is behind although the new element found no
 * memory, which leaves a hole; `push` of several stops between them; `shift` takes a missing "how many" for all.
 */
function halvesOf(target: unknown, name: string, given: unknown[]): HalfDone[] {
  if (target instanceof Uint8Array) {
    const from = given[0] as ArrayLike<number>;
    if (name !== 'set') return [];
    return [
      () => {
        const first = Array.from(from).slice(0, from.length >> 1);
        target.set(first, given[1] as number);
      },
    ];
  }
  if (!Array.isArray(target)) return [];
  if (name === 'push') {
    return given.slice(1).map((_, count) => () => target.push(...given.slice(0, count + 1)));
  }
  if (name === 'shift') return [() => target.splice(0)];
  const [at, count, ...added] = given as number[];
  if (name !== 'splice' || added.length === 0) return [];
  return [
    () => {
      target.splice(at as number, count as number, ...added);
      for (const index of added.keys()) delete target[(at as number) + index];
    },
  ];
}
