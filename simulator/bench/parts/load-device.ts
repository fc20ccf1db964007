// One connection of a load: says CONNECT and SUBSCRIBE, publishes sealed frames, and counts what comes back.
import {
  CONNACK,
  encodeConnect,
  encodeSubscribe,
  PUBACK,
  PUBLISH,
  SUBACK,
} from '#firmware/src/mqtt/packets.ts';
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import { WireReader } from '#protocol/device/wire.ts';
import type { DeviceEvent } from '#protocol/messages.ts';
import { RECEIPT_STORED } from '#protocol/messages.ts';
import { PacketSocket, type PacketSocketUser } from '../../lightweight/packet-socket.ts';
import { encodePublish } from '../../lightweight/packets.ts';
import { LightSession } from '../../lightweight/session.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './devices.ts';

/** The longest that the gateway allows: no pings among what is measured. */
const KEEPALIVE_S = 300;
const SUBSCRIBE_ID = 1;

export interface LoadWorld {
  port: number;
  /** Whoever opens no seals gets the same frame again and again: the load must cost less than the server. */
  sealsEach: boolean;
  subscribed(): void;
  acknowledged(place: number): void;
  /** A receipt that says "stored". */
  receipted(place: number): void;
  /** A connection ended, or something that isn't well came back. */
  failed(reason: string): void;
}

export class LoadDevice implements PacketSocketUser {
  /** Place among the connections of this process. */
  readonly place: number;
  readonly session: LightSession;
  readonly #world: LoadWorld;
  readonly #topic: string;
  #line: PacketSocket | undefined;
  #packetId = SUBSCRIBE_ID;
  #seq = 0;
  #former: Uint8Array | undefined;

  constructor(world: LoadWorld, place: number, index: number) {
    const deviceId = deviceIdOf(index);
    const key = { version: KEY_VERSION, secret: secretOf(deviceId) };
    this.#world = world;
    this.place = place;
    this.session = new LightSession(deviceId, key, 1);
    this.#topic = upTopic(deviceId);
  }

  connect(): void {
    this.session.renew();
    this.#line = new PacketSocket('127.0.0.1', this.#world.port, this);
  }

  /** Returns its seq. */
  press(event: DeviceEvent): number {
    this.#seq++;
    this.#send(event, { bootId: this.session.bootId, seq: this.#seq });
    return this.#seq;
  }

  beat(event: DeviceEvent): void {
    this.#send(event, null);
  }

  lineOpened(line: PacketSocket): void {
    const { deviceId } = this.session;
    const connect = encodeConnect({
      clientId: deviceId,
      username: deviceId,
      keepaliveS: KEEPALIVE_S,
      password: this.session.password(PENDING_NOTHING),
      willTopic: this.#topic,
      willPayload: this.session.will(),
    });
    line.write(connect);
    line.write(encodeSubscribe(SUBSCRIBE_ID, downTopic(deviceId)));
  }

  lineEnded(_line: PacketSocket, reason: string): void {
    this.#world.failed(reason);
  }

  packet(first: number, bytes: Uint8Array, from: number, to: number): void {
    const type = first >> 4;
    if (type === PUBACK) this.#world.acknowledged(this.place);
    else if (type === PUBLISH) this.#downlink(bytes, from, to);
    else if (type === SUBACK) this.#world.subscribed();
    else if (type === CONNACK && bytes[from + 1] !== 0) {
      this.#world.failed(`CONNACK ${bytes[from + 1]}`);
    }
  }

  #send(event: DeviceEvent, identity: { bootId: number; seq: number } | null): void {
    if (this.#world.sealsEach || this.#former === undefined) {
      const uplink = { ageMs: 0, ageIsLowerBound: false, test: false, identity, event };
      this.#former = this.session.seal(uplink);
    }
    this.#packetId = (this.#packetId % 65_535) + 1;
    this.#line?.write(encodePublish(this.#packetId, this.#topic, this.#former));
  }

  /** QoS 0, so the payload follows the topic. Its seal isn't checked: that is a device's work, and costs as much. */
  #downlink(bytes: Uint8Array, from: number, to: number): void {
    const topicEnd = from + 2 + (bytes[from] as number) * 256 + (bytes[from + 1] as number);
    const result = receiptIn(new WireReader(bytes, topicEnd, to));
    if (result === RECEIPT_STORED) this.#world.receipted(this.place);
    else if (result !== undefined) this.#world.failed(`a receipt with result ${result}`);
  }
}

/** The result in a sealed receipt; undefined when it is another downlink. Field numbers of callbutton.proto. */
function receiptIn(envelope: WireReader): number | undefined {
  while (envelope.next()) {
    if (!envelope.isData(4)) continue;
    const downlink = envelope.inner();
    while (downlink.next()) {
      if (!downlink.isData(8)) continue;
      const receipt = downlink.inner();
      while (receipt.next()) if (receipt.isVarint(3)) return receipt.value;
    }
  }
  return undefined;
}
