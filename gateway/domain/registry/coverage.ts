// Coverage: how many homes are installed, tested and in service, by subdistrict and community. Pure.
import type { Coverage, DeviceState, RegisteredDevice, RegisteredHome } from '../ports/registry.ts';

/** A home is as far as its best device is. A suspended one counts for nothing: nobody hears its keys. */
const REACHED: Record<DeviceState, number> = {
  ...{ new: 0, provisioned: 1, tested: 2, in_service: 3, suspended: 0, retired: 0 },
};

/** Sorted by subdistrict, then community. */
export function coverageOf(
  homes: Iterable<RegisteredHome>,
  devices: Iterable<Pick<RegisteredDevice, 'homeId' | 'state'>>,
): Coverage[] {
  const reached = new Map<string, number>();
  for (const { homeId, state } of devices) {
    if (homeId === undefined) continue;
    reached.set(homeId, Math.max(reached.get(homeId) ?? 0, REACHED[state]));
  }
  const rows = new Map<string, Coverage>();
  for (const { homeId, subdistrict, community } of homes) {
    const key = JSON.stringify([subdistrict, community]);
    const row = rows.get(key) ?? {
      ...{ subdistrict, community, homes: 0, installed: 0, tested: 0, inService: 0 },
    };
    rows.set(key, row);
    const step = reached.get(homeId) ?? 0;
    row.homes++;
    if (step >= 1) row.installed++;
    if (step >= 2) row.tested++;
    if (step >= 3) row.inService++;
  }
  return [...rows.values()].sort(
    (a, b) => compare(a.subdistrict, b.subdistrict) || compare(a.community, b.community),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
