// Group commit: while one synced write is under way the next gathers. A lone press waits for one sync, a flood shares them.

/** A group is bounded, so that a red press never waits for a giant write. */
export const MAX_ENTRIES = 512;
export const MAX_BYTES = 256 * 1024;

interface Waiting {
  text: string;
  resolve(): void;
  reject(error: unknown): void;
}

/** `red` goes before what came earlier in `rest`; each keeps its own order. */
export type WriteLane = 'red' | 'rest';

export class GroupCommit<T extends { readonly text: string }> {
  readonly #write: (group: T[], hasRed: boolean) => Promise<void>;
  readonly #lanes: Record<WriteLane, (Waiting & { item: T })[]> = { red: [], rest: [] };
  #running: Promise<void> | undefined;

  /** `write` makes all of a group durable together, or rejects with none of it done. */
  constructor(write: (group: T[], hasRed: boolean) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when it is durable. */
  commit(item: T, lane: WriteLane): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.#lanes[lane].push({ item, text: item.text, resolve, reject });
    });
    this.#running ??= this.#run();
    return done;
  }

  /** Resolves when nothing is being written any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn later, so that the frames of one read of a socket share the first group.
    await Promise.resolve();
    const { red, rest } = this.#lanes;
    let answer = () => {};
    while (red.length + rest.length > 0) {
      const redPart = takeFrom(red, MAX_ENTRIES, MAX_BYTES);
      const roomLeft = MAX_ENTRIES - redPart.taken.length;
      const restPart = takeFrom(rest, roomLeft, MAX_BYTES - redPart.bytes);
      const writing = this.#writeGroup(
        [...redPart.taken, ...restPart.taken],
        redPart.taken.length > 0,
      );
      // Whoever waited for the group before is told while this one is being written, not before it begins.
      answer();
      answer = await writing;
    }
    this.#running = undefined;
    answer();
  }

  /** Returns how to tell those who wait for it. */
  async #writeGroup(group: (Waiting & { item: T })[], hasRed: boolean): Promise<() => void> {
    const items = group.map(({ item }) => item);
    try {
      await this.#write(items, hasRed);
      return () => {
        for (const { resolve } of group) resolve();
      };
    } catch (error) {
      return () => {
        for (const { reject } of group) reject(error);
      };
    }
  }
}

/** The first of a lane, as many as there is room for. What is larger than a group goes alone. */
function takeFrom<W extends Waiting>(lane: W[], most: number, mostBytes: number) {
  let count = 0;
  let bytes = 0;
  while (count < Math.min(most, lane.length)) {
    const { length } = (lane[count] as W).text;
    const isAlone = count === 0 && mostBytes === MAX_BYTES;
    if (bytes + length > mostBytes && !isAlone) break;
    bytes += length;
    count++;
  }
  return { taken: lane.splice(0, count), bytes };
}
