// The script `.bootcde` of a board with slots: chooses one and leaves its main script to be run at the root. Written by
// the cable only, never from afar.
import './port.ts';
import { slotToStart, TRIAL_MS } from '../core/loader.ts';
import type { CryptoModule, StorageModule } from './interpreter.d.ts';
import { HEAD_AT, PAYLOAD_AT, SLOT_FILES } from './slot-place.ts';

/** A firmware that hangs before it starts its own watchdog is ended by this, in seconds. */
const WATCHDOG_S = 120;
/** Of the list at the front of a payload, so much holds the length of its first script. */
const LIST_BYTES = 512;

function bytesOf(digest: ArrayBuffer): string {
  const bytes = new Uint8Array(digest);
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/** Where no slot can be started: with the prompt on it again a PC can repair the board. */
function toPrompt(): string {
  console.log('no slot');
  if (process.env.BOARD !== 'LINUX') {
    E.setConsole(typeof USB === 'undefined' ? Serial1 : USB, { force: true });
  }
  return '';
}

function mainOf(file: string): string {
  const storage: StorageModule = require('Storage');
  const list = storage.read(file, PAYLOAD_AT, LIST_BYTES) as string;
  const bytes = parseInt(list.substring(list.indexOf(':') + 1), 10);
  return storage.read(file, PAYLOAD_AT + list.indexOf('\n') + 1, bytes) as string;
}

function load(): string {
  const storage: StorageModule = require('Storage');
  // biome-ignore lint/style/useNodejsImportProtocol: the interpreter's module, not Node's.
  const crypto: CryptoModule = require('crypto');
  const file = (slot: number) => SLOT_FILES[slot] as string;
  const chosen = slotToStart({
    read: (slot, at, length) => storage.read(file(slot), HEAD_AT + at, length) ?? '',
    write: (slot, at, bytes) => storage.write(file(slot), bytes, HEAD_AT + at),
    sha256: (slot, bytes) => {
      const payload = storage.read(file(slot), PAYLOAD_AT, bytes) as string;
      return bytesOf(crypto.SHA256(payload) as ArrayBuffer);
    },
    crc32: (bytes) => E.CRC32(bytes) >>> 0,
  });
  if (!chosen) return toPrompt();
  E.enableWatchdog(WATCHDOG_S, false);
  if (chosen.isOnTrial) cbTrial = setTimeout(() => E.reboot(), TRIAL_MS) as unknown as number;
  cbSlot = file(chosen.slot);
  return mainOf(cbSlot);
}

cbMain = load();
