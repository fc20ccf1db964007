// The keys of a device whose key was changed by derivation: what is held, and when the old one is forgotten. Pure.
import { deriveKey, type SealKey } from '#protocol/seal.ts';

export interface RotatedKeys {
  /** The key of the devices file with which it began: its version, and a mark by which it is known again. */
  base: { version: number; mark: string };
  /** In place of the base, once a derived key has been used. */
  current?: SealKey;
  /** Offered to the device, and good since; perhaps the device has it. */
  next?: { key: SealKey; nonce: Uint8Array };
}

/** A mark that tells keys apart and says nothing of them. */
export type MarkOf = (key: SealKey) => string;

/**
 * True when what was rotated still holds. A key in the devices file that is another than the one with which it
 * began, of no lower version, was written there since: the device was provisioned anew over the cable.
 */
export function isInForce({ base }: RotatedKeys, file: SealKey, markOf: MarkOf): boolean {
  return file.version < base.version || markOf(file) === base.mark;
}

/** The key that the device uses, and the one that it may use from its next CONNECT on. */
export function heldKeys({ current, next }: RotatedKeys, file: SealKey): SealKey[] {
  const inUse = current ?? file;
  return next ? [inUse, next.key] : [inUse];
}

/**
 * What is to be on disk before a device is told to rotate. An offer that is open is made again with the same
 * nonce: perhaps the device has taken it already, and no key that it may have can be given up.
 */
export function offered(
  rotated: RotatedKeys | undefined,
  file: SealKey,
  nonce: Uint8Array,
  markOf: MarkOf,
): RotatedKeys {
  if (rotated?.next) return rotated;
  const inUse = rotated?.current ?? file;
  const next = { key: deriveKey(inUse, inUse.version + 1, nonce), nonce };
  return { ...(rotated ?? { base: { version: file.version, mark: markOf(file) } }), next };
}

/** A CONNECT with this key was accepted: with the new one, the old is forgotten. */
export function used(rotated: RotatedKeys, version: number): RotatedKeys {
  if (rotated.next?.key.version !== version) return rotated;
  return { base: rotated.base, current: rotated.next.key };
}
