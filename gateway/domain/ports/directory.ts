// The device directory port: which devices exist, their keys, and the home in which each stands.
import type { SealKey } from '#protocol/seal.ts';

/** Where a device stands. `reference` is the resident's in the platform's records; the rest is the operator's. */
export interface Home {
  reference: string;
  [field: string]: string;
}

export interface DeviceRecord {
  deviceId: string;
  /** The current key first; an older one stays until the new one has been used. */
  keys: readonly SealKey[];
  group: string;
  home: Home;
  /** A blocked device (suspended or retired) can't connect; no other state ever suppresses a press. */
  blocked: boolean;
  /** False: its silence is no case yet, because nobody counts on it. Undefined is true. */
  isWatched?: boolean;
}

export interface DeviceDirectory {
  start(): Promise<void>;
  find(deviceId: string): DeviceRecord | undefined;
  /** Every device, also blocked ones. */
  all(): Iterable<DeviceRecord>;
  readonly size: number;
}
