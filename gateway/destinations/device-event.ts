// How a device is, as a CloudEvent: no home in it, because whoever comes later finds the last one kept.
import type { SupervisedDevice } from '../domain/supervision/device-view.ts';
import type { DeviceEvent } from './events/schemas.ts';

/** `utc`: now, milliseconds. */
export function deviceEvent(view: SupervisedDevice, source: string, utc: number): DeviceEvent {
  const { deviceId, group, state, seenAt, batteryPercent, onMains, conditions } = view;
  return {
    specversion: '1.0',
    id: `${deviceId}/state/${utc}`,
    source,
    type: 'callbutton.device.v1',
    subject: deviceId,
    time: new Date(utc).toISOString(),
    datacontenttype: 'application/json',
    data: {
      device_id: deviceId,
      group,
      state,
      ...(seenAt === undefined ? {} : { seen_at: new Date(seenAt).toISOString() }),
      ...(batteryPercent === undefined ? {} : { battery_percent: batteryPercent }),
      ...(onMains === undefined ? {} : { on_mains: onMains }),
      conditions,
    },
  };
}
