// What the console tells of the device: who it is, and how it is.
import { toHex } from '#protocol/device/password.ts';
import { percentOf } from '../core/battery.ts';
import type { Console, ConsolePart, Owner, Talk } from '../core/console.ts';
import { FIRMWARE_VERSION } from '../core/settings.ts';
import type { ConsoleAnswer } from './console-answer.ts';

/** Of a reason: the answer must fit in a line. */
const REASON_CHARACTERS = 32;
/** Free variables that the script which reads the log must find. A board without settings has them. */
const LOG_ROOM = 450;

/** Whose settings are stored: the newest key is the one that a proof must be made with. */
function ownerOf(console: Console): Owner {
  if (console.written) return console.written;
  if (!console.device) return { deviceId: '', keyVersion: 0 };
  const settings = console.device.settings;
  const other = settings.otherKey;
  const isOlder = other !== null && other.keyVersion > settings.keyVersion;
  return {
    deviceId: settings.deviceId,
    keyVersion: isOlder && other ? other.keyVersion : settings.keyVersion,
  };
}

/** boot_id of this boot; of a device without settings, which doesn't count its boots, the last that was counted. */
function lastBootId(console: Console): string {
  if (console.device) return '' + console.device.log.bootId;
  const loaded = console.load('cbwrite', LOG_ROOM);
  if (!loaded) return '0';
  return (loaded.service as ConsolePart).carryOut(console, ['boot_id'])[1] as string;
}

/** Who the device is, and what its proof must cover. */
export function greeting(console: Console, talk: Talk): ConsoleAnswer {
  const owner = ownerOf(console);
  return [
    'ok',
    'protocol=1',
    'device_id=' + owner.deviceId,
    'key_version=' + owner.keyVersion,
    'model=' + console.hal.model,
    'firmware=' + (console.hal.version ?? FIRMWARE_VERSION),
    'boot_id=' + lastBootId(console),
    'challenge=' + toHex(talk.challenge, talk.challenge.length),
    'nonce=' + talk.nonce,
  ];
}

/** Neither settings nor anything that a stranger could use. */
export function stateOf(console: Console): ConsoleAnswer {
  const hal = console.hal;
  const health = hal.health();
  const answer = [
    'ok',
    'uptime_s=' + Math.floor(hal.now() / 1000),
    'rssi_dbm=' + health.rssiDbm,
    'battery_mv=' + health.batteryMv,
    'battery_percent=' + percentOf(health.batteryMv),
    'on_mains=' + (health.onMains ? 1 : 0),
    'free_variables=' + health.freeVariables,
  ];
  const device = console.device;
  if (!device) return answer.concat(['link=none']);
  const link = device.link;
  return answer.concat([
    'link=' + link.state,
    'connects=' + link.connectNo,
    'outbox=' + device.outbox.rows.depth,
    'last_error=' + device.status.lastError,
    // The Wi-Fi comes first: without it no connection can be. An address may stand behind the words.
    'reason=' + wordsOf(health.wifiProblem || link.reason),
  ]);
}

/** The start of a reason, its letters only: a host or an address stays out of it. */
function wordsOf(reason: string): string {
  let text = '';
  for (let i = 0; i < reason.length && i < REASON_CHARACTERS; i++) {
    const letter = reason.charAt(i);
    text += /[a-zA-Z]/.test(letter) ? letter : '_';
  }
  return text;
}
