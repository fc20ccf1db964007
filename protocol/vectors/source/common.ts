// What the vectors share: two devices, their keys, hex, and hand-made protobuf for what no encoder writes.
import { encodeEnvelope } from '../../device/envelope.ts';
import { WireWriter } from '../../device/wire.ts';
import type { ProtocolErrorCode } from '../../errors.ts';
import type { Session } from '../../messages.ts';
import type { SealKey } from '../../seal.ts';

export const DEVICE = 'CB-0001';
export const OTHER_DEVICE = 'CB-0002';
export const SESSION: Session = { bootId: 7, connectNo: 3 };

/** 32 bytes that rise from `first`. For tests only: a real key is random. */
export function countingBytes(first: number, length = 32): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (first + i) & 255);
}

export const KEY_1: SealKey = { version: 1, secret: countingBytes(0) };
export const KEY_2: SealKey = { version: 2, secret: countingBytes(0x40) };
export const OTHER_KEY: SealKey = { version: 1, secret: countingBytes(0x80) };

/** The keys that the gateway of the vectors holds. */
export const KEYS: Record<string, readonly SealKey[]> = {
  [DEVICE]: [KEY_1, KEY_2],
  [OTHER_DEVICE]: [OTHER_KEY],
};

export function hex(bytes: ArrayLike<number>): string {
  return Buffer.from(Uint8Array.from(bytes)).toString('hex');
}

export function unhex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** An image of the vectors: what it is offered as. */
export const OFFER = {
  kind: 'offer',
  version: '0.2.1',
  bytes: 52_810,
  sha256: countingBytes(0x20),
  older: false,
  board: 'ESP32',
} as const;

/** The first 4 bytes of its SHA-256. */
export const IMAGE = 0x20212223;

/** A red press, 350 ms old: the frame "a red press" of uplinks.json. */
export const PRESS = unhex('08de02220408071001420408021001');

/** Protobuf by hand: `fields(w => w.uint(1, 5))`. */
export function fields(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  write(writer);
  return Uint8Array.from(writer.bytes);
}

/** A varint field that is written even when 0. */
export function writtenUint(writer: WireWriter, field: number, value: number): void {
  writer.varint(field * 8);
  writer.varint(value);
}

export function changedAt(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] as number) ^ 1;
  return changed;
}

/** An envelope with any mac, for what is refused before the mac is looked at. */
export function unsealed(
  keyVersion: number,
  session: Session,
  number: number,
  frame: Uint8Array,
): Uint8Array {
  return encodeEnvelope(keyVersion, session, number, frame, countingBytes(0xa0, 16));
}

export interface Refused {
  name: string;
  error: ProtocolErrorCode;
}
