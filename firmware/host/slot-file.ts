// The bytes of a slot as provisioning lays it out: its head, all marks, and the payload.
import { HostSlots } from './slots.ts';

/** The image is whole and good. Behind these bytes a slot is erased. */
export function slotFileOf(version: string, payload: Uint8Array): Buffer {
  const slots = HostSlots.laidOut(version, payload);
  return Buffer.from(slots.read(0, 0, slots.pageBytes + payload.length), 'latin1');
}
