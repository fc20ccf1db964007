// Lets a plan's faults strike and end, each at its time.
import { reasonOf } from '#gateway/domain/reason.ts';
import type { GeneratorPool } from './generator/pool.ts';
import type { Plan, PlannedFault } from './plan.ts';
import type { StandInPlatform } from './platform.ts';

export interface FaultTargets {
  pool: Pick<GeneratorPool, 'power' | 'network' | 'chatter' | 'battery' | 'attack'>;
  platform: Pick<StandInPlatform, 'setMode'>;
  /** SIGKILL and a new start. */
  killGateway: () => Promise<void>;
}

interface Moment {
  at: number;
  begins: boolean;
  fault: PlannedFault;
}

/** Ends before beginnings, so that what ends as another begins doesn't undo it. */
export function momentsOf({ faults }: Pick<Plan, 'faults'>): Moment[] {
  return faults
    .flatMap((fault): Moment[] => [
      { at: fault.at, begins: true, fault },
      { at: fault.until, begins: false, fault },
    ])
    .sort((a, b) => a.at - b.at || Number(a.begins) - Number(b.begins));
}

/** Faults that hit the same home at the same time: it is well again when the last of them has ended. */
class Overlaps {
  readonly #counts = new Map<number, number>();

  /** The homes for which this is the first fault to begin, or the last to end. */
  change(homes: readonly number[], begins: boolean): number[] {
    return homes.filter((home) => {
      const before = this.#counts.get(home) ?? 0;
      const after = begins ? before + 1 : Math.max(before - 1, 0);
      this.#counts.set(home, after);
      return begins ? before === 0 : before === 1;
    });
  }
}

export class Faults {
  readonly #moments: Moment[];
  readonly #targets: FaultTargets;
  readonly #onFailure: (error: Error) => void;
  readonly #dark = new Overlaps();
  readonly #cutOff = new Overlaps();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    plan: Pick<Plan, 'faults'>,
    targets: FaultTargets,
    onFailure: (error: Error) => void,
  ) {
    this.#moments = momentsOf(plan);
    this.#targets = targets;
    this.#onFailure = onFailure;
  }

  /** `elapsedMs`: how much of the run is over already; negative before its start. */
  start(elapsedMs: number): void {
    for (const { at, begins, fault } of this.#moments) {
      const isPoint = !begins && fault.until === fault.at;
      if (isPoint) continue;
      this.#timers.push(setTimeout(() => this.#strike(fault, begins), Math.max(at - elapsedMs, 0)));
    }
  }

  /** No further fault strikes, and those that last are ended. Resolves when what strikes has struck. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#underWay);
  }

  /** Everything works again: what an interrupted run needs to settle. */
  async mend(allHomes: number[]): Promise<void> {
    await this.stop();
    this.#targets.pool.power(this.#dark.change(allHomes, false), true);
    this.#targets.pool.network(this.#cutOff.change(allHomes, false), true);
    await this.#targets.platform.setMode({ mode: 'well' });
  }

  #strike(fault: PlannedFault, begins: boolean): void {
    const work = this.#carryOut(fault, begins)
      .catch((error) =>
        this.#onFailure(error instanceof Error ? error : new Error(reasonOf(error))),
      )
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  async #carryOut(fault: PlannedFault, begins: boolean): Promise<void> {
    const { pool, platform, killGateway } = this.#targets;
    switch (fault.what) {
      case 'platform':
        return platform.setMode(begins ? fault.mode : { mode: 'well' });
      case 'gateway-kill':
        return begins ? killGateway() : undefined;
      case 'power-cut':
        return pool.power(this.#dark.change(fault.homes, begins), !begins);
      case 'network-cut':
        return pool.network(this.#cutOff.change(fault.homes, begins), !begins);
      case 'chatter':
        return pool.chatter(fault.homes, begins ? fault.perSecond : 0);
      case 'battery':
        return pool.battery(fault.homes, begins ? fault.percent : 100, !begins);
      case 'attack':
        return pool.attack(fault.kind, begins ? fault.perSecond : 0);
    }
  }
}
