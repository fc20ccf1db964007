// Where things lie in the journal. `!` sorts before every character of a device_id; numbers are padded hex.
import type { Identity } from '#protocol/messages.ts';

export const EVENT = 'event!';
export const DUE = 'due!';
export const OPEN_CALL = 'open-call!';
export const CLOSED_CALL = 'closed-call!';
export const SESSION = 'session!';

/** The first key behind all that start with `prefix`. */
export function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)}"`;
}

/** The unique key of an event: its identity. */
export function identityKey(of: Identity & { deviceId: string }): string {
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  return `${of.deviceId}!${hex(of.bootId)}!${hex(of.seq)}`;
}
