// Keeps the settings through a power cut, in two files that take turns: the newest one that is whole counts.
//
// `loadSettings(hal)` gives what is stored, or null. `saveSettings(hal, stored)` checks, writes and reads back:
// false leaves what was stored before. Nobody else writes these files. A file is `check serial json`.
import type { Sha256 } from '#protocol/device/envelope.ts';
import { toHex } from '#protocol/device/password.ts';
import type { StoredSettings } from '../core/stored.d.ts';
import type { Store } from '../hal.ts';
import { encodeSettings, parseSettings, wrongField } from './settings-file.ts';

const FILES = ['cb0.json', 'cb1.json'];
const CHECK_DIGITS = 8;
/** What stands in front of the JSON, and what a store puts around a file. */
const AROUND_BYTES = 64;

/** The HAL, or what of it is needed here. */
export interface Keeper {
  store: Store;
  sha256: Sha256;
}

interface Slot {
  serial: number;
  /** JSON. */
  text: string;
}

function checkOf(hal: Keeper, text: string): string {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return toHex(hal.sha256(bytes), CHECK_DIGITS / 2);
}

/** Null when the file is absent or torn. */
function readSlot(hal: Keeper, index: number): Slot | null {
  const text = hal.store.read(FILES[index] as string);
  if (text === undefined || text.charAt(CHECK_DIGITS) !== ' ') return null;
  const body = text.substr(CHECK_DIGITS + 1);
  if (text.substr(0, CHECK_DIGITS) !== checkOf(hal, body)) return null;
  const end = body.indexOf(' ');
  const serial = parseInt(body.substr(0, end), 10);
  return serial > 0 ? { serial: serial, text: body.substr(end + 1) } : null;
}

/** The older of the two files, or one that isn't whole: this one is written next. */
function nextSlot(first: Slot | null, second: Slot | null): number {
  if (!first) return 0;
  return !second || second.serial < first.serial ? 1 : 0;
}

/** The JSON of the newest file that is whole; empty when there is none. */
export function newestText(hal: Keeper): string {
  const first = readSlot(hal, 0);
  const second = readSlot(hal, 1);
  const newest = nextSlot(first, second) === 0 ? second : first;
  return newest ? newest.text : '';
}

/** What is stored; null when nothing is, or nothing that is whole. */
export function loadSettings(hal: Keeper): StoredSettings | null {
  const first = readSlot(hal, 0);
  const second = readSlot(hal, 1);
  const isFirstOlder = nextSlot(first, second) === 0;
  const newest = isFirstOlder ? second : first;
  const stored = newest ? parseSettings(newest.text) : null;
  if (stored) return stored;
  // That of a later version, which this one can't use: better the settings before than none.
  const before = isFirstOlder ? first : second;
  return before ? parseSettings(before.text) : null;
}

/** False when a field is wrong or the store doesn't take it: what was stored before still is. */
export function saveSettings(hal: Keeper, stored: StoredSettings): boolean {
  return wrongField(stored) === '' && saveText(hal, encodeSettings(stored));
}

/** The same with settings that were checked and encoded before. */
export function saveText(hal: Keeper, json: string): boolean {
  const first = readSlot(hal, 0);
  const second = readSlot(hal, 1);
  const next = nextSlot(first, second);
  const newest = next === 0 ? second : first;
  const body = (newest ? newest.serial + 1 : 1) + ' ' + json;
  const text = checkOf(hal, body) + ' ' + body;
  const name = FILES[next] as string;
  return hal.store.write(name, text) && hal.store.read(name) === text;
}

/** Whether the store takes so many files of these settings. */
export function hasRoomFor(hal: Keeper, json: string, files: number): boolean {
  return hal.store.free() >= files * (json.length + AROUND_BYTES);
}

/** Removes both files, for which a store that is full has room too. False when it doesn't do that. */
export function eraseSettings(hal: Keeper): boolean {
  let erased = true;
  for (const name of FILES) if (!hal.store.write(name, '')) erased = false;
  return erased;
}
