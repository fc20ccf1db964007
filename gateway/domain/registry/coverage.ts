// Coverage: how many homes are installed, tested and in service, by subdistrict and community. Pure.
import type { Coverage, DeviceState, RegisteredDevice, RegisteredHome } from '../ports/registry.ts';

/** A home is as far as its best device is. A suspended one counts for nothing: nobody hears its keys. */
const REACHED: Record<DeviceState, number> = {
  new: 0,
  provisioned: 1,
  tested: 2,
  in_service: 3,
  suspended: 0,
  retired: 0,
};

/** Every device is added before the first home. */
export class CoverageCount {
  readonly #reached = new Map<string, number>();
  readonly #rows = new Map<string, Coverage>();

  addDevice({ homeId, state }: Pick<RegisteredDevice, 'homeId' | 'state'>): void {
    if (homeId === undefined) return;
    this.#reached.set(homeId, Math.max(this.#reached.get(homeId) ?? 0, REACHED[state]));
  }

  addHome({ homeId, subdistrict, community }: RegisteredHome): void {
    const key = JSON.stringify([subdistrict, community]);
    const row = this.#rows.get(key) ?? {
      subdistrict,
      community,
      homes: 0,
      installed: 0,
      tested: 0,
      inService: 0,
    };
    this.#rows.set(key, row);
    const step = this.#reached.get(homeId) ?? 0;
    row.homes++;
    if (step >= 1) row.installed++;
    if (step >= 2) row.tested++;
    if (step >= 3) row.inService++;
  }

  /** Sorted by subdistrict, then community. */
  rows(): Coverage[] {
    return [...this.#rows.values()].sort(
      (a, b) => compare(a.subdistrict, b.subdistrict) || compare(a.community, b.community),
    );
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
