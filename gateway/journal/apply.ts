// What one entry of the log means for the rows. Applied twice it changes nothing.
import type { Call } from '../domain/call.ts';
import type { Remembered } from '../domain/ports/journal.ts';
import type { Entry } from './entries.ts';
import { CLOSED_CALL, DUE_NOTICE, dueKey, NOTICE, OPEN_CALL, STATE } from './keys.ts';
import type { Level } from './recovering-level.ts';
import type { Rows } from './rows.ts';

/** `isFirst`: no row of it can be on disk, because it was written this moment. */
export function apply(rows: Rows, level: Level, entry: Entry, isFirst: boolean): void {
  switch (entry.kind) {
    case 'press': {
      const { press, call } = entry;
      rows.add(level, press);
      rows.put(dueKey(press), press, isFirst);
      // Not so the call: of a red press that was sent before it could be stored it may be on disk.
      putCall(rows, call);
      break;
    }
    case 'event':
      rows.add(level, entry.event);
      break;
    case 'notice':
      rows.put(NOTICE + entry.notice.id, '', isFirst);
      rows.put(DUE_NOTICE + entry.notice.id, entry.notice, isFirst);
      for (const remembered of entry.remembered ?? []) remember(rows, remembered);
      break;
    case 'call':
      putCall(rows, entry.call);
      break;
    case 'settled':
      if (entry.press !== undefined) rows.remove(dueKeyOf(entry.press));
      if (entry.notice !== undefined) rows.remove(DUE_NOTICE + entry.notice);
      break;
    case 'remembered':
      for (const remembered of entry.remembered) remember(rows, remembered);
      break;
    case 'session':
      rows.renew(level, entry.deviceId, entry.session);
      break;
  }
}

export function remember(rows: Rows, { subject, state }: Remembered): void {
  rows.put(STATE + subject, state ?? null);
}

/** An open call and a closed one lie in different places. */
function putCall(rows: Rows, call: Call): void {
  if (call.stage !== 'closed') {
    rows.put(OPEN_CALL + call.callId, call);
    return;
  }
  rows.remove(OPEN_CALL + call.callId);
  rows.put(CLOSED_CALL + call.callId, call);
}

/** Of `device_id/boot_id/seq`. */
function dueKeyOf(press: string): string {
  const [deviceId = '', bootId, seq] = press.split('/');
  return dueKey({ deviceId, bootId: Number(bootId), seq: Number(seq) });
}
