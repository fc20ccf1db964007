// Slots for firmware on the host: in flash that is in memory or in a file, started as a board's loader does it.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Chosen, slotToStart } from '#firmware/src/core/loader.ts';
import {
  GOOD_AT,
  HEAD_CRC_AT,
  type Head,
  headOf,
  headText,
  MARK,
  type Marks,
  marksOf,
  PAGES_AT,
  WHOLE_AT,
} from '#firmware/src/core/slot-head.ts';
import type { Flash, Slots } from '#firmware/src/hal.ts';
import { MemoryFlash } from './flash.ts';

/** Room for 93 KB of payload in each. Pages take memory when they are first written. */
export const HOST_SLOT_PAGES = 24;
export const HOST_SLOT_PAGE_BYTES = 4096;

/** Outlives the HAL: give the same one to the next boot. */
export class HostSlots implements Slots {
  running = -1;
  isOnTrial = false;
  readonly pageBytes: number;
  readonly pages: number;
  readonly #flash: Flash;

  /** `flash` holds both slots, half of its pages each. */
  constructor(flash: Flash = new MemoryFlash(2 * HOST_SLOT_PAGES, HOST_SLOT_PAGE_BYTES)) {
    this.#flash = flash;
    this.pageBytes = flash.pageBytes;
    this.pages = Math.floor(flash.pages / 2);
  }

  /** As provisioning lays out a board: the image is whole and good in the first slot. */
  static laidOut(version: string, payload: Uint8Array, flash?: Flash): HostSlots {
    const slots = new HostSlots(flash);
    const sha256 = latin1(createHash('sha256').update(payload).digest());
    const head = { serial: 1, bytes: payload.length, sha256, older: false, version };
    slots.write(
      0,
      0,
      headText(head, (text) => slots.crc32(text)),
    );
    slots.write(0, slots.pageBytes, latin1(payload));
    for (let page = 0; page * slots.pageBytes < payload.length; page++) {
      slots.write(0, PAGES_AT + 4 * page, MARK);
    }
    slots.write(0, WHOLE_AT, MARK);
    slots.write(0, GOOD_AT, MARK);
    return slots;
  }

  /** What a board's loader does at each start. Null: nothing can be started. */
  start(): Chosen | null {
    const chosen = slotToStart(this);
    this.running = chosen?.slot ?? -1;
    this.isOnTrial = chosen?.isOnTrial ?? false;
    return chosen;
  }

  /** Of the slot that runs; empty before `start`, and when nothing runs. */
  get version(): string {
    return (this.running >= 0 && this.head(this.running)?.version) || '';
  }

  /** The payload that runs. */
  get payload(): Buffer {
    const bytes = this.head(this.running)?.bytes ?? 0;
    return Buffer.from(this.read(this.running, this.pageBytes, bytes), 'latin1');
  }

  marks(slot: number): Marks | null {
    const head = this.read(slot, 0, PAGES_AT);
    return marksOf(head, this.crc32(head.slice(0, HEAD_CRC_AT)));
  }

  head(slot: number): Head | null {
    return this.marks(slot) && headOf(this.read(slot, 0, PAGES_AT));
  }

  read(slot: number, at: number, length: number): string {
    let text = '';
    let from = this.#from(slot) + at;
    const end = from + length;
    // A flash reads within a page.
    while (from < end) {
      const to = Math.min(end, (Math.floor(from / this.pageBytes) + 1) * this.pageBytes);
      text += latin1(this.#flash.read(from, to - from));
      from = to;
    }
    return text;
  }

  write(slot: number, at: number, bytes: string): void {
    for (let i = 0; i < bytes.length; i++) {
      if (this.read(slot, at + i, 1) !== '\xff') throw new Error('written already');
    }
    for (let i = 0; i < bytes.length; ) {
      const from = this.#from(slot) + at + i;
      const room = this.pageBytes - (from % this.pageBytes);
      const part = bytes.slice(i, i + room);
      this.#flash.write(from, Buffer.from(part, 'latin1'));
      i += part.length;
    }
  }

  erase(slot: number, page: number): void {
    this.#flash.erase(slot * this.pages + page);
  }

  sha256(slot: number, bytes: number): string {
    const payload = Buffer.from(this.read(slot, this.pageBytes, bytes), 'latin1');
    return latin1(createHash('sha256').update(payload).digest());
  }

  crc32(bytes: string): number {
    return crc32(Buffer.from(bytes, 'latin1'));
  }

  proved(): void {
    this.isOnTrial = false;
  }

  #from(slot: number): number {
    return slot * this.pages * this.pageBytes;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
