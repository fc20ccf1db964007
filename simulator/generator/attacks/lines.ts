// The open connections of one attack: bounded in number and age, ended together.
import type { GatewayAddress } from '../messages.ts';
import { AttackLine } from './attack-line.ts';

/** Longer than a gateway may wait for a CONNECT. */
const MAX_MS = 20_000;

export class Lines {
  readonly #gateway: GatewayAddress;
  readonly #most: number;
  /** When each was opened, oldest first. */
  readonly #open = new Map<AttackLine, number>();

  constructor(gateway: GatewayAddress, most: number) {
    this.#gateway = gateway;
    this.#most = most;
  }

  get all(): Iterable<AttackLine> {
    return this.#open.keys();
  }

  /** One more, which makes room by cutting those that are too old; undefined when there are too many. */
  add(
    opened: (line: AttackLine) => void,
    ended: (line: AttackLine) => void = () => {},
  ): AttackLine | undefined {
    const now = performance.now();
    for (const [line, since] of this.#open) {
      if (now - since < MAX_MS) break;
      line.cut();
      this.#open.delete(line);
      ended(line);
    }
    if (this.#open.size >= this.#most) return undefined;
    const line = new AttackLine(this.#gateway, opened, (over) => {
      this.#open.delete(over);
      ended(over);
    });
    this.#open.set(line, now);
    return line;
  }

  stop(): void {
    for (const line of this.#open.keys()) line.cut();
    this.#open.clear();
  }
}
