// How much one token may change: every change is recorded for ever, so whoever changes without end would fill the disk.
import type { Role } from '../domain/ports/registry.ts';
import { TokenBucket } from '../system/token-bucket.ts';

/** A device takes about 8 changes: this is 600 of them at once, or all homes of a district. */
const AT_ONCE: Record<Role, number> = { installer: 5_000, operator: 50_000, admin: 50_000 };
/** What comes back: 7,200 a day. */
const PER_MINUTE = 5;
/** Until the next one. */
export const NEXT_CHANGE_S = 60 / PER_MINUTE;

export class ChangeBudget {
  readonly #monotonic: () => number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** False: this name has none left. */
  take(name: string, role: Role): boolean {
    const now = this.#monotonic();
    const bucket = this.#buckets.get(name) ?? newBucket(role, now);
    this.#buckets.set(name, bucket);
    return bucket.take(now);
  }
}

function newBucket(role: Role, now: number): TokenBucket {
  return new TokenBucket({ burst: AT_ONCE[role], perSecond: PER_MINUTE / 60 }, now);
}
