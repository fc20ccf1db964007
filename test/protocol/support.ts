// What the protocol tests share: typed vectors, hex, the device's way to open an envelope, arbitraries.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import {
  decodeEnvelope,
  hmacSha256,
  PURPOSE_DOWN,
  PURPOSE_UP,
  sameMac,
  sealedBytes,
} from '#protocol/device/envelope.ts';
import type { ProtocolErrorCode } from '#protocol/errors.ts';
import {
  type Downlink,
  type Envelope,
  type Identity,
  MAX_UINT32,
  type ReceivedUplink,
  type Session,
} from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';

interface OpenedEnvelope {
  keyVersion: number;
  session: Session;
  number: number;
  frame: string;
}

interface Claim {
  session: Session;
  pending: number;
  keyVersion: number;
}

interface HeldKeys {
  keys: Record<string, { version: number; key: string }[]>;
}

/** Good vectors have what is read, bad ones `error`. */
type Vector<Fields, Read> = { name: string; error?: ProtocolErrorCode } & Fields & Partial<Read>;

export interface VectorFiles {
  'seals.json': {
    vectors: {
      name: string;
      purpose: number;
      key: string;
      keyVersion: number;
      deviceId: string;
      session: Session;
      number: number;
      frame: string;
      covered: string;
      mac: string;
    }[];
  };
  'keys.json': {
    vectors: {
      name: string;
      oldKey: string;
      newVersion: number;
      nonce: string;
      covered: string;
      newKey: string;
    }[];
  };
  'envelopes.json': HeldKeys & {
    vectors: Vector<
      { direction: 'up' | 'down'; deviceId: string; envelope: string },
      { opened: OpenedEnvelope }
    >[];
  };
  'passwords.json': HeldKeys & {
    vectors: Vector<{ deviceId: string; password: string }, { claim: Claim }>[];
  };
  'uplinks.json': {
    vectors: Vector<
      { session: Session; frame: string; canonical?: boolean; identity?: Identity | null },
      { message: ReceivedUplink }
    >[];
  };
  'downlinks.json': {
    vectors: {
      name: string;
      frame: string;
      message?: Downlink;
      canonical?: boolean;
      refused?: boolean;
    }[];
  };
  'lines.json': {
    vectors: Vector<{ line: string; canonical?: boolean }, { words: string[] }>[];
  };
  'packets.json': HeldKeys & {
    vectors: {
      name: string;
      deviceId: string;
      steps: { sent: string; answers: string[] }[];
      error?: ProtocolErrorCode;
      isClosed?: true;
    }[];
  };
}

export const VECTORS = new URL('../../protocol/vectors/', import.meta.url);

export function vectorFile<Name extends keyof VectorFiles>(name: Name): VectorFiles[Name] {
  return JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8'));
}

export function unhex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

export function hex(bytes: ArrayLike<number>): string {
  return Buffer.from(Uint8Array.from(bytes)).toString('hex');
}

export function keysOf(file: HeldKeys, deviceId: string): SealKey[] {
  return (file.keys[deviceId] ?? []).map(({ version, key }) => ({ version, secret: unhex(key) }));
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

export function purposeOf(direction: 'up' | 'down') {
  return direction === 'up' ? PURPOSE_UP : PURPOSE_DOWN;
}

/** Opens an envelope as a device does, with nothing but protocol/device. */
export function openOnDevice(
  direction: 'up' | 'down',
  keys: readonly SealKey[],
  deviceId: string,
  bytes: Uint8Array,
): Envelope | null {
  const envelope = decodeEnvelope(bytes);
  if (envelope === null) return null;
  const { keyVersion, session, number, frame, mac } = envelope;
  const key = keys.find((candidate) => candidate.version === keyVersion);
  if (key === undefined) return null;
  const covered = sealedBytes(purposeOf(direction), keyVersion, deviceId, session, number, frame);
  return sameMac(mac, hmacSha256(sha256, key.secret, covered)) ? envelope : null;
}

/** Every single-byte change of `bytes`, by one random mask each, and every truncation. */
export function damaged(bytes: Uint8Array, mask: number): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] as number) ^ mask;
    all.push(changed, bytes.slice(0, at));
  }
  return all;
}

/** Any uint32, its limits often. */
export const uint32 = fc.oneof(
  fc.constantFrom(0, 1, 127, 128, 0x7fffffff, 0x80000000, MAX_UINT32),
  fc.integer({ min: 0, max: MAX_UINT32 }),
);

export const positive = uint32.map((value) => Math.max(value, 1));

export const session: fc.Arbitrary<Session> = fc.record({ bootId: positive, connectNo: positive });

export const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });

export const deviceId = fc.stringMatching(/^[A-Za-z0-9_-]{4,32}$/);

/** A name as a device may send it: printable ASCII. */
export const shortText = fc.stringMatching(/^[ -~]{0,32}$/);
