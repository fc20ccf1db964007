// Order and equality of press identities: boot first, then place in the boot.
import type { Identity } from '#protocol/messages.ts';

export function isOlder(identity: Identity, other: Identity): boolean {
  return (
    identity.bootId < other.bootId || (identity.bootId === other.bootId && identity.seq < other.seq)
  );
}

export function isSame(identity: Identity, other: Identity): boolean {
  return identity.bootId === other.bootId && identity.seq === other.seq;
}
