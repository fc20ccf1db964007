// The settings as they stand in the store: what is right, the text of them, and what the device makes of it.
import type { Address } from '#protocol/messages.ts';
import { type Settings, standardSettings } from '../core/settings.ts';
import type { StoredAddress, StoredKey, StoredSettings } from '../core/stored.d.ts';

const MAX_UINT32 = 4294967295;

function isWhole(value: unknown, least: number, most: number): boolean {
  if (typeof value !== 'number') return false;
  return value >= least && value <= most && Math.floor(value) === value;
}

/** Absent is right too. */
function mayBe(value: unknown, least: number, most: number): boolean {
  return value === undefined || isWhole(value, least, most);
}

/** Text of so many characters, each in the range of codes. */
function isText(value: unknown, least: number, most: number, low: number, high: number): boolean {
  if (typeof value !== 'string' || value.length < least || value.length > most) return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < low || code > high) return false;
  }
  return true;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isKey(value: StoredKey): boolean {
  if (!isObject(value) || !isWhole(value.key_version, 1, MAX_UINT32)) return false;
  return typeof value.key === 'string' && value.key.length === 64 && /^[0-9a-f]+$/.test(value.key);
}

function isAddress(value: StoredAddress): boolean {
  if (!isObject(value) || !isText(value.host, 1, 128, 33, 126)) return false;
  if (value.tls !== undefined && typeof value.tls !== 'boolean') return false;
  return isWhole(value.port, 1, 65535);
}

/** Name of the first field that can't be right; empty when all are. */
export function wrongField(stored: StoredSettings): string {
  const id = stored.device_id;
  if (!isText(id, 4, 32, 33, 126) || !/^[A-Za-z0-9_-]+$/.test(id)) return 'device_id';
  if (!isKey(stored)) return 'key';
  if (stored.old_key !== undefined && !isKey(stored.old_key)) return 'old_key';
  if (!mayBe(stored.rotated_by, 1, MAX_UINT32)) return 'rotated_by';
  if (!isAddress(stored.main)) return 'main';
  if (stored.spare !== undefined && !isAddress(stored.spare)) return 'spare';
  const wifi = stored.wifi;
  if (wifi !== undefined) {
    if (!isObject(wifi) || !isText(wifi.ssid, 1, 32, 1, 255)) return 'wifi';
    if (!isText(wifi.password, 0, 64, 1, 255)) return 'wifi';
  }
  if (!mayBe(stored.heartbeat_s, 60, 86400)) return 'heartbeat_s';
  if (!mayBe(stored.unreached_after_s, 30, 600)) return 'unreached_after_s';
  if (!mayBe(stored.keepalive_s, 1, 300)) return 'keepalive_s';
  if (!mayBe(stored.revision, 0, MAX_UINT32)) return 'revision';
  if (!mayBe(stored.tried_revision, 0, MAX_UINT32)) return 'tried_revision';
  return '';
}

/** The settings in a text, fields of a later version included; null when it isn't JSON or a field is wrong. */
export function parseSettings(text: string): StoredSettings | null {
  try {
    const stored: StoredSettings = JSON.parse(text);
    return isObject(stored) && wrongField(stored) === '' ? stored : null;
  } catch {
    return null;
  }
}

export function encodeSettings(stored: StoredSettings): string {
  return JSON.stringify(stored);
}

function keyOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.substr(i * 2, 2), 16);
  return bytes;
}

function addressOf(stored: StoredAddress): Address {
  return { host: stored.host, port: stored.port, tls: stored.tls === true };
}

/** Changes settings into what is stored; what is absent there stays as it is. */
export function adopt(settings: Settings, stored: StoredSettings): void {
  const old = stored.old_key;
  settings.key = keyOf(stored.key);
  settings.keyVersion = stored.key_version;
  settings.otherKey = old ? { key: keyOf(old.key), keyVersion: old.key_version } : null;
  settings.main = addressOf(stored.main);
  if (stored.spare) settings.spare = addressOf(stored.spare);
  if (stored.heartbeat_s) settings.heartbeatMs = stored.heartbeat_s * 1000;
  if (stored.unreached_after_s) settings.limits.unreachedRed = stored.unreached_after_s * 1000;
  if (stored.keepalive_s) settings.keepaliveS = stored.keepalive_s;
  if (stored.revision) settings.revision = stored.revision;
}

/** What the device works with. `stored` has no wrong field. */
export function settingsOf(stored: StoredSettings): Settings {
  const main = addressOf(stored.main);
  const settings = standardSettings(stored.device_id, keyOf(stored.key), 1, main, null);
  adopt(settings, stored);
  return settings;
}
