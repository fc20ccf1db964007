// The slots for firmware on a board: read and written as files of Storage, and erased as pages of flash.
import { textOf } from '#protocol/device/wire.ts';
import type { Slots } from '../hal.ts';
import type { CryptoModule, FlashModule, StorageModule } from './interpreter.d.ts';
import {
  FILE_HEADER_BYTES,
  HEAD_AT,
  SLOT_FILES,
  SLOT_PAGE_BYTES,
  slotFileBytes,
  slotPlaceOf,
} from './slot-place.ts';

/** How much of a head is compared to be sure of a slot's address. */
const COMPARED_BYTES = 64;

/** What the scripts for offers and chunks need: a function less is memory more. */
export type SlotPages = Omit<Slots, 'sha256' | 'proved'>;

/**
 * Null on a board that doesn't run from a slot, and where the files don't lie as they were laid out. Storage erases no
 * part of a file, so that is done by address: wrong by one page it would end the board.
 */
export function openPages(): SlotPages | null {
  const running = SLOT_FILES.indexOf(typeof cbSlot === 'undefined' ? '' : (cbSlot as string));
  const place = slotPlaceOf(process.env.BOARD ?? '');
  if (running < 0 || !place) return null;
  const storage: StorageModule = require('Storage');
  const flash: FlashModule = require('Flash');
  const bytes = slotFileBytes(place.pages);
  const first = place.storage + FILE_HEADER_BYTES;
  for (let slot = 0; slot < 2; slot++) {
    const at = first + slot * (FILE_HEADER_BYTES + bytes);
    const header = textOf(flash.read(FILE_HEADER_BYTES, at - FILE_HEADER_BYTES));
    const size = header.charCodeAt(0) + header.charCodeAt(1) * 256 + header.charCodeAt(2) * 65536;
    const name = SLOT_FILES[slot] as string;
    if (size !== bytes || header.substring(4, 5 + name.length) !== name + '\0') return null;
    const head = textOf(flash.read(COMPARED_BYTES, at + HEAD_AT));
    if (storage.read(name, HEAD_AT, COMPARED_BYTES) !== head) return null;
  }
  return {
    running: running,
    pageBytes: SLOT_PAGE_BYTES,
    pages: place.pages,
    read: (slot, at, length) =>
      storage.read(SLOT_FILES[slot] as string, HEAD_AT + at, length) as string,
    write: (slot, at, text) => {
      storage.write(SLOT_FILES[slot] as string, text, HEAD_AT + at);
    },
    erase: (slot, page) => {
      const from = first + slot * (FILE_HEADER_BYTES + bytes) + HEAD_AT + page * SLOT_PAGE_BYTES;
      // Flash takes integers only, and what was divided once is none in the interpreter.
      for (let at = 0; at < SLOT_PAGE_BYTES; at += place.erasedBytes)
        flash.erasePage((from + at) | 0);
    },
    crc32: (text) => E.CRC32(text) >>> 0,
  };
}

/** As `openPages`. */
export function openSlots(): Slots | null {
  const slots = openPages() as Slots | null;
  if (!slots) return null;
  slots.sha256 = (slot, length) => {
    const payload = slots.read(slot, SLOT_PAGE_BYTES, length);
    // biome-ignore lint/style/useNodejsImportProtocol: the interpreter's module, not Node's.
    const crypto: CryptoModule = require('crypto');
    return textOf(new Uint8Array(crypto.SHA256(payload) as ArrayBuffer));
  };
  slots.proved = () => {
    if (typeof cbTrial !== 'undefined') clearTimeout(cbTrial as number);
    cbTrial = undefined;
  };
  return slots;
}
