// The runner's side of the generators: forks them, gives each its homes, joins what they tell.
import { EventEmitter } from 'node:events';
import type { LedgerColumns } from '../ledger.ts';
import type { AttackKind, PlannedPresses } from '../plan.ts';
import { ENTRY, GeneratorChild } from './child.ts';
import { joinSamples } from './join-samples.ts';
import type {
  AcceptedSeen,
  FromGenerator,
  GatewayAddress,
  HomeToRun,
  Sample,
  ToGenerator,
} from './messages.ts';

export interface PoolOptions {
  processes: number;
  /** The program of each process. */
  entry?: string;
}

export interface PoolStart {
  gateway: GatewayAddress;
  /** `performance.timeOrigin + performance.now()` at which the run starts. */
  epoch: number;
  homes: HomeToRun[];
  presses: PlannedPresses;
  seed: number;
}

/** One entry of each list per process. */
export interface Collected {
  ledger: LedgerColumns[];
  acceptedSeen: AcceptedSeen[];
  /** Homes of all processes: with a session now; and with power, but never with a session. */
  connected: number[];
  neverConnected: number[];
}

interface PoolEvents {
  /** One second of the run over all processes, when the last of them has told it. */
  sample: [Sample];
  /** A generator died or failed: the run is void. Told once; everything that is awaited rejects with it. */
  failed: [Error];
}

export class GeneratorPool extends EventEmitter<PoolEvents> {
  readonly #children: GeneratorChild[];
  /** The process of each home. */
  readonly #childOf = new Map<number, GeneratorChild>();
  readonly #withLight = new Set<GeneratorChild>();
  /** Samples by second, until all processes are past it. */
  readonly #samples = new Map<number, Sample[]>();
  readonly #told: number[];
  #failure: Error | undefined;
  #isEnding = false;

  constructor({ processes, entry = ENTRY }: PoolOptions) {
    super();
    this.#told = Array.from({ length: processes }, () => -1);
    this.#children = this.#told.map(
      (_, number) =>
        new GeneratorChild(
          number,
          {
            told: (message) => this.#hear(number, message),
            died: (how) => this.#fail(`${how}, with ${this.#homesOf(number)} homes`),
          },
          entry,
        ),
    );
  }

  /** Process ids, for who wants to watch them. */
  get pids(): number[] {
    return this.#children.map(({ pid }) => pid);
  }

  /** Forks the processes and hands out homes in turn. Resolves when all run; rejects when one fails. */
  async start({ homes, presses, ...rest }: PoolStart): Promise<void> {
    const { length } = this.#children;
    const place = new Map(homes.map(({ index }, order) => [index, order % length]));
    const ready = this.#children.map((child, number) => {
      child.fork();
      const own = homes.filter(({ index }) => place.get(index) === number);
      for (const { index, kind } of own) {
        this.#childOf.set(index, child);
        if (kind === 'light') this.#withLight.add(child);
      }
      child.send({
        kind: 'start',
        ...rest,
        homes: own,
        presses: pressesOf(presses, place, number),
      });
      return child.next('ready');
    });
    await Promise.all(ready);
  }

  power(homes: number[], on: boolean): void {
    this.#toOwners(homes, (own) => ({ kind: 'power', homes: own, on }));
  }

  network(homes: number[], up: boolean): void {
    this.#toOwners(homes, (own) => ({ kind: 'network', homes: own, up }));
  }

  /** perSecond 0 ends it. */
  chatter(homes: number[], perSecond: number): void {
    this.#toOwners(homes, (own) => ({ kind: 'chatter', homes: own, perSecond }));
  }

  battery(homes: number[], percent: number, onMains: boolean): void {
    this.#toOwners(homes, (own) => ({ kind: 'battery', homes: own, percent, onMains }));
  }

  /** From all processes with light homes together so often; 0 ends it. Throws when there are none. */
  attack(attack: AttackKind, perSecond: number): void {
    const { size } = this.#withLight;
    if (size === 0) throw new Error(`attack ${attack}: it needs a light home to borrow`);
    for (const child of this.#withLight) {
      child.send({ kind: 'attack', attack, perSecond: perSecond / size });
    }
  }

  /** Ends pressing, and returns what all homes know by now. May be called again. */
  async collect(): Promise<Collected> {
    const answers = await Promise.all(
      this.#children.map((child) => {
        child.send({ kind: 'collect' });
        return child.next('ledger');
      }),
    );
    return {
      ledger: answers.map(({ ledger }) => ledger),
      acceptedSeen: answers.map(({ acceptedSeen }) => acceptedSeen),
      connected: answers.flatMap(({ connected }) => connected),
      neverConnected: answers.flatMap(({ neverConnected }) => neverConnected),
    };
  }

  /** Ends all processes, by force those that don't end by themselves. Resolves when none is left. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#children.map((child) => child.end()));
  }

  #homesOf(number: number): number {
    const child = this.#children[number];
    return [...this.#childOf.values()].filter((owner) => owner === child).length;
  }

  #toOwners(homes: number[], message: (own: number[]) => ToGenerator): void {
    for (const child of this.#children) {
      const own = homes.filter((home) => this.#childOf.get(home) === child);
      if (own.length > 0) child.send(message(own));
    }
  }

  #hear(number: number, message: FromGenerator): void {
    if (message.kind !== 'sample') return;
    const second = Math.round(message.sample.at / 1_000);
    const samples = this.#samples.get(second) ?? [];
    samples.push(message.sample);
    this.#samples.set(second, samples);
    this.#told[number] = second;
    const past = Math.min(...this.#told);
    for (const [told, parts] of [...this.#samples].sort(([a], [b]) => a - b)) {
      if (told > past) break;
      this.#samples.delete(told);
      this.emit('sample', joinSamples(told * 1_000, parts));
    }
  }

  #fail(reason: string): void {
    if (this.#failure !== undefined || this.#isEnding) return;
    this.#failure = new Error(reason);
    for (const child of this.#children) child.abandon(this.#failure);
    this.emit('failed', this.#failure);
  }
}

function pressesOf(
  { at, home, key }: PlannedPresses,
  place: ReadonlyMap<number, number>,
  number: number,
): PlannedPresses {
  const own = [...home.keys()].filter((row) => place.get(home[row] as number) === number);
  return {
    at: Float64Array.from(own, (row) => at[row] as number),
    home: Uint32Array.from(own, (row) => home[row] as number),
    key: Uint8Array.from(own, (row) => key[row] as number),
  };
}
