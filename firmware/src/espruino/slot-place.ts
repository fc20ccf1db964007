// Where the slots for firmware lie in a board's flash.

/** Files of Storage, laid out by provisioning and never moved. */
export const SLOT_FILES = ['cbA', 'cbB'];

export const SLOT_PAGE_BYTES = 4096;

/** Bytes that Storage puts before a file. */
export const FILE_HEADER_BYTES = 32;

/**
 * Where the head of a slot begins in its file, at the next page of flash: provisioning puts both files at the front of
 * Storage, each at the front of a page. The payload is one page behind.
 */
export const HEAD_AT = SLOT_PAGE_BYTES - FILE_HEADER_BYTES;
export const PAYLOAD_AT = HEAD_AT + SLOT_PAGE_BYTES;

export interface SlotPlace {
  /** Address at which Storage begins. */
  storage: number;
  /** What one erasure takes. */
  erasedBytes: number;
  /** Pages of each slot, that of its head included. */
  pages: number;
}

/**
 * Of a board's `process.env.BOARD`; null where there is no room for two slots. Storage of the three ESP32 chips has 896
 * KB: targets/esp32/IDF4/partitions.csv of Espruino.
 */
export function slotPlaceOf(board: string): SlotPlace | null {
  if (board === 'LINUX') return { storage: 0x10000000, erasedBytes: 1024, pages: 25 };
  if (board.startsWith('ESP32')) return { storage: 0x320000, erasedBytes: 4096, pages: 49 };
  return null;
}

/** Size of a slot's file. With its header it fills whole pages, so that the next file begins at one. */
export function slotFileBytes(pages: number): number {
  return HEAD_AT + pages * SLOT_PAGE_BYTES;
}
