// The supervision port: the signs of life and distress of devices, as intake sees them.
import type { DeviceEvent, UnknownEvent } from '#protocol/messages.ts';
import type { Notice } from '../notice.ts';
import type { Remembered } from './journal.ts';

export interface Supervisor {
  /** The device has a connection. */
  connected(deviceId: string): void;
  /** The device has none any more. */
  disconnected(deviceId: string): void;
  /** An uplink of the device was good: heartbeat, press, battery, mains, fault, boot, … `ageMs` old on arrival. */
  heard(deviceId: string, event: DeviceEvent | UnknownEvent, ageMs: number): void;
}

/** Whom a notice is handed to: stored, then forwarded until accepted. Never rejects. */
export interface Notices {
  publish(notice: Notice, remembered?: readonly Remembered[]): Promise<void>;
}
