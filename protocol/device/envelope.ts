// Envelopes on the device: the bytes that are sealed, the seal, and both directions of the wire form.
import type { Envelope, Session } from '../messages.ts';
import { WireReader, WireWriter } from './wire.ts';

export const MAX_ENVELOPE_BYTES = 512;
export const MAC_BYTES = 16;

/** What a mac is for: the first byte of what it covers. */
export const PURPOSE_UP = 1;
export const PURPOSE_DOWN = 2;
export const PURPOSE_CONNECT = 3;
export const PURPOSE_KEY = 4;
export const PURPOSE_CONSOLE = 5;
export const PURPOSE_UPDATE = 6;

export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Most significant byte first. */
export function putUint32(into: Uint8Array, at: number, value: number): void {
  into[at] = Math.floor(value / 16777216);
  into[at + 1] = Math.floor(value / 65536) & 255;
  into[at + 2] = Math.floor(value / 256) & 255;
  into[at + 3] = value & 255;
}

/** The bytes that a mac covers. README.md, "Seal". */
export function sealedBytes(
  purpose: number,
  keyVersion: number,
  deviceId: string,
  session: Session,
  number: number,
  frame: ArrayLike<number>,
): Uint8Array {
  const idLength = deviceId.length;
  const bytes = new Uint8Array(18 + idLength + frame.length);
  bytes[0] = purpose;
  putUint32(bytes, 1, keyVersion);
  bytes[5] = idLength;
  for (let i = 0; i < idLength; i++) bytes[6 + i] = deviceId.charCodeAt(i);
  putUint32(bytes, 6 + idLength, session.bootId);
  putUint32(bytes, 10 + idLength, session.connectNo);
  putUint32(bytes, 14 + idLength, number);
  for (let i = 0; i < frame.length; i++) bytes[18 + idLength + i] = frame[i] as number;
  return bytes;
}

/** HMAC-SHA256 (RFC 2104) from a bare SHA-256, because Espruino has no HMAC. `key` has 32 bytes. */
export function hmacSha256(sha256: Sha256, key: Uint8Array, message: Uint8Array): Uint8Array {
  const inner = new Uint8Array(64 + message.length);
  const outer = new Uint8Array(96);
  for (let i = 0; i < 64; i++) {
    const byte = i < key.length ? (key[i] as number) : 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  inner.set(message, 64);
  outer.set(sha256(inner), 64);
  return sha256(outer);
}

/** True when the first 16 bytes are the same; looks at all of them, so that the time tells nothing. */
export function sameMac(mac: Uint8Array, expected: Uint8Array): boolean {
  if (mac.length !== MAC_BYTES) return false;
  let difference = 0;
  for (let i = 0; i < MAC_BYTES; i++) difference |= (mac[i] as number) ^ (expected[i] as number);
  return difference === 0;
}

export function encodeEnvelope(
  keyVersion: number,
  session: Session,
  number: number,
  frame: ArrayLike<number>,
  mac: Uint8Array,
): Uint8Array {
  const inner = new WireWriter();
  inner.uint(1, session.bootId);
  inner.uint(2, session.connectNo);
  const writer = new WireWriter();
  writer.uint(1, keyVersion);
  writer.message(2, inner);
  writer.uint(3, number);
  writer.data(4, frame);
  writer.varint(5 * 8 + 2);
  writer.varint(MAC_BYTES);
  for (let i = 0; i < MAC_BYTES; i++) writer.bytes.push(mac[i] as number);
  return new Uint8Array(writer.bytes);
}

/** The envelope in `bytes`, or null when it is too long, damaged or incomplete. The mac is not checked. */
export function decodeEnvelope(bytes: Uint8Array): Envelope | null {
  if (bytes.length > MAX_ENVELOPE_BYTES) return null;
  const envelope: Envelope = {
    keyVersion: 0,
    session: { bootId: 0, connectNo: 0 },
    number: 0,
    frame: new Uint8Array(0),
    mac: new Uint8Array(0),
  };
  const reader = new WireReader(bytes, 0, bytes.length);
  while (reader.next()) {
    if (reader.isVarint(1)) envelope.keyVersion = reader.value;
    else if (reader.isData(2)) {
      const inner = reader.inner();
      while (inner.next()) {
        if (inner.isVarint(1)) envelope.session.bootId = inner.value;
        else if (inner.isVarint(2)) envelope.session.connectNo = inner.value;
      }
      if (inner.failed) return null;
    } else if (reader.isVarint(3)) envelope.number = reader.value;
    else if (reader.isData(4)) envelope.frame = reader.data();
    else if (reader.isData(5)) envelope.mac = reader.data();
  }
  if (reader.failed || envelope.mac.length !== MAC_BYTES || envelope.frame.length === 0)
    return null;
  const session = envelope.session;
  if (envelope.keyVersion === 0 || session.bootId === 0 || session.connectNo === 0) return null;
  return envelope;
}
