// The attacks of one generator. Each borrows a light home, which is off meanwhile, to have an insider's key.
import type { AttackKind } from '../plan.ts';
import type { Attack, AttackWorld } from './attacks/attack-line.ts';
import { CrossDevice } from './attacks/cross-device.ts';
import { Forged } from './attacks/forged.ts';
import { Malformed } from './attacks/malformed.ts';
import { Replayed } from './attacks/replayed.ts';
import { SlowConnections } from './attacks/slow-connections.ts';
import type { LightHome } from './light-homes.ts';
import type { GatewayAddress } from './messages.ts';
import { Rate } from './rate.ts';

const MAKERS: Record<AttackKind, new (world: AttackWorld) => Attack> = {
  forged: Forged,
  replayed: Replayed,
  'cross-device': CrossDevice,
  malformed: Malformed,
  'slow-connections': SlowConnections,
};

/** When there is no other device to attack. */
const NOBODY = 'NOBODY';

interface Running {
  attack: Attack;
  rate: Rate;
  home: LightHome;
}

export interface AttackDeps {
  gateway: GatewayAddress;
  /** Those that may be borrowed, in the order in which they are. */
  lenders: LightHome[];
  /** device_ids in whose name to forge and eavesdrop. */
  victims: string[];
  random(): number;
}

export class Attacks {
  readonly #deps: AttackDeps;
  readonly #running = new Map<AttackKind, Running>();

  constructor(deps: AttackDeps) {
    this.#deps = deps;
  }

  /** Starts, changes or, with 0, ends one kind. Throws when no home is left to borrow. */
  set(kind: AttackKind, perSecond: number): void {
    this.#end(kind);
    if (perSecond === 0) return;
    const { gateway, lenders, victims, random } = this.#deps;
    const home = lenders.find(({ isLent }) => !isLent);
    if (home === undefined) {
      throw new Error(`attack ${kind}: it needs a light home to borrow; give the scenario more`);
    }
    const impostor = home.lend();
    const otherVictims = victims.filter((deviceId) => deviceId !== impostor.deviceId);
    const victim = () => otherVictims[Math.floor(random() * otherVictims.length)] ?? NOBODY;
    const attack = new MAKERS[kind]({ gateway, impostor, victim, random });
    const rate = new Rate(perSecond, () => attack.act()).start();
    this.#running.set(kind, { attack, rate, home });
  }

  stop(): void {
    for (const kind of [...this.#running.keys()]) this.#end(kind);
  }

  #end(kind: AttackKind): void {
    const running = this.#running.get(kind);
    if (running === undefined) return;
    this.#running.delete(kind);
    running.rate.stop();
    running.attack.stop();
    running.home.takeBack();
  }
}
