// The lanes: for each severity and destination one for first attempts and one for repeated ones.
import { LANE_SIZES, SEVERITIES, type Severity } from '../domain/limits.ts';
import { Lane } from './lane.ts';

export interface Load {
  queued: number;
  running: number;
}

export type LaneLoads = Record<Severity, { first: Load; repeated: Load }>;

export class Lanes<T> {
  readonly #work: (item: T, lane: Lane<T>) => Promise<void> | undefined;
  readonly #lanes = new Map<string, Lane<T>>();

  constructor(work: (item: T, lane: Lane<T>) => Promise<void> | undefined) {
    this.#work = work;
  }

  of(severity: Severity, destination: string, isFirst: boolean): Lane<T> {
    const key = `${severity} ${isFirst} ${destination}`;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      const { concurrency, repeats } = LANE_SIZES[severity];
      lane = new Lane(destination, isFirst ? concurrency : repeats, this.#work);
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  /** How much waits and runs, over all destinations. */
  loads(): LaneLoads {
    const load = (severity: Severity, isFirst: boolean): Load => {
      const sum = { queued: 0, running: 0 };
      for (const [key, { queued, running }] of this.#lanes) {
        if (!key.startsWith(`${severity} ${isFirst} `)) continue;
        sum.queued += queued;
        sum.running += running;
      }
      return sum;
    };
    const both = (severity: Severity) => {
      return { first: load(severity, true), repeated: load(severity, false) };
    };
    return Object.fromEntries(SEVERITIES.map((one) => [one, both(one)])) as LaneLoads;
  }
}
