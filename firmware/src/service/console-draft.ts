// The draft: settings as the PC has set them so far, in RAM, laid over those that are stored.
import { toHex } from '#protocol/device/password.ts';
import type { Console, ConsolePart, Talk } from '../core/console.ts';
import { type ConsoleAnswer, refused } from './console-answer.ts';
import { storedValue } from './console-values.ts';
import { newestText } from './settings-store.ts';

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

export const DRAFT: ConsolePart = {
  carryOut: (console, words) => {
    const talk = console.talk as Talk;
    const name = words[1] as string;
    const isGet = words[0] === 'get';
    if (words.length !== (isGet ? 2 : 3)) {
      return refused('REQUEST_MALFORMED', isGet ? 'get NAME' : 'set NAME VALUE');
    }
    if (!NAMES.includes(name)) return refused('NAME_UNKNOWN', '');
    if (isGet) return readBack(console, talk, name);
    // Whether it is right, `check` tells.
    talk.draft[name] = words[2] as string;
    return ['ok'];
  },
};

/** A secret is compared by the start of SHA-256(nonce, value); a stored one isn't told at all. */
function readBack(console: Console, talk: Talk, name: string): ConsoleAnswer {
  const secret = SECRETS.includes(name);
  const draft = talk.draft[name];
  if (draft !== undefined) {
    if (!secret) return ['ok', 'draft', draft];
    const text = talk.nonce + draft;
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return ['ok', 'digest', toHex(console.hal.sha256(bytes), DIGEST_BYTES)];
  }
  const text = newestText(console.hal);
  const value = text === '' ? undefined : storedValue(JSON.parse(text), name);
  if (value === undefined) return refused('NOT_SET', name);
  return secret ? ['ok', 'secret'] : ['ok', 'stored', value];
}
