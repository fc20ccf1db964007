// Where things lie in the journal, schema 2. `!` sorts before every character of a device_id; numbers are padded hex.
import type { Identity } from '#protocol/messages.ts';

/** → "2" */
export const META_SCHEMA = 'meta!schema';
/** → the number, in decimal, up to which the log is contained in the rows. */
export const META_CHECKPOINT = 'meta!checkpoint';
/** → the date up to which the clock was believed, in decimal UTC milliseconds: old records are deleted by it. */
export const META_CLOCK = 'meta!clock';
/** Written to see whether the disk works again; says nothing. */
export const META_PROBE = 'meta!probe';
export const SCHEMA = '2';

/** `log!{number of the record, 12 hex digits}` → LogRecord. The truth: everything below follows from it. */
export const LOG = 'log!';
/** `due!{identityKey}` → the AssignedPress whose delivery is open. */
export const DUE = 'due!';
/** `due-notice!{id}` → the Notice whose delivery is open. */
export const DUE_NOTICE = 'due-notice!';
/** `notice!{id}` → '': the id is known. */
export const NOTICE = 'notice!';
/** `open-call!{callId}` → Call. */
export const OPEN_CALL = 'open-call!';
/** `closed-call!{callId}` → Call. */
export const CLOSED_CALL = 'closed-call!';
/** `device!{deviceId}` → DeviceState, as `deviceRow` writes it. */
export const DEVICE = 'device!';
/** `seen!{deviceId}!{boot_id, 8 hex digits}` → the runs of seq that are known, as `formatRuns` writes them. */
export const SEEN = 'seen!';
/** `state!{subject}` → the JSON of what is remembered of it. */
export const STATE = 'state!';

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** The first key behind all that start with `prefix`. */
export function endOf(prefix: string): string {
  const last = prefix.length - 1;
  return prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1);
}

/** The unique key of an event: its identity. */
export function identityKey({ deviceId, bootId, seq }: Identity & { deviceId: string }): string {
  return [deviceId, hex(bootId, 8), hex(seq, 8)].join('!');
}

/** One string, and not the pieces of it: see `pressId`. */
export function dueKey({ deviceId, bootId, seq }: Identity & { deviceId: string }): string {
  return [DUE + deviceId, hex(bootId, 8), hex(seq, 8)].join('!');
}

export function seenKey(deviceId: string, bootId: number): string {
  return `${SEEN}${deviceId}!${hex(bootId, 8)}`;
}

/** Numbers of log records start from 1. */
export function logKey(number: number): string {
  return LOG + hex(number, 12);
}

export function logNumber(key: string): number {
  return Number.parseInt(key.slice(LOG.length), 16);
}
