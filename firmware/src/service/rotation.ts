// A new key, derived on both sides. The old one is kept until the gateway has proved that it knows the new one: at
// every moment one of the stored keys is good. README.md of the protocol, "Keys".
import { hmacSha256, PURPOSE_KEY, putUint32 } from '#protocol/device/envelope.ts';
import { toHex } from '#protocol/device/password.ts';
import type { Instructed } from '../core/service.ts';
import { loadSettings, saveSettings } from './settings-store.ts';

const KEY_BYTES = 32;

/** What the new key is the HMAC of. */
function covered(version: number, nonce: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + nonce.length);
  bytes[0] = PURPOSE_KEY;
  putUint32(bytes, 1, version);
  bytes.set(nonce, 5);
  return bytes;
}

/** Empty when the key is stored, for the next CONNECT; else why not, in at most 32 characters. */
export function rotate(
  device: Instructed,
  commandId: number,
  version: number,
  nonce: Uint8Array,
): string {
  const settings = device.settings;
  // The key that sealed the command.
  const session = device.link.session;
  const stored = loadSettings(device.hal);
  if (!stored) return 'no settings stored';
  // Power was cut before the command was recorded.
  if (stored.rotated_by === commandId) return '';
  if (settings.keyVersion !== session.keyVersion) return 'the last new key is not in use';
  if (version <= session.keyVersion) return 'key_version is not larger';
  const key = hmacSha256(device.hal.sha256, session.key, covered(version, nonce));
  stored.old_key = { key_version: session.keyVersion, key: toHex(session.key, KEY_BYTES) };
  stored.key_version = version;
  stored.key = toHex(key, KEY_BYTES);
  stored.rotated_by = commandId;
  if (!saveSettings(device.hal, stored)) return 'the key could not be stored';
  settings.otherKey = { key: session.key, keyVersion: session.keyVersion };
  settings.key = key;
  settings.keyVersion = version;
  return '';
}

/** The gateway knows the newest key: no other is needed. */
export function isNewestProven(device: Instructed): boolean {
  const other = device.settings.otherKey;
  return other !== null && device.link.session.keyVersion > other.keyVersion;
}

/**
 * No key of the gateway's fits: the next CONNECT uses the other one, at the same address until both were tried.
 */
export function tryOtherKey(device: Instructed): void {
  const settings = device.settings;
  const other = settings.otherKey;
  if (!other) return;
  settings.otherKey = { key: settings.key, keyVersion: settings.keyVersion };
  settings.key = other.key;
  settings.keyVersion = other.keyVersion;
  const isOlder = other.keyVersion < settings.otherKey.keyVersion;
  // The link has just turned to the other address.
  if (isOlder) device.link.onSpare = !device.link.onSpare;
}
