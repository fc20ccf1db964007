// The device directory as a list in memory, read as a whole, and replaced as a whole when it is read again.
import type { DeviceDirectory, DeviceRecord } from '../domain/ports/directory.ts';

/** What reading the list again has changed; device_ids. */
export interface DeviceListChange {
  added: string[];
  removed: string[];
  /** Still there, but something about it is different. */
  changed: string[];
  /** Whose connection must be closed: removed, blocked from now on, or with other keys. */
  disconnect: string[];
}

export class DeviceList implements DeviceDirectory {
  readonly #read: () => Promise<readonly DeviceRecord[]>;
  #devices: ReadonlyMap<string, DeviceRecord> = new Map();

  constructor(read: () => Promise<readonly DeviceRecord[]>) {
    this.#read = read;
  }

  async start(): Promise<void> {
    this.replace(await this.#read());
  }

  /** All at once: nobody sees half of it. */
  replace(devices: readonly DeviceRecord[]): DeviceListChange {
    const before = this.#devices;
    const after = new Map(devices.map((device) => [device.deviceId, device]));
    this.#devices = after;
    return difference(before, after);
  }

  find(deviceId: string): DeviceRecord | undefined {
    return this.#devices.get(deviceId);
  }

  /** All of them, in the order of the list. */
  all(): IterableIterator<DeviceRecord> {
    return this.#devices.values();
  }

  get size(): number {
    return this.#devices.size;
  }
}

type Devices = ReadonlyMap<string, DeviceRecord>;

function difference(before: Devices, after: Devices): DeviceListChange {
  const change: DeviceListChange = { added: [], removed: [], changed: [], disconnect: [] };
  for (const [deviceId, former] of before) {
    const device = after.get(deviceId);
    if (device === undefined) change.removed.push(deviceId);
    else if (!isSame(former, device)) change.changed.push(deviceId);
    const isLockedOut = device === undefined || device.blocked || !hasKeysOf(former, device);
    if (isLockedOut && !former.blocked) change.disconnect.push(deviceId);
  }
  for (const deviceId of after.keys()) {
    if (!before.has(deviceId)) change.added.push(deviceId);
  }
  return change;
}

/** True when every key that was good still is. */
function hasKeysOf(former: DeviceRecord, device: DeviceRecord): boolean {
  return former.keys.every(({ version, secret }) =>
    device.keys.some((key) => key.version === version && Buffer.compare(key.secret, secret) === 0),
  );
}

function isSame(a: DeviceRecord, b: DeviceRecord): boolean {
  const fields = Object.keys(a.home);
  return (
    a.group === b.group &&
    a.blocked === b.blocked &&
    a.keys.length === b.keys.length &&
    hasKeysOf(a, b) &&
    fields.length === Object.keys(b.home).length &&
    fields.every((field) => a.home[field] === b.home[field])
  );
}
