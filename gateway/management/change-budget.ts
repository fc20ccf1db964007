// How much one token may change: every change is recorded for ever, so whoever changes without end would fill the disk.
import type { Role } from '../domain/ports/registry.ts';

/** A device takes about 8 changes: this is 600 of them at once, or all homes of a district. */
const AT_ONCE: Record<Role, number> = { installer: 5_000, operator: 50_000, admin: 50_000 };
/** What comes back: 7,200 a day. */
const PER_MINUTE = 5;
/** Until the next one. */
export const NEXT_CHANGE_S = 60 / PER_MINUTE;

interface Left {
  changes: number;
  at: number;
}

export class ChangeBudget {
  readonly #monotonic: () => number;
  readonly #left = new Map<string, Left>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** False: this name has none left. */
  take(name: string, role: Role): boolean {
    const now = this.#monotonic();
    const most = AT_ONCE[role];
    const { changes, at } = this.#left.get(name) ?? { changes: most, at: now };
    const left = Math.min(most, changes + ((now - at) / 60_000) * PER_MINUTE);
    this.#left.set(name, { changes: left >= 1 ? left - 1 : left, at: now });
    return left >= 1;
  }
}
