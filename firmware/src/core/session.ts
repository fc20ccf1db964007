// One sealed session: numbers and seals what goes up, and lets nothing in that isn't sealed for this session.

import {
  decodeEnvelope,
  encodeEnvelope,
  hmacSha256,
  PURPOSE_DOWN,
  PURPOSE_UP,
  type Sha256,
  sameMac,
  sealedBytes,
} from '#protocol/device/envelope.ts';
import { decodeNews, encodeUplink, type News } from '#protocol/device/frames.ts';
import { connectPassword } from '#protocol/device/password.ts';
import type { Session, Uplink } from '#protocol/messages.ts';
import type { Settings } from './settings.ts';

export class SealedSession {
  sha256: Sha256;
  deviceId: string;
  key: Uint8Array;
  keyVersion: number;
  session: Session;
  /** Number of the last uplink; 0 is the will's. */
  sent: number;
  /** Number of the last downlink that was let in. */
  received: number;

  constructor(sha256: Sha256, settings: Settings, bootId: number, connectNo: number) {
    this.sha256 = sha256;
    this.deviceId = settings.deviceId;
    // Kept to the end: a key that is rotated meanwhile is for the next session.
    this.key = settings.key;
    this.keyVersion = settings.keyVersion;
    this.session = { bootId: bootId, connectNo: connectNo };
    this.sent = 0;
    this.received = 0;
  }

  password(pending: number): string {
    return connectPassword(
      this.sha256,
      this.key,
      this.keyVersion,
      this.deviceId,
      this.session,
      pending,
    );
  }

  /** The will: `lost`, number 0. */
  will(): Uint8Array {
    return this.sealAs(0, {
      ageMs: 0,
      ageIsLowerBound: false,
      test: false,
      identity: null,
      event: { kind: 'lost' },
    });
  }

  /** The envelope of the next number. */
  seal(uplink: Uplink): Uint8Array {
    this.sent++;
    return this.sealAs(this.sent, uplink);
  }

  sealAs(number: number, uplink: Uplink): Uint8Array {
    const frame = encodeUplink(uplink);
    const mac = this.mac(PURPOSE_UP, number, frame);
    return encodeEnvelope(this.keyVersion, this.session, number, frame, mac);
  }

  /** The downlink in `bytes`; null for a wrong seal, another session, a number that doesn't rise, or damage. */
  open(bytes: Uint8Array): News | null {
    const envelope = decodeEnvelope(bytes);
    if (envelope === null || envelope.keyVersion !== this.keyVersion) return null;
    const session = envelope.session;
    if (session.bootId !== this.session.bootId) return null;
    if (session.connectNo !== this.session.connectNo) return null;
    if (envelope.number <= this.received) return null;
    const expected = this.mac(PURPOSE_DOWN, envelope.number, envelope.frame);
    if (!sameMac(envelope.mac, expected)) return null;
    this.received = envelope.number;
    return decodeNews(envelope.frame);
  }

  mac(purpose: number, number: number, frame: ArrayLike<number>): Uint8Array {
    const version = this.keyVersion;
    const covered = sealedBytes(purpose, version, this.deviceId, this.session, number, frame);
    return hmacSha256(this.sha256, this.key, covered);
  }
}
