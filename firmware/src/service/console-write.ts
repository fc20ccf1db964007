// What the console writes for good: new settings, or none. Both leave a stopped device that waits for its restart.
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import type { Console, ConsolePart, Talk } from '../core/console.ts';
import { COMMANDS_KEPT, FlashLog } from '../core/flash-log.ts';
import { Rows } from '../core/rows.ts';
import type { StoredSettings } from '../core/stored.d.ts';
import { type ConsoleAnswer, refused } from './console-answer.ts';
import { readLog } from './open-log.ts';
import { eraseSettings, hasRoomFor, newestText, saveText } from './settings-store.ts';

/** A commit writes both files of the settings. */
const FILES = 2;
const MAX_BOOT_ID = 4294967294;
/** A PC that leaves without a restart doesn't leave a dead button behind, in ms. */
const RESTART_MS = 60000;

/** The log as it stands in flash, nothing written. */
function logOf(console: Console): FlashLog {
  const log = new FlashLog(console.hal.flash, console.hal.sha256);
  readLog(log);
  return log;
}

/** From here on the running device writes nothing that could undo it. */
function finish(console: Console): void {
  const hal = console.hal;
  if (console.device) console.device.stop();
  console.finished = true;
  // Not a function of this script: that would hold it in memory until then.
  hal.after(RESTART_MS, hal.restart.bind(hal));
}

/** Nothing waits, and the next boot_id is larger than any before. False when flash didn't take it. */
function emptyLog(console: Console, bootId: number): boolean {
  const log = logOf(console);
  if (bootId > log.bootId) log.bootId = bootId;
  log.rows = new Rows();
  log.commandIds = new Uint32Array(COMMANDS_KEPT);
  if (!log.turnPage()) return false;
  const kept = logOf(console);
  return kept.bootId === log.bootId && kept.rows.depth === 0;
}

export const WRITE: ConsolePart = {
  carryOut: (console, words) => {
    const talk = console.talk as Talk;
    if (words[0] === 'boot_id') return ['ok', '' + logOf(console).bootId];
    if (words[0] === 'reset') return reset(console, talk, words[1]);
    return commit(console, talk, words[1] as string, words[2] === 'drop', words[words.length - 1]);
  },
};

/** Counter first: with new settings and an old counter the gateway would take the device for a replay. */
function commit(
  console: Console,
  talk: Talk,
  bootIdText: string,
  drop: boolean,
  settings: string | undefined,
): ConsoleAnswer {
  const hal = console.hal;
  const text = settings as string;
  const bootId = bootIdText.length < 11 && /^[0-9]+$/.test(bootIdText) ? +bootIdText : -1;
  if (bootId < 0 || bootId > MAX_BOOT_ID) return refused('BOOT_ID_WRONG', '');
  if (!drop && isPressWaiting(console)) return refused('PRESS_WAITING', '');
  // Asked before anything is touched: the device goes on with the settings that it has.
  if (!hasRoomFor(hal, text, FILES)) return refused('STORAGE_FULL', '');
  finish(console);
  if (!emptyLog(console, bootId)) return refused('STORAGE_FAILED', 'boot_id');
  // Twice, so that neither of the two files holds what was before.
  const isSaved = saveText(hal, text) && saveText(hal, text) && newestText(hal) === text;
  if (!isSaved) return refused('STORAGE_FAILED', 'settings');
  const stored: StoredSettings = JSON.parse(text);
  console.written = { deviceId: stored.device_id, keyVersion: stored.key_version };
  talk.draft = {};
  return ['ok', 'boot_id=' + (logOf(console).bootId + 1)];
}

function isPressWaiting(console: Console): boolean {
  if (console.device) return console.device.pending() !== PENDING_NOTHING;
  return logOf(console).rows.depth > 0;
}

/** First the word, then with the word the deed. The boot counter stays. */
function reset(console: Console, talk: Talk, word: string | undefined): ConsoleAnswer {
  if (word === undefined) {
    talk.word = '' + Math.floor(100000 + console.hal.random() * 900000);
    return ['ok', 'word=' + talk.word];
  }
  const right = talk.word !== '' && word === talk.word;
  talk.word = '';
  if (!right) return refused('WORD_WRONG', '');
  finish(console);
  // Settings first: who stops half-way leaves a device without a key, not one with a key and without its presses.
  const erased = eraseSettings(console.hal) && newestText(console.hal) === '';
  if (!erased) return refused('STORAGE_FAILED', 'settings');
  console.written = { deviceId: '', keyVersion: 0 };
  return emptyLog(console, 0) ? ['ok'] : refused('STORAGE_FAILED', 'boot_id');
}
