// The marks of a slot, read from it.
import { HEAD_CRC_AT, type Marks, marksOf, PAGES_AT } from '../core/slot-head.ts';
import type { Slots } from '../hal.ts';

/** Null when no image was begun in it. */
export function marksIn(slots: Pick<Slots, 'read' | 'crc32'>, slot: number): Marks | null {
  const text = slots.read(slot, 0, PAGES_AT);
  return marksOf(text, slots.crc32(text.substring(0, HEAD_CRC_AT)));
}
