// Sealing and opening on the gateway's side: envelopes, CONNECT passwords, derived keys.
import { timingSafeEqual } from 'node:crypto';
import {
  MAC_BYTES,
  MAX_ENVELOPE_BYTES,
  PURPOSE_CONNECT,
  type PURPOSE_DOWN,
  PURPOSE_KEY,
  type PURPOSE_UP,
  sealedBytes,
} from './device/envelope.ts';
import { type UpdateTerms, updateBytes } from './device/update.ts';
import { ok, type Result, refuse } from './errors.ts';
import { callbutton } from './generated/callbutton.js';
import { hmac, type PreparedKey, prepareKey } from './hmac.ts';
import { type Envelope, MAX_UINT32, type Session } from './messages.ts';

export const KEY_BYTES = 32;
export const NONCE_BYTES = 16;

/** A device's secret. Versions start from 1 and rise with every rotation. */
export interface SealKey {
  version: number;
  /** 32 bytes. */
  secret: Uint8Array;
}

export type Direction = typeof PURPOSE_UP | typeof PURPOSE_DOWN;

/** A key is used for every frame of its device, and hashed once. It goes with the key. */
const prepared = new WeakMap<SealKey, PreparedKey>();

/** 32 bytes, good until the next call. */
function macOf(key: SealKey, bytes: Uint8Array): Uint8Array {
  let ready = prepared.get(key);
  if (ready === undefined) {
    ready = prepareKey(key.secret);
    prepared.set(key, ready);
  }
  return hmac(ready, bytes);
}

/** The wire form of a sealed frame, byte for byte as a device writes it. Callers keep `number` rising within the session. README.md, "Envelope". */
export function sealFrame(
  direction: Direction,
  key: SealKey,
  deviceId: string,
  session: Session,
  number: number,
  frame: Uint8Array,
): Uint8Array {
  const covered = sealedBytes(direction, key.version, deviceId, session, number, frame);
  const mac = macOf(key, covered).subarray(0, MAC_BYTES);
  const envelope = { keyVersion: key.version, session, number, frame, mac };
  return callbutton.v1.Envelope.encode(envelope).finish();
}

/** Decodes an envelope without checking its mac. Errors: ENVELOPE_TOO_LONG, _MALFORMED, _INCOMPLETE. */
function parseEnvelope(bytes: Uint8Array): Result<Envelope> {
  if (bytes.length > MAX_ENVELOPE_BYTES) {
    return refuse('ENVELOPE_TOO_LONG', `${bytes.length} bytes`);
  }
  let message: callbutton.v1.Envelope;
  try {
    message = callbutton.v1.Envelope.decode(bytes);
  } catch {
    return refuse('ENVELOPE_MALFORMED');
  }
  const { keyVersion, session, number, frame, mac } = message;
  if (keyVersion === 0) return refuse('ENVELOPE_INCOMPLETE', 'key_version');
  if (!session?.bootId || !session.connectNo) return refuse('ENVELOPE_INCOMPLETE', 'session');
  if (frame.length === 0) return refuse('ENVELOPE_INCOMPLETE', 'frame');
  if (mac.length !== MAC_BYTES) return refuse('ENVELOPE_INCOMPLETE', `mac of ${mac.length} bytes`);
  const { bootId, connectNo } = session;
  return ok({ keyVersion, session: { bootId, connectNo }, number, frame, mac });
}

/**
 * Opens a sealed envelope of one device: its frame may be believed, its session and number are still
 * to be compared with those of the connection. Errors: ENVELOPE_*, KEY_VERSION_UNKNOWN, SEAL_WRONG.
 */
export function openEnvelope(
  direction: Direction,
  keys: readonly SealKey[],
  deviceId: string,
  bytes: Uint8Array,
): Result<Envelope> {
  const parsed = parseEnvelope(bytes);
  if (!parsed.ok) return parsed;
  const { keyVersion, session, number, frame, mac } = parsed.value;
  const key = keys.find((candidate) => candidate.version === keyVersion);
  if (key === undefined) return refuse('KEY_VERSION_UNKNOWN', `version ${keyVersion}`);
  const covered = sealedBytes(direction, keyVersion, deviceId, session, number, frame);
  const expected = macOf(key, covered).subarray(0, MAC_BYTES);
  return timingSafeEqual(mac, expected) ? parsed : refuse('SEAL_WRONG');
}

export interface ConnectClaim {
  session: Session;
  /** 0 nothing, 1 green, 2 red is waiting in the outbox. */
  pending: number;
  /** The key that the password was made with. */
  key: SealKey;
}

const PASSWORD = /^([1-9]\d{0,9})\.([1-9]\d{0,9})\.([012])\.([0-9a-f]{32})$/;

/**
 * Checks the password of a CONNECT against each key, because it names no version. Whether the session is
 * newer than the last is the caller's to decide. Errors: PASSWORD_MALFORMED, CONNECT_SEAL_WRONG.
 */
export function openPassword(
  keys: readonly SealKey[],
  deviceId: string,
  password: string,
): Result<ConnectClaim> {
  const match = PASSWORD.exec(password);
  if (match === null) return refuse('PASSWORD_MALFORMED');
  const session = { bootId: Number(match[1]), connectNo: Number(match[2]) };
  if (session.bootId > MAX_UINT32 || session.connectNo > MAX_UINT32) {
    return refuse('PASSWORD_MALFORMED', 'a number above 32 bits');
  }
  const pending = Number(match[3]);
  const mac = Buffer.from(match[4] as string, 'hex');
  for (const key of keys) {
    const covered = sealedBytes(PURPOSE_CONNECT, key.version, deviceId, session, 0, [pending]);
    const expected = macOf(key, covered).subarray(0, MAC_BYTES);
    if (timingSafeEqual(mac, expected)) return ok({ session, pending, key });
  }
  return refuse('CONNECT_SEAL_WRONG');
}

/** The key that follows `key` by derivation: HMAC of the new version and a nonce of 16 bytes. README.md, "Keys". */
export function deriveKey(key: SealKey, version: number, nonce: Uint8Array): SealKey {
  const covered = new Uint8Array(5 + nonce.length);
  covered[0] = PURPOSE_KEY;
  new DataView(covered.buffer).setUint32(1, version);
  covered.set(nonce, 5);
  return { version, secret: macOf(key, covered).slice() };
}

/** The mac of a finish, 16 bytes, with the key of the session in which it is sent. README.md, "Updates". */
export function updateMac(key: SealKey, deviceId: string, terms: UpdateTerms): Uint8Array {
  return macOf(key, updateBytes(key.version, deviceId, terms)).slice(0, MAC_BYTES);
}
