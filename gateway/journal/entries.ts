// What stands in the journal's log: one record per group of entries, in the order in which they were written.
import type { Session } from '#protocol/messages.ts';
import type { Call } from '../domain/call.ts';
import type { Notice } from '../domain/notice.ts';
import type { DeviceEventRecord, Remembered } from '../domain/ports/journal.ts';
import type { AssignedPress } from '../domain/press.ts';

/** Each is absolute: applied twice, or over what is newer of its kind, it changes nothing that matters. */
export type Entry =
  /** A new press; its delivery is open from here on. The call is as it became by the press. */
  | { kind: 'press'; press: AssignedPress; call: Call }
  | { kind: 'event'; event: DeviceEventRecord }
  | { kind: 'notice'; notice: Notice; remembered?: readonly Remembered[] }
  | { kind: 'call'; call: Call }
  /** The delivery of a press, `device_id/boot_id/seq`, or of a notice has ended. */
  | { kind: 'settled'; press?: string; notice?: string }
  | { kind: 'remembered'; remembered: readonly Remembered[] }
  | { kind: 'session'; deviceId: string; session: Session };

/** The value under one log key. */
export interface LogRecord {
  /** When it was written, UTC milliseconds, and never before the date that was believed then: retention goes by it. */
  at: number;
  entries: Entry[];
}
