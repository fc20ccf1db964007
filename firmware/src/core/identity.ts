// Order and equality of press identities: boot first, then place in the boot.
import type { Identity } from '#protocol/messages.ts';

export function isOlder(one: Identity, other: Identity): boolean {
  return one.bootId < other.bootId || (one.bootId === other.bootId && one.seq < other.seq);
}

export function isSame(one: Identity, other: Identity): boolean {
  return one.bootId === other.bootId && one.seq === other.seq;
}
