// What starts a board: which slot, and the marks that a start leaves. Shared by the board's loader and the host.
import {
  chooseSlot,
  HEAD_CRC_AT,
  headOf,
  isMarked,
  isSpent,
  isStartable,
  LEFT_AT,
  MARK,
  type Marks,
  marksOf,
  PAGES_AT,
  TRIAL_AT,
} from './slot-head.ts';

/** An image on trial that hasn't proved itself so long after its start is started again, in ms. */
export const TRIAL_MS = 900000;

/** What a loader needs of Slots, in hal.ts. */
export interface LoaderSlots {
  read(slot: number, at: number, length: number): string;
  write(slot: number, at: number, bytes: string): void;
  sha256(slot: number, bytes: number): string;
  crc32(bytes: string): number;
}

export interface Chosen {
  slot: number;
  isOnTrial: boolean;
}

/**
 * The slot to start now, after its trial is noted; null for none. What was started three times in vain, and what has
 * changed since it was whole, is left for good.
 */
export function slotToStart(slots: LoaderSlots): Chosen | null {
  // Three at most: each of both may be left, and what takes no mark is passed over.
  const passed = [false, false];
  for (let i = 0; i < 3; i++) {
    const first = passed[0] ? null : readMarks(slots, 0);
    const second = passed[1] ? null : readMarks(slots, 1);
    const slot = chooseSlot(first, second);
    if (slot < 0) return null;
    const marks = (slot === 0 ? first : second) as Marks;
    if (marks.isGood) return { slot: slot, isOnTrial: false };
    if (noteTrial(slots, slot)) return { slot: slot, isOnTrial: true };
    passed[slot] = true;
  }
  return null;
}

function readMarks(slots: LoaderSlots, slot: number): Marks | null {
  const head = slots.read(slot, 0, PAGES_AT);
  const marks = marksOf(head, slots.crc32(head.substring(0, HEAD_CRC_AT)));
  // For people: it isn't started in any case.
  if (isSpent(marks)) leave(slots, slot);
  return isStartable(marks) ? marks : null;
}

/** False: it can't be started. */
function noteTrial(slots: LoaderSlots, slot: number): boolean {
  const text = slots.read(slot, 0, PAGES_AT);
  const head = headOf(text);
  let at = TRIAL_AT;
  while (isMarked(text, at)) at += 4;
  try {
    slots.write(slot, at, MARK);
  } catch {
    // Without the note it would be started for ever.
    return false;
  }
  if (slots.sha256(slot, head.bytes) === head.sha256) return true;
  leave(slots, slot);
  return false;
}

function leave(slots: LoaderSlots, slot: number): void {
  try {
    slots.write(slot, LEFT_AT, MARK);
  } catch {
    // Flash that takes no writes: it is left for this start.
  }
}
