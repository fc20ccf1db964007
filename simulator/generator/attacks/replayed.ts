// Replay: a recorded CONNECT, a frame withheld in a former session, a frame of this session sent twice.
import { heartbeat, WELL } from '../../lightweight/messages.ts';
import { type Attack, type AttackWorld, falsePress } from './attack-line.ts';
import { HeldSession } from './held-session.ts';
import { Lines } from './lines.ts';

const MAX_LINES = 200;
const BEAT = heartbeat({ condition: WELL, uptimeMs: 0, outboxDepth: 0, reconnects: 0 }, false);

export class Replayed implements Attack {
  readonly #held: HeldSession;
  readonly #lines: Lines;
  readonly #withheld: Uint8Array;
  #turn = 0;

  constructor({ gateway, impostor }: AttackWorld) {
    impostor.renew();
    this.#withheld = impostor.sealFrame(falsePress(impostor), 1_000);
    this.#held = new HeldSession(gateway, impostor);
    this.#lines = new Lines(gateway, MAX_LINES);
  }

  act(): void {
    if (!this.#held.isOpen) return;
    this.#turn++;
    const recorded = this.#held.connect;
    if (this.#turn % 3 === 0) this.#lines.add((line) => line.write(recorded));
    else if (this.#turn % 3 === 1) this.#held.publish(this.#withheld);
    else this.#twice();
  }

  stop(): void {
    this.#held.stop();
    this.#lines.stop();
  }

  #twice(): void {
    const sealed = this.#held.session.seal({
      ageMs: 0,
      ageIsLowerBound: false,
      test: false,
      identity: null,
      event: BEAT,
    });
    this.#held.publish(sealed);
    this.#held.publish(sealed);
  }
}
