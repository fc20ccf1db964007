// Connections that say nothing at all, or their CONNECT one byte a second.
import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from '#protocol/seal.ts';
import { LightSession } from '../../lightweight/session.ts';
import { type Attack, type AttackLine, type AttackWorld, connectAs } from './attack-line.ts';
import { Lines } from './lines.ts';

const MAX_LINES = 1_000;

export class SlowConnections implements Attack {
  readonly #lines: Lines;
  readonly #connect: Uint8Array;
  /** How much of its CONNECT each has said. */
  readonly #said = new WeakMap<AttackLine, number>();
  readonly #dripping: NodeJS.Timeout;
  #turn = 0;

  constructor({ gateway, victim }: AttackWorld) {
    const key = { version: 1, secret: randomBytes(KEY_BYTES) };
    this.#connect = connectAs(new LightSession(victim(), key, 1));
    this.#lines = new Lines(gateway, MAX_LINES);
    this.#dripping = setInterval(() => this.#drip(), 1_000);
  }

  act(): void {
    this.#turn++;
    const speaks = this.#turn % 2 === 0;
    this.#lines.add((line) => {
      if (speaks) this.#said.set(line, 0);
    });
  }

  stop(): void {
    clearInterval(this.#dripping);
    this.#lines.stop();
  }

  #drip(): void {
    for (const line of this.#lines.all) {
      const said = this.#said.get(line);
      if (said === undefined || said === this.#connect.length) continue;
      line.write(this.#connect.slice(said, said + 1));
      this.#said.set(line, said + 1);
    }
  }
}
