// The lanes: for each severity and destination one for first attempts and one for repeated ones.
import { LANE_SIZES, SEVERITIES, type Severity } from '../domain/limits.ts';
import type { Destination } from '../domain/ports/destination.ts';
import { Lane } from './lane.ts';

export interface Load {
  queued: number;
  running: number;
}

export type LaneLoads = Record<Severity, { first: Load; repeated: Load }>;

type DestinationLane<T> = Lane<T, Destination>;

export class Lanes<T> {
  readonly #work: (item: T, lane: DestinationLane<T>) => Promise<void> | undefined;
  /** By the destination itself: after a reload another may have its name, and waits for none of the former's work. */
  readonly #lanes = new Map<Destination, Map<string, DestinationLane<T>>>();

  constructor(work: (item: T, lane: DestinationLane<T>) => Promise<void> | undefined) {
    this.#work = work;
  }

  of(severity: Severity, destination: Destination, isFirst: boolean): DestinationLane<T> {
    const lanes = this.#lanesAt(destination);
    const key = `${severity} ${isFirst}`;
    let lane = lanes.get(key);
    if (lane === undefined) {
      const { concurrency, repeats } = LANE_SIZES[severity];
      lane = new Lane(destination, isFirst ? concurrency : repeats, this.#work);
      lanes.set(key, lane);
    }
    return lane;
  }

  /** How much waits and runs, over all destinations. */
  loads(): LaneLoads {
    const load = (severity: Severity, isFirst: boolean): Load => {
      const sum = { queued: 0, running: 0 };
      for (const lanes of this.#lanes.values()) {
        const { queued, running } = lanes.get(`${severity} ${isFirst}`) ?? {
          queued: 0,
          running: 0,
        };
        sum.queued += queued;
        sum.running += running;
      }
      return sum;
    };
    const loadsOf = (severity: Severity) => {
      return { first: load(severity, true), repeated: load(severity, false) };
    };
    return Object.fromEntries(
      SEVERITIES.map((severity) => [severity, loadsOf(severity)]),
    ) as LaneLoads;
  }

  /** Those of a new one take the place of what has no work any more: what was reloaded away is not kept. */
  #lanesAt(destination: Destination): Map<string, DestinationLane<T>> {
    const known = this.#lanes.get(destination);
    if (known) return known;
    for (const [former, lanes] of this.#lanes) {
      const isIdle = [...lanes.values()].every(({ queued, running }) => queued + running === 0);
      if (isIdle) this.#lanes.delete(former);
    }
    const lanes = new Map<string, DestinationLane<T>>();
    this.#lanes.set(destination, lanes);
    return lanes;
  }
}
