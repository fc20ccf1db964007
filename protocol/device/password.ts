// The MQTT password of one CONNECT: boot_id.connect_no.pending.mac
import type { Session } from '../messages.ts';
import { hmacSha256, MAC_BYTES, PURPOSE_CONNECT, type Sha256, sealedBytes } from './envelope.ts';

export const PENDING_NOTHING = 0;
export const PENDING_GREEN = 1;
export const PENDING_RED = 2;

const HEX = '0123456789abcdef';

/** Lower-case hex of the first `count` bytes. */
export function toHex(bytes: Uint8Array, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) {
    const byte = bytes[i] as number;
    text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
  }
  return text;
}

/** Good for one CONNECT. The mac covers `pending` as a frame of one byte, number 0. README.md, "CONNECT". */
export function connectPassword(
  sha256: Sha256,
  key: Uint8Array,
  keyVersion: number,
  deviceId: string,
  session: Session,
  pending: number,
): string {
  const covered = sealedBytes(PURPOSE_CONNECT, keyVersion, deviceId, session, 0, [pending]);
  const mac = hmacSha256(sha256, key, covered);
  return session.bootId + '.' + session.connectNo + '.' + pending + '.' + toHex(mac, MAC_BYTES);
}
