// Forgery: CONNECTs in the name of others and frames in an open session, sealed with a key that is no device's.
import { randomBytes } from 'node:crypto';
import { PURPOSE_UP } from '#protocol/device/envelope.ts';
import { KEY_BYTES, sealFrame } from '#protocol/seal.ts';
import { LightSession } from '../../lightweight/session.ts';
import { type Attack, type AttackWorld, connectAs, falsePress } from './attack-line.ts';
import { HeldSession } from './held-session.ts';
import { Lines } from './lines.ts';

const MAX_LINES = 200;

export class Forged implements Attack {
  readonly #world: AttackWorld;
  readonly #held: HeldSession;
  readonly #lines: Lines;
  readonly #key = { version: 1, secret: randomBytes(KEY_BYTES) };
  #turn = 0;

  constructor(world: AttackWorld) {
    this.#world = world;
    this.#held = new HeldSession(world.gateway, world.impostor);
    this.#lines = new Lines(world.gateway, MAX_LINES);
  }

  act(): void {
    this.#turn++;
    if (this.#turn % 2 === 0) this.#connect();
    else if (this.#held.isOpen) this.#publish();
  }

  stop(): void {
    this.#held.stop();
    this.#lines.stop();
  }

  #connect(): void {
    // A boot far ahead: believed, it would shut the device itself out.
    const session = new LightSession(this.#world.victim(), this.#key, 4_000_000_000);
    session.renew();
    this.#lines.add((line) => line.write(connectAs(session)));
  }

  #publish(): void {
    const { session } = this.#held;
    const key = { ...this.#key, version: session.key.version };
    session.sent++;
    const frame = falsePress(session);
    this.#held.publish(sealFrame(PURPOSE_UP, key, session.deviceId, session, session.sent, frame));
  }
}
