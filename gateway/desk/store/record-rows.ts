// A record of a call as it lies in the database.
import type { CallRecord, Pressed, Step } from '../call-record.ts';

export function recordOf(row: {
  number: number;
  call_id: string;
  at: number;
  by: string;
  step: string;
  fields: string;
}): CallRecord {
  const { number, call_id, at, by, step, fields } = row;
  const what = { step, ...JSON.parse(fields) } as Pressed | Step;
  return { number, callId: call_id, at, by, what };
}
