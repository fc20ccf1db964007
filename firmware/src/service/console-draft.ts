// The draft: settings as the PC has set them so far, in RAM, laid over those that are stored.
import { toHex } from '#protocol/device/password.ts';
import type { Talk } from '../core/console.ts';
import type { StoredAddress, StoredSettings } from '../core/stored.d.ts';
import type { Hal } from '../hal.ts';
import { type Answer, refused } from './console-answer.ts';
import { wrongField } from './settings-file.ts';

const NAMES = [
  'device_id',
  'key',
  'key_version',
  'main_host',
  'main_port',
  'main_tls',
  'spare_host',
  'spare_port',
  'spare_tls',
  'wifi_ssid',
  'wifi_password',
  'heartbeat_s',
  'unreached_after_s',
];
const SECRETS = ['key', 'wifi_password'];
const DIGEST_BYTES = 8;

/** Keeps a value. Whether it is right, `check` tells. */
export function setField(talk: Talk, name: string, value: string): Answer {
  if (!NAMES.includes(name)) return refused('NAME_UNKNOWN', '');
  talk.draft[name] = value;
  return ['ok'];
}

/** A secret is compared by the start of SHA-256(nonce, value); a stored one isn't told at all. */
export function readBack(
  hal: Hal,
  talk: Talk,
  stored: StoredSettings | null,
  name: string,
): Answer {
  if (!NAMES.includes(name)) return refused('NAME_UNKNOWN', '');
  const secret = SECRETS.includes(name);
  const draft = talk.draft[name];
  if (draft !== undefined) {
    return secret ? ['ok', 'digest', digestOf(hal, talk.nonce + draft)] : ['ok', 'draft', draft];
  }
  const value = storedValue(stored, name);
  if (value === undefined) return refused('NOT_SET', name);
  return secret ? ['ok', 'secret'] : ['ok', 'stored', value];
}

function digestOf(hal: Hal, text: string): string {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return toHex(hal.sha256(bytes), DIGEST_BYTES);
}

function storedValue(stored: StoredSettings | null, name: string): string | undefined {
  if (!stored) return undefined;
  const spare = stored.spare;
  const wifi = stored.wifi;
  switch (name) {
    case 'device_id':
      return stored.device_id;
    case 'key':
      return stored.key;
    case 'key_version':
      return '' + stored.key_version;
    case 'main_host':
      return stored.main.host;
    case 'main_port':
      return '' + stored.main.port;
    case 'main_tls':
      return stored.main.tls ? '1' : '0';
    case 'spare_host':
      return spare ? spare.host : undefined;
    case 'spare_port':
      return spare ? '' + spare.port : undefined;
    case 'spare_tls':
      return spare ? (spare.tls ? '1' : '0') : undefined;
    case 'wifi_ssid':
      return wifi ? wifi.ssid : undefined;
    case 'wifi_password':
      return wifi ? wifi.password : undefined;
    case 'heartbeat_s':
      return stored.heartbeat_s ? '' + stored.heartbeat_s : undefined;
  }
  return stored.unreached_after_s ? '' + stored.unreached_after_s : undefined;
}

/** What the name stands for now: of the draft, else of the store; empty for nothing. */
function inForce(talk: Talk, stored: StoredSettings | null, name: string): string {
  const draft = talk.draft[name];
  if (draft !== undefined) return draft;
  return storedValue(stored, name) ?? '';
}

/** A decimal number without sign or blank; -1, which no field takes, for anything else. */
function numberOf(text: string): number {
  const good = text.length < 11 && /^[0-9]+$/.test(text);
  return good ? parseInt(text, 10) : -1;
}

/** Name of the field that keeps the draft from being written, and why; empty when it is whole. */
export function faultOf(talk: Talk, stored: StoredSettings | null): string {
  const base = baseOf(talk, stored);
  for (const name of ['device_id', 'key', 'key_version', 'main_host', 'main_port']) {
    if (inForce(talk, base, name) === '') return name + ' is missing';
  }
  if (inForce(talk, base, 'spare_host') !== '' && inForce(talk, base, 'spare_port') === '') {
    return 'spare_port is missing';
  }
  for (const name of ['main_tls', 'spare_tls']) {
    const tls = inForce(talk, base, name);
    if (tls !== '' && tls !== '0' && tls !== '1') return name + ' is wrong';
  }
  const password = inForce(talk, base, 'wifi_password').length;
  if (password > 63) return 'wifi_password is wrong';
  const wrong = wrongField(settingsOfDraft(talk, stored));
  return wrong === '' ? '' : wrong + ' is wrong';
}

/** Another device takes over nothing of the one that it was: no key, and no home's Wi-Fi. */
function baseOf(talk: Talk, stored: StoredSettings | null): StoredSettings | null {
  const id = talk.draft.device_id;
  return stored && (id === undefined || id === stored.device_id) ? stored : null;
}

function addressOf(host: string, port: string, tls: string): StoredAddress {
  const address: StoredAddress = { host: host, port: numberOf(port) };
  if (tls === '1') address.tls = true;
  return address;
}

/** What a commit writes. What the gateway configured or rotated is forgotten: it sends that again. */
export function settingsOfDraft(talk: Talk, stored: StoredSettings | null): StoredSettings {
  const base = baseOf(talk, stored);
  const value = (name: string) => inForce(talk, base, name);
  const settings: StoredSettings = {
    device_id: value('device_id'),
    key_version: numberOf(value('key_version')),
    key: value('key'),
    main: addressOf(value('main_host'), value('main_port'), value('main_tls')),
  };
  if (value('spare_host') !== '') {
    settings.spare = addressOf(value('spare_host'), value('spare_port'), value('spare_tls'));
  }
  if (value('wifi_ssid') !== '') {
    settings.wifi = { ssid: value('wifi_ssid'), password: value('wifi_password') };
  }
  if (value('heartbeat_s') !== '') settings.heartbeat_s = numberOf(value('heartbeat_s'));
  if (value('unreached_after_s') !== '') {
    settings.unreached_after_s = numberOf(value('unreached_after_s'));
  }
  return settings;
}
