// A red press as a gateway's event has it.
import type { CallSubject } from '#gateway/desk/call-record.ts';
import { SUBJECT } from './subject.ts';

export function pressEvent(
  id: string,
  at: Date,
  { source, callId, key, deviceId, group, home, isTest }: CallSubject = { ...SUBJECT, callId: id },
) {
  return {
    specversion: '1.0',
    id: `press-${id}`,
    source,
    type: 'callbutton.press.v1',
    time: at.toISOString(),
    datacontenttype: 'application/json',
    data: {
      call_id: callId,
      key,
      joined: false,
      count: 1,
      test: isTest,
      stored: true,
      route: 'first',
      age_ms: 0,
      age_is_lower_bound: false,
      device_id: deviceId,
      group,
      home,
    },
  };
}
