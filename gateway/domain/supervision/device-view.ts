// How one device is, as whoever looks from outside may know it: no home, no key.
import type { Condition } from '../condition.ts';

export const DEVICE_STATES = ['online', 'reconnecting', 'offline', 'silent', 'never_seen'] as const;
export type DeviceStateName = (typeof DEVICE_STATES)[number];

export interface SupervisedDevice {
  deviceId: string;
  group: string;
  state: DeviceStateName;
  /** When it was last known to live, UTC milliseconds. Absent: never. */
  seenAt?: number;
  batteryPercent?: number;
  rssiDbm?: number;
  onMains?: boolean;
  /** What was told of it and isn't over. */
  conditions: readonly Condition[];
}

/** `isRoutine`: a sign of life that need not have changed anything. */
export type DeviceWatcher = (deviceId: string, isRoutine: boolean) => void;

export interface DeviceViews {
  /** All that are supervised, and those that were when the gateway last ran: of these nothing is to be seen any more. */
  deviceIds(): Iterable<string>;
  /** As it is now; undefined when it is supervised no longer. */
  viewOf(deviceId: string): SupervisedDevice | undefined;
  /** Called for each device that may be different now, often and from the way of a press: it must cost next to nothing. Returns how it ends. */
  watch(watcher: DeviceWatcher): () => void;
}
