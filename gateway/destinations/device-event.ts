// How a device is, as a CloudEvent: no home in it, because whoever comes later finds the last one kept.
import type { DeviceView } from '../domain/supervision/device-view.ts';

export const DEVICE_EVENT_TYPE = 'callbutton.device.v1';

export interface DeviceEventData {
  device_id: string;
  group: string;
  state: DeviceView['state'];
  /** When it was last known to live, RFC 3339 in UTC; absent when it never was. */
  seen_at?: string;
  battery_percent?: number;
  on_mains?: boolean;
  /** Of its open maintenance cases. */
  conditions: DeviceView['conditions'];
}

export interface DeviceEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: typeof DEVICE_EVENT_TYPE;
  /** The device_id. */
  subject: string;
  /** When it was so, RFC 3339 in UTC. */
  time: string;
  datacontenttype: 'application/json';
  data: DeviceEventData;
}

/** `utc`: now, milliseconds. */
export function deviceEvent(view: DeviceView, source: string, utc: number): DeviceEvent {
  const { deviceId, group, state, seenAt, batteryPercent, onMains, conditions } = view;
  return {
    specversion: '1.0',
    id: `${deviceId}/state/${utc}`,
    source,
    type: DEVICE_EVENT_TYPE,
    subject: deviceId,
    time: new Date(utc).toISOString(),
    datacontenttype: 'application/json',
    data: {
      ...{ device_id: deviceId, group, state },
      ...(seenAt === undefined ? {} : { seen_at: new Date(seenAt).toISOString() }),
      ...(batteryPercent === undefined ? {} : { battery_percent: batteryPercent }),
      ...(onMains === undefined ? {} : { on_mains: onMains }),
      conditions,
    },
  };
}
