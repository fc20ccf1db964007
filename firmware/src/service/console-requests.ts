// What the console can be asked: each request's words, and who carries it out.

import { toHex } from '#protocol/device/password.ts';
import { percentOf } from '../core/battery.ts';
import type { Console, Talk } from '../core/console.ts';
import { FIRMWARE_VERSION } from '../core/settings.ts';
import type { StoredSettings } from '../core/stored.d.ts';
import { type Answer, refused } from './console-answer.ts';
import { faultOf, readBack, setField } from './console-draft.ts';
import { commit, lastBootId, reset } from './console-write.ts';
import { selfTest } from './self-test.ts';
import { loadSettings } from './settings-store.ts';

/** So long has an answer to leave the port before the restart, in ms. */
const LEAVE_MS = 500;
/** Of a reason: the answer must fit in a line. */
const REASON_CHARACTERS = 32;

/** Who the device is, and what its proof must cover. */
export function greeting(console: Console, talk: Talk): Answer {
  const stored = loadSettings(console.hal);
  return [
    'ok',
    'protocol=1',
    'device_id=' + (stored ? stored.device_id : ''),
    'key_version=' + (stored ? stored.key_version : 0),
    'model=' + console.hal.model,
    'firmware=' + FIRMWARE_VERSION,
    'boot_id=' + lastBootId(console),
    'challenge=' + toHex(talk.challenge, talk.challenge.length),
    'nonce=' + talk.nonce,
  ];
}

/** A request that is permitted. */
export function carryOut(
  console: Console,
  talk: Talk,
  stored: StoredSettings | null,
  words: string[],
): Answer {
  const first = words[1];
  const second = words[2];
  const count = words.length - 1;
  switch (words[0]) {
    case 'set':
      if (count !== 2) return refused('REQUEST_MALFORMED', 'set NAME VALUE');
      return setField(talk, first as string, second as string);
    case 'get':
      if (count !== 1) return refused('REQUEST_MALFORMED', 'get NAME');
      return readBack(console.hal, talk, stored, first as string);
    case 'check': {
      const fault = faultOf(talk, stored);
      return fault ? refused('DRAFT_WRONG', fault) : ['ok'];
    }
    case 'commit':
      if (count !== 1 && second !== 'drop') return refused('REQUEST_MALFORMED', 'commit BOOT_ID');
      return commit(console, talk, stored, first as string, count === 2);
    case 'state':
      return stateOf(console);
    case 'test':
      return startTest(console);
    case 'reset':
      return reset(console, talk, first);
    case 'restart':
      restart(console);
      return ['ok'];
    case 'prompt':
      if (!console.prompt) return refused('UNSUPPORTED', 'prompt');
      console.hal.after(LEAVE_MS, console.prompt);
      return ['ok'];
  }
  return refused('REQUEST_UNKNOWN', '');
}

function restart(console: Console): void {
  const device = console.device;
  const hal = console.hal;
  hal.after(LEAVE_MS, () => {
    if (device) device.stop();
    hal.restart();
  });
}

function startTest(console: Console): Answer {
  if (!console.device) return refused('UNSUPPORTED', 'test');
  // In this script too: the service script may find no room beside it.
  return ['ok', selfTest(console.device)];
}

/** Neither settings nor anything that a stranger could use. */
function stateOf(console: Console): Answer {
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
    'outbox=' + device.outbox.rows.depth(),
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
