// Schema 1 of the journal, which had no log, as far as bringing it up to date needs to know.
import type { DeviceEventRecord } from '../../domain/ports/journal.ts';
import type { AssignedPress } from '../../domain/press.ts';

/** `event!{identityKey}` → a press with `kind: 'press'`, or another event. */
export const EVENT = 'event!';
/** `due!{identityKey}` → '' while the delivery of the press was open. */
export const DUE = 'due!';
/** `session!{deviceId}` → the newest Session. */
export const SESSION = 'session!';

export type EventOf1 =
  | { kind: 'press'; press: AssignedPress }
  | { kind: 'event'; event: DeviceEventRecord };

/** Of what can't be read the identity, which is in the key, and the text are kept. */
export function readEventOf1(key: string, text: string): EventOf1 {
  try {
    const { kind, ...record } = JSON.parse(text);
    if (Number.isSafeInteger(record.receivedAt) && record.receivedAt >= 0) {
      if (kind !== 'press') return { kind: 'event', event: { kind, ...record } };
      if (typeof record.callId === 'string') return { kind: 'press', press: record };
    }
  } catch {
    // Kept as it is, below.
  }
  const [deviceId = '', bootId = '', seq = ''] = key.slice(EVENT.length).split('!');
  const identity = { deviceId, bootId: Number.parseInt(bootId, 16), seq: Number.parseInt(seq, 16) };
  const frame = Buffer.from(text).toString('base64');
  const event = { ...identity, kind: 'unreadable', receivedAt: 0, ageMs: 0, frame };
  return { kind: 'event', event };
}
