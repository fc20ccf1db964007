// Whether the draft, laid over what is stored, can be written: `check`, and the first half of `commit`.
import type { ConsolePart, Talk } from '../core/console.ts';
import type { StoredAddress, StoredSettings } from '../core/stored.d.ts';
import { refused } from './console-answer.ts';
import { storedValue } from './console-values.ts';
import { encodeSettings, wrongField } from './settings-file.ts';
import { newestText } from './settings-store.ts';

/** `ok`; for a commit with the text of the settings that it writes. */
export const CHECK: ConsolePart = {
  carryOut: (console, words) => {
    const isCommit = words[0] === 'commit';
    if (isCommit && words.length !== 2 && (words.length !== 3 || words[2] !== 'drop')) {
      return refused('REQUEST_MALFORMED', 'commit BOOT_ID');
    }
    const talk = console.talk as Talk;
    const text = newestText(console.hal);
    const base = baseOf(talk, text === '' ? null : JSON.parse(text));
    const settings = settingsOfDraft(talk, base);
    const fault = faultOf(talk, base, settings);
    if (fault) return refused('DRAFT_WRONG', fault);
    return isCommit ? ['ok', encodeSettings(settings)] : ['ok'];
  },
};

/** What the name stands for now: of the draft, else of the store; empty for nothing. */
function inForce(talk: Talk, stored: StoredSettings | null, name: string): string {
  const draft = talk.draft[name];
  if (draft !== undefined) return draft;
  return (stored ? storedValue(stored, name) : '') ?? '';
}

/** A decimal number without sign or blank; -1, which no field takes, for anything else. */
function numberOf(text: string): number {
  const good = text.length < 11 && /^[0-9]+$/.test(text);
  return good ? parseInt(text, 10) : -1;
}

/** Name of the field that keeps the draft from being written, and why; empty when it is whole. */
function faultOf(talk: Talk, base: StoredSettings | null, settings: StoredSettings): string {
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
  const wrong = wrongField(settings);
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
function settingsOfDraft(talk: Talk, base: StoredSettings | null): StoredSettings {
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
