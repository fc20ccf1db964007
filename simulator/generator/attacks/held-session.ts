// A session that the gateway let in, because its device is a real one: what an insider has to attack with.
import { upTopic } from '#protocol/device/topics.ts';
import { encodePublish } from '../../lightweight/packets.ts';
import type { LightSession } from '../../lightweight/session.ts';
import type { GatewayAddress } from '../messages.ts';
import { AttackLine, connectAs } from './attack-line.ts';

export class HeldSession {
  readonly session: LightSession;
  /** The CONNECT of the session that is open. */
  connect: Uint8Array = new Uint8Array(0);
  readonly #gateway: GatewayAddress;
  #line: AttackLine | undefined;
  #packetId = 0;

  constructor(gateway: GatewayAddress, session: LightSession) {
    this.#gateway = gateway;
    this.session = session;
  }

  /** True when it is open; opens it otherwise, for the next time. */
  get isOpen(): boolean {
    if (this.#line === undefined) this.#open();
    return this.#line?.isIn === true;
  }

  publish(payload: Uint8Array): void {
    this.#packetId = (this.#packetId % 65_535) + 1;
    const topic = upTopic(this.session.deviceId);
    this.#line?.write(encodePublish(this.#packetId, topic, payload));
  }

  stop(): void {
    this.#line?.cut();
    this.#line = undefined;
  }

  #open(): void {
    this.session.renew();
    this.connect = connectAs(this.session);
    this.#line = new AttackLine(
      this.#gateway,
      (line) => line.write(this.connect),
      () => {
        this.#line = undefined;
      },
    );
  }
}
