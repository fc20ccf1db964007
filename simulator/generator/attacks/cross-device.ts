// A real device that speaks and listens for another one. One connection at a time: each refusal ends it.
import { encodeSubscribe } from '#firmware/src/mqtt/packets.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import { encodePublish } from '../../lightweight/packets.ts';
import {
  type Attack,
  type AttackLine,
  type AttackWorld,
  connectAs,
  falsePress,
} from './attack-line.ts';
import { Lines } from './lines.ts';

/** Attempts that wait for their turn at most: what the gateway is too slow for is left out. */
const MAX_OWED = 20;

export class CrossDevice implements Attack {
  readonly #world: AttackWorld;
  readonly #lines: Lines;
  #owed = 0;
  #isBusy = false;
  #turn = 0;

  constructor(world: AttackWorld) {
    this.#world = world;
    this.#lines = new Lines(world.gateway, 1);
  }

  act(): void {
    if (this.#owed < MAX_OWED) this.#owed++;
    this.#next();
  }

  stop(): void {
    this.#owed = 0;
    this.#lines.stop();
  }

  #next(): void {
    if (this.#isBusy || this.#owed === 0) return;
    this.#owed--;
    this.#isBusy = true;
    const over = () => {
      this.#isBusy = false;
      this.#next();
    };
    this.#lines.add((line) => this.#say(line), over);
  }

  #say(line: AttackLine): void {
    const { impostor, victim } = this.#world;
    const other = victim();
    impostor.renew();
    line.write(connectAs(impostor));
    this.#turn++;
    if (this.#turn % 2 === 0) line.write(encodeSubscribe(1, downTopic(other)));
    else line.write(encodePublish(1, upTopic(other), impostor.sealFrame(falsePress(impostor), 1)));
  }
}
