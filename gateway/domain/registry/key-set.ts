// The keys of one device: which are good, and when an older one is forgotten. Pure.
import { MAX_UINT32 } from '#protocol/messages.ts';
import { deriveKey, type SealKey } from '#protocol/seal.ts';

export interface HeldKey {
  key: SealKey;
  /** Offered over the network, derived from the key of version `from`; without it the key was given out for the cable. */
  derived?: { from: number; nonce: Uint8Array };
}

export interface KeySet {
  /** The highest version that was ever given out; 0: none. */
  newest: number;
  /** The version that a CONNECT used last; 0: none yet. */
  used: number;
  /** When a key was given out for the cable last, UTC milliseconds. */
  issuedAt?: number;
  /** All that are good, versions rising. None is older than the used one. */
  held: readonly HeldKey[];
}

export const NO_KEYS: KeySet = { newest: 0, used: 0, held: [] };

/** Keys for the cable that were never used. A device has one of them after a provisioning that broke off. */
export const MAX_UNUSED = 4;

/** Undefined when no version is left. */
function nextVersion({ newest }: KeySet): number | undefined {
  return newest < MAX_UINT32 ? newest + 1 : undefined;
}

/** With a key for the cable, good beside those before. Undefined when no version is left. */
export function withIssued(set: KeySet, secret: Uint8Array, now: number): KeySet | undefined {
  const version = nextVersion(set);
  if (version === undefined) return undefined;
  const held = [...set.held, { key: { version, secret } }];
  const unused = held.filter(
    (heldKey) => heldKey.derived === undefined && heldKey.key.version !== set.used,
  );
  const tooOld = new Set<HeldKey>(unused.slice(0, Math.max(unused.length - MAX_UNUSED, 0)));
  return {
    ...set,
    newest: version,
    issuedAt: now,
    held: held.filter((heldKey) => !tooOld.has(heldKey)),
  };
}

/** What is offered to the device, if anything. */
export function offerOf(set: KeySet): { key: SealKey; nonce: Uint8Array } | undefined {
  const offered = set.held.find(
    ({ derived }) => derived !== undefined && derived.from === set.used,
  );
  return offered?.derived && { key: offered.key, nonce: offered.derived.nonce };
}

/**
 * With a key that follows from the used one. An offer that is open is made again: perhaps the device has taken it
 * already, and no key that it may have can be given up. Undefined when no key was used yet, or no version is left.
 */
export function withOffer(set: KeySet, nonce: Uint8Array): KeySet | undefined {
  if (offerOf(set)) return set;
  const inUse = set.held.find(({ key }) => key.version === set.used);
  const version = nextVersion(set);
  if (inUse === undefined || version === undefined) return undefined;
  const derived = { from: set.used, nonce };
  const offer = { key: deriveKey(inUse.key, version, nonce), derived };
  return { ...set, newest: version, held: [...set.held, offer] };
}

/** A CONNECT with this version was accepted: those before are forgotten. The same set when nothing changes by it. */
export function withUsed(set: KeySet, version: number): KeySet {
  if (version === set.used || !set.held.some(({ key }) => key.version === version)) return set;
  const held = set.held.filter(
    // What was offered to the former key could never be derived from this one.
    ({ key, derived }) =>
      key.version >= version && (derived === undefined || key.version === version),
  );
  return {
    ...set,
    used: version,
    held: held.map((heldKey) => (heldKey.key.version === version ? { key: heldKey.key } : heldKey)),
  };
}

/** The one in use first, then the newest: in this order a CONNECT is tried. */
export function goodKeys({ held, used }: KeySet): SealKey[] {
  const keys = held.map(({ key }) => key);
  const inUse = keys.filter(({ version }) => version === used);
  return [...inUse, ...keys.filter(({ version }) => version !== used).reverse()];
}
