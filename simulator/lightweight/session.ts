// The sealed session of a light device: passwords and frames up, receipts and news down.
import { createHash } from 'node:crypto';
import {
  decodeEnvelope,
  encodeEnvelope,
  PURPOSE_DOWN,
  PURPOSE_UP,
  sameMac,
  sealedBytes,
} from '#protocol/device/envelope.ts';
import { encodeUplink } from '#protocol/device/frames.ts';
import { decodeDownlink } from '#protocol/device/instructions.ts';
import { connectPassword } from '#protocol/device/password.ts';
import { hmac, type PreparedKey, prepareKey } from '#protocol/hmac.ts';
import type { Downlink, Session, Uplink } from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

const WILL = encodeUplink({
  ageMs: 0,
  ageIsLowerBound: false,
  test: false,
  identity: null,
  event: { kind: 'lost' },
});

export class LightSession implements Session {
  readonly deviceId: string;
  readonly key: SealKey;
  readonly #prepared: PreparedKey;
  bootId: number;
  connectNo = 0;
  /** Number of the last uplink, and of the last downlink that was let in. */
  sent = 0;
  received = 0;

  constructor(deviceId: string, key: SealKey, bootId: number) {
    this.deviceId = deviceId;
    this.key = key;
    this.#prepared = prepareKey(key.secret);
    this.bootId = bootId;
  }

  /** Before each CONNECT. */
  renew(): void {
    this.connectNo++;
    this.sent = 0;
    this.received = 0;
  }

  newBoot(): void {
    this.bootId++;
    this.connectNo = 0;
  }

  password(pending: number): string {
    const { secret, version } = this.key;
    return connectPassword(sha256, secret, version, this.deviceId, this, pending);
  }

  will(): Uint8Array {
    return this.sealFrame(WILL, 0);
  }

  /** The envelope of the next number. */
  seal(uplink: Uplink): Uint8Array {
    this.sent++;
    return this.sealFrame(encodeUplink(uplink), this.sent);
  }

  sealFrame(frame: ArrayLike<number>, number: number): Uint8Array {
    const mac = this.#mac(PURPOSE_UP, number, frame);
    return encodeEnvelope(this.key.version, this, number, frame, mac);
  }

  /** The downlink in `bytes`; null for a wrong seal, another session, a number that doesn't rise, or damage. */
  open(bytes: Uint8Array): Downlink | null {
    const envelope = decodeEnvelope(bytes);
    if (envelope === null || envelope.keyVersion !== this.key.version) return null;
    const { session, number, frame, mac } = envelope;
    if (session.bootId !== this.bootId || session.connectNo !== this.connectNo) return null;
    if (number <= this.received || !sameMac(mac, this.#mac(PURPOSE_DOWN, number, frame)))
      return null;
    this.received = number;
    return decodeDownlink(frame);
  }

  /** Good until the next one is made. */
  #mac(purpose: number, number: number, frame: ArrayLike<number>): Uint8Array {
    const { key, deviceId } = this;
    return hmac(this.#prepared, sealedBytes(purpose, key.version, deviceId, this, number, frame));
  }
}
