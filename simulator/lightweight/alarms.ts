// One timer for all light devices of a process: a heap of the next moment at which each wants to be woken.

export interface Sleeper {
  /** Place in the heap, -1 when not in it. Only the heap writes it. */
  alarmPlace: number;
  /** Only the heap writes it. */
  alarmAt: number;
  wake(now: number): void;
}

export class Alarms {
  readonly #now: () => number;
  readonly #heap: Sleeper[] = [];
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Wakes the sleeper at `at` and not at any former time; Infinity: not at all. */
  set(sleeper: Sleeper, at: number): void {
    if (at === Number.POSITIVE_INFINITY) {
      this.#remove(sleeper);
      return;
    }
    if (sleeper.alarmPlace < 0) {
      sleeper.alarmPlace = this.#heap.length;
      this.#heap.push(sleeper);
    }
    sleeper.alarmAt = at;
    this.#settle(sleeper);
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const sleeper of this.#heap) sleeper.alarmPlace = -1;
    this.#heap.length = 0;
  }

  #remove(sleeper: Sleeper): void {
    const place = sleeper.alarmPlace;
    if (place < 0) return;
    sleeper.alarmPlace = -1;
    const last = this.#heap.pop() as Sleeper;
    if (last === sleeper) return;
    this.#put(last, place);
    this.#settle(last);
  }

  #put(sleeper: Sleeper, place: number): void {
    this.#heap[place] = sleeper;
    sleeper.alarmPlace = place;
  }

  #settle(sleeper: Sleeper): void {
    const heap = this.#heap;
    let place = sleeper.alarmPlace;
    while (place > 0) {
      const up = (place - 1) >> 1;
      const parent = heap[up] as Sleeper;
      if (parent.alarmAt <= sleeper.alarmAt) break;
      this.#put(parent, place);
      place = up;
    }
    for (;;) {
      let down = place * 2 + 1;
      if (down >= heap.length) break;
      const right = down + 1;
      if (right < heap.length && heap[right]!.alarmAt < heap[down]!.alarmAt) down = right;
      const child = heap[down] as Sleeper;
      if (child.alarmAt >= sleeper.alarmAt) break;
      this.#put(child, place);
      place = down;
    }
    this.#put(sleeper, place);
  }

  #arm(): void {
    const first = this.#heap[0];
    if (first === undefined || first.alarmAt >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = first.alarmAt;
    const wait = Math.max(0, Math.ceil(first.alarmAt - this.#now()));
    this.#timer = setTimeout(() => this.#ring(), wait);
  }

  #ring(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#now();
    let first = this.#heap[0];
    while (first !== undefined && first.alarmAt <= now) {
      this.#remove(first);
      first.wake(now);
      first = this.#heap[0];
    }
    this.#arm();
  }
}
