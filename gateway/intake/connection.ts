// One accepted connection of a device: who it is, its session, and the numbers that rise in each direction.
import type { Client } from 'aedes';
import { PURPOSE_DOWN } from '#protocol/device/envelope.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { encodeDownlink } from '#protocol/frame.ts';
import type { Downlink, Session } from '#protocol/messages.ts';
import { type SealKey, sealFrame } from '#protocol/seal.ts';
import type { DeviceRecord } from '../domain/ports/directory.ts';

const ignore = () => {};

export class Connection {
  readonly client: Client;
  readonly device: DeviceRecord;
  readonly session: Session;
  /** The key that the device connected with: what goes down is sealed with the same. */
  readonly #key: SealKey;
  #lastUp = 0;
  #lastDown = 0;

  constructor(client: Client, device: DeviceRecord, session: Session, key: SealKey) {
    this.client = client;
    this.device = device;
    this.session = session;
    this.#key = key;
  }

  /** True when `number` rose; it is then the one to beat. README of protocol/, "Numbers". */
  takeNumber(number: number): boolean {
    if (number <= this.#lastUp) return false;
    this.#lastUp = number;
    return true;
  }

  /** Seals and sends. QoS 0: what a broken connection swallows is made good after the next SUBSCRIBE. */
  send(downlink: Exclude<Downlink, { kind: 'unknown' }>): void {
    const { deviceId } = this.device;
    const frame = encodeDownlink(downlink);
    this.#lastDown++;
    const sealed = sealFrame(
      PURPOSE_DOWN,
      this.#key,
      deviceId,
      this.session,
      this.#lastDown,
      frame,
    );
    const payload = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const topic = downTopic(deviceId);
    this.client.publish(
      { cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false },
      ignore,
    );
  }
}
