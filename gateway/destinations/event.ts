// What the platform receives: presses and notices as CloudEvents (1.0.2). docs/reference/events.md lists the fields.
import type { Delivery, PressDelivery } from '../domain/ports/destination.ts';
import { pressId } from '../domain/press.ts';
import type { PlatformEvent, PressEvent } from './events/schemas.ts';
import { noticeEvent } from './notice-event.ts';

export type { PlatformEvent, PressEvent } from './events/schemas.ts';

export const PRESS_EVENT_TYPE = 'callbutton.press.v1';

/** `source` names this gateway, as a URI reference. */
export function eventOf(delivery: Delivery, source: string): PlatformEvent {
  return delivery.kind === 'press' ? pressEvent(delivery, source) : noticeEvent(delivery, source);
}

function pressEvent(
  { press, call, group, home, stored, step }: PressDelivery,
  source: string,
): PressEvent {
  return {
    specversion: '1.0',
    id: pressId(press),
    source,
    type: PRESS_EVENT_TYPE,
    subject: press.deviceId,
    time: new Date(press.receivedAt).toISOString(),
    datacontenttype: 'application/json',
    data: {
      call_id: press.callId,
      ...(call.formerCallId === undefined ? {} : { former_call_id: call.formerCallId }),
      key: press.key,
      joined: press.joined,
      count: press.count,
      test: press.test,
      stored,
      ...(typeof step === 'number' ? { route: 'escalation', escalation: step } : { route: step }),
      age_ms: press.ageMs,
      age_is_lower_bound: press.ageIsLowerBound,
      device_id: press.deviceId,
      group,
      home,
    },
  };
}
