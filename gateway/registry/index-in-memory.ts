// Everything that is asked often, in memory: devices with their records for the directory, homes, and what is damaged.
import type { DeviceRecord, Home } from '../domain/ports/directory.ts';
import type { RegisteredDevice, RegisteredHome } from '../domain/ports/registry.ts';
import { type StoredDevice, viewOf } from '../domain/registry/device.ts';
import { goodKeys } from '../domain/registry/key-set.ts';
import { isBlocked } from '../domain/registry/states.ts';
import { SortedIds } from './sorted-ids.ts';

export interface Entry {
  stored: StoredDevice;
  view: RegisteredDevice;
  record: DeviceRecord;
}

export class RegistryIndex {
  readonly #devices = new Map<string, Entry>();
  readonly #homes = new Map<string, RegisteredHome>();
  readonly #byReference = new Map<string, string>();
  readonly #devicesIn = new Map<string, Set<string>>();
  readonly #deviceIds = new SortedIds();
  readonly #homeIds = new SortedIds();
  /** device_ids whose row can't be opened. They don't connect, and nobody else gets their id. */
  readonly damaged = new Set<string>();
  /** home_ids of the same. */
  readonly damagedHomes = new Set<string>();

  device(deviceId: string): Entry | undefined {
    return this.#devices.get(deviceId);
  }

  get size(): number {
    return this.#devices.size;
  }

  home(homeId: string): RegisteredHome | undefined {
    return this.#homes.get(homeId);
  }

  homeOfReference(reference: string): RegisteredHome | undefined {
    const homeId = this.#byReference.get(reference);
    return homeId === undefined ? undefined : this.#homes.get(homeId);
  }

  homes(): Iterable<RegisteredHome> {
    return this.#homes.values();
  }

  entries(): Iterable<Entry> {
    return this.#devices.values();
  }

  /** device_ids after `after`, in their order. */
  deviceIdsAfter(after: string | undefined): Iterable<string> {
    return this.#deviceIds.after(after);
  }

  /** The same of home_ids. */
  homeIdsAfter(after: string | undefined): Iterable<string> {
    return this.#homeIds.after(after);
  }

  /** device_ids of those that stand in a home. */
  devicesIn(homeId: string): Iterable<string> {
    return this.#devicesIn.get(homeId) ?? [];
  }

  put(stored: StoredDevice): Entry {
    const { deviceId, homeId } = stored;
    const before = this.#devices.get(deviceId);
    if (before === undefined) this.#deviceIds.add(deviceId);
    const wasIn = before?.stored.homeId;
    if (wasIn !== homeId) {
      if (wasIn !== undefined) this.#devicesIn.get(wasIn)?.delete(deviceId);
      if (homeId !== undefined) this.#in(homeId).add(deviceId);
    }
    const home = homeId === undefined ? undefined : this.#homes.get(homeId);
    const entry = { stored, view: viewOf(stored), record: recordOf(stored, home) };
    this.#devices.set(deviceId, entry);
    return entry;
  }

  /** Returns the devices that stand in it: their records are new. */
  putHome(home: RegisteredHome): string[] {
    const before = this.#homes.get(home.homeId);
    if (before) this.#byReference.delete(before.reference);
    else this.#homeIds.add(home.homeId);
    this.#homes.set(home.homeId, home);
    this.#byReference.set(home.reference, home.homeId);
    const devices = [...this.devicesIn(home.homeId)];
    for (const deviceId of devices) this.put((this.#devices.get(deviceId) as Entry).stored);
    return devices;
  }

  #in(homeId: string): Set<string> {
    const devices = this.#devicesIn.get(homeId) ?? new Set();
    this.#devicesIn.set(homeId, devices);
    return devices;
  }
}

function recordOf(stored: StoredDevice, home: RegisteredHome | undefined): DeviceRecord {
  const { deviceId, group, state, keys } = stored;
  return {
    deviceId,
    keys: goodKeys(keys),
    group,
    home: homeFields(stored, home),
    blocked: isBlocked(state),
    isWatched: state === 'in_service',
  };
}

/** As every event of the device carries it. By `sia_account` and `sia_zone` an alarm receiving centre knows who calls. */
function homeFields({ account, zone }: StoredDevice, home: RegisteredHome | undefined): Home {
  const { reference = '', community, subdistrict, resident } = home ?? {};
  const sia = { sia_account: account, sia_zone: zone };
  const fields = Object.entries({ community, subdistrict, ...resident, ...sia });
  return { reference, ...Object.fromEntries(fields.filter(([, value]) => value)) };
}
