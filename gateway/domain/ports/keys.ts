// The ports of derived keys: which keys a device has beside the one that it was given. They never leave the gateway's disk.
import type { SealKey } from '#protocol/seal.ts';
import type { RotatedKeys } from '../administration/rotation.ts';

export interface KeyStore {
  /** Never rejects: without it the keys of the devices file are still good. See `problem`. */
  start(): Promise<void>;
  /** Writes what is still to be written. */
  stop(): Promise<void>;
  /** Why it can't be read, in words without keys; then nothing is put. */
  readonly problem: string | undefined;
  find(deviceId: string): RotatedKeys | undefined;
  /** On disk when it resolves, with all that was put before. Rejects with an Error when it could not be written; then nothing has changed. */
  put(entries: readonly (readonly [deviceId: string, rotated: RotatedKeys])[]): Promise<void>;
  /** The old key is good no more from now on; on disk soon. */
  forget(deviceId: string, rotated: RotatedKeys): void;
}

/** The file in which derived keys lay before there was a registry: taken over once. */
export interface FormerKeys {
  /** Undefined: there is none. Rejects with an Error, in words without keys, when it can't be read. */
  read(): Promise<ReadonlyMap<string, RotatedKeys> | undefined>;
  /** On disk when it resolves: nothing of it is left. */
  remove(): Promise<void>;
}

/** How the key of a device is changed: both are good until the new one has been used. */
export interface Rotation {
  /** A new key for each device is on disk when it resolves; returns its version. Errors: KEYS_FAILED. */
  offer(deviceIds: readonly string[]): Promise<Map<string, number>>;
  /** What is offered to a device. */
  nextOf(deviceId: string): { key: SealKey; nonce: Uint8Array } | undefined;
  /** A CONNECT with this key was accepted. True when the old one is forgotten by it. */
  used(deviceId: string, version: number): boolean;
}
