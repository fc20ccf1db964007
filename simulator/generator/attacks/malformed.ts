// What isn't MQTT, or not ours: random bytes, lengths that lie, CONNECTs cut short, payloads that are no envelope.
import { type Attack, type AttackWorld, connectAs } from './attack-line.ts';
import { HeldSession } from './held-session.ts';
import { Lines } from './lines.ts';

const MAX_LINES = 200;
const ENDLESS_LENGTH = [0x10, 0xff, 0xff, 0xff, 0xff, 0xff];
/** A PUBLISH of 100,000 bytes, of which 2,000 come. */
const TOO_LONG = [0x32, 0xa0, 0x8d, 0x06];

export class Malformed implements Attack {
  readonly #world: AttackWorld;
  readonly #held: HeldSession;
  readonly #lines: Lines;
  #turn = 0;

  constructor(world: AttackWorld) {
    this.#world = world;
    this.#held = new HeldSession(world.gateway, world.impostor);
    this.#lines = new Lines(world.gateway, MAX_LINES);
  }

  act(): void {
    this.#turn++;
    const kind = this.#turn % 5;
    if (kind === 0) {
      if (this.#held.isOpen) this.#held.publish(this.#noise(80));
    } else this.#lines.add((line) => line.write(this.#garbage(kind)));
  }

  stop(): void {
    this.#held.stop();
    this.#lines.stop();
  }

  #garbage(kind: number): Uint8Array {
    if (kind === 1) return this.#noise(64);
    if (kind === 2) return Uint8Array.from(ENDLESS_LENGTH);
    if (kind === 3) return Buffer.concat([Buffer.from(TOO_LONG), this.#noise(2_000)]);
    // A CONNECT whose second half is noise: the lengths in it lie.
    const connect = connectAs(this.#world.impostor);
    connect.set(this.#noise(connect.length >> 1), connect.length >> 1);
    return connect;
  }

  #noise(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => Math.floor(this.#world.random() * 256));
  }
}
