// The proof that whoever is on the cable knows the device's key. README.md of protocol/, "Console".
import { hmacSha256, PURPOSE_CONSOLE, sealedBytes } from '#protocol/device/envelope.ts';
import { toHex } from '#protocol/device/password.ts';
import type { Console, Talk } from '../core/console.ts';
import type { StoredKey, StoredSettings } from '../core/stored.d.ts';
import { settingsOf } from './settings-file.ts';

/** Hex digits of a mac. */
const DIGITS = 32;

function expected(console: Console, talk: Talk, stored: StoredSettings): string {
  const settings = settingsOf(stored);
  const sha256 = console.hal.sha256;
  const nowhere = { bootId: 0, connectNo: 0 };
  const covered = sealedBytes(
    PURPOSE_CONSOLE,
    settings.keyVersion,
    settings.deviceId,
    nowhere,
    0,
    talk.challenge,
  );
  return toHex(hmacSha256(sha256, settings.key, covered), DIGITS / 2);
}

/** Looks at all digits, so that the time tells nothing. */
function isSame(one: string, other: string): boolean {
  let difference = one.length === DIGITS ? 0 : 1;
  for (let i = 0; i < DIGITS; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}

/** Uses the challenge up. While a key is being changed the old one is good too. */
export function isProof(
  console: Console,
  talk: Talk,
  stored: StoredSettings,
  mac: string | undefined,
): boolean {
  const fresh = talk.challenge.length > 0 && mac !== undefined;
  const good = fresh && fits(console, talk, stored, mac as string);
  talk.challenge = new Uint8Array(0);
  return good;
}

function fits(console: Console, talk: Talk, stored: StoredSettings, mac: string): boolean {
  if (isSame(mac, expected(console, talk, stored))) return true;
  const old: StoredKey | undefined = stored.old_key;
  if (!old) return false;
  const before: StoredSettings = Object.assign({}, stored);
  before.key = old.key;
  before.key_version = old.key_version;
  return isSame(mac, expected(console, talk, before));
}
