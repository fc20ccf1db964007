// What the platform receives: presses and notices as CloudEvents (1.0.2). README.md lists the fields.
import type { Delivery, PressDelivery } from '../domain/ports/destination.ts';
import { pressId } from '../domain/press.ts';
import { type NoticeEvent, noticeEvent } from './notice-event.ts';

export const PRESS_EVENT_TYPE = 'callbutton.press.v1';

export interface PressEvent {
  specversion: '1.0';
  /** The press's id: the same over attempts, routes and restarts. With `source` it is unique. */
  id: string;
  source: string;
  type: typeof PRESS_EVENT_TYPE;
  /** The device_id. */
  subject: string;
  /** When the press arrived at the gateway, RFC 3339 in UTC. */
  time: string;
  datacontenttype: 'application/json';
  data: PressEventData;
}

export interface PressEventData {
  call_id: string;
  former_call_id?: string;
  key: 'green' | 'red';
  /** False for the press that opened the call. */
  joined: boolean;
  count: number;
  test: boolean;
  /** False: the gateway's disk failed, the same press may come again after a restart. */
  stored: boolean;
  /** Why this destination gets it. */
  route: 'first' | 'fallback' | 'escalation';
  /** The step of an escalation, from 1. */
  escalation?: number;
  age_ms: number;
  age_is_lower_bound: boolean;
  device_id: string;
  group: string;
  home: Record<string, string>;
}

export type PlatformEvent = PressEvent | NoticeEvent;

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
