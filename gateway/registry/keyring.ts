// The devices file with the keys that are good now: those of the file, and those derived from them.

import { createHash, randomBytes } from 'node:crypto';
import { MAX_UINT32 } from '#protocol/messages.ts';
import { NONCE_BYTES, type SealKey } from '#protocol/seal.ts';
import {
  heldKeys,
  isInForce,
  offered,
  type RotatedKeys,
  used,
} from '../domain/administration/rotation.ts';
import { GatewayError } from '../domain/errors.ts';
import type { DeviceDirectory, DeviceRecord } from '../domain/ports/directory.ts';
import type { KeyStore, Rotation } from '../domain/ports/keys.ts';
import { reasonOf } from '../domain/reason.ts';

export class Keyring implements DeviceDirectory, Rotation {
  readonly #directory: DeviceDirectory;
  readonly #store: KeyStore;
  /** What was made of a record and its derived keys: as long as both are as they were. */
  readonly #known = new Map<
    string,
    { of: DeviceRecord; rotated: RotatedKeys; made: DeviceRecord }
  >();

  constructor(directory: DeviceDirectory, store: KeyStore) {
    this.#directory = directory;
    this.#store = store;
  }

  async start(): Promise<void> {
    await this.#directory.start();
    await this.#store.start();
  }

  stop(): Promise<void> {
    return this.#store.stop();
  }

  get problem(): string | undefined {
    return this.#store.problem;
  }

  find(deviceId: string): DeviceRecord | undefined {
    const of = this.#directory.find(deviceId);
    return of && this.#withKeys(of);
  }

  *all(): IterableIterator<DeviceRecord> {
    for (const record of this.#directory.all()) yield this.#withKeys(record);
  }

  get size(): number {
    return this.#directory.size;
  }

  async offer(deviceIds: readonly string[]): Promise<Map<string, number>> {
    const entries: [deviceId: string, rotated: RotatedKeys][] = [];
    const versions = new Map<string, number>();
    for (const deviceId of deviceIds) {
      const file = this.#directory.find(deviceId)?.keys[0];
      if (file === undefined) continue;
      const before = this.#rotated(deviceId, file);
      if ((before?.current ?? file).version === MAX_UINT32) {
        throw new GatewayError('KEYS_FAILED', `${deviceId}: no version comes after ${MAX_UINT32}`);
      }
      const after = offered(before, file, randomBytes(NONCE_BYTES), markOf);
      if (after !== before) entries.push([deviceId, after]);
      versions.set(deviceId, after.next?.key.version as number);
    }
    try {
      // Also without any: what was offered before may be on its way to the disk still.
      await this.#store.put(entries);
    } catch (error) {
      throw new GatewayError('KEYS_FAILED', reasonOf(error));
    }
    return versions;
  }

  nextOf(deviceId: string): RotatedKeys['next'] {
    const file = this.#directory.find(deviceId)?.keys[0];
    return file && this.#rotated(deviceId, file)?.next;
  }

  used(deviceId: string, version: number): boolean {
    const file = this.#directory.find(deviceId)?.keys[0];
    const before = file && this.#rotated(deviceId, file);
    const after = before && used(before, version);
    if (after === undefined || after === before) return false;
    this.#store.forget(deviceId, after);
    return true;
  }

  /** What was rotated since `file` was written, if that still holds. */
  rotatedSince(deviceId: string, file: SealKey): RotatedKeys | undefined {
    return this.#rotated(deviceId, file);
  }

  #rotated(deviceId: string, file: SealKey): RotatedKeys | undefined {
    const rotated = this.#store.find(deviceId);
    return rotated && isInForce(rotated, file, markOf) ? rotated : undefined;
  }

  #withKeys(of: DeviceRecord): DeviceRecord {
    const stored = this.#store.find(of.deviceId);
    if (stored === undefined) return of;
    const known = this.#known.get(of.deviceId);
    if (known?.of === of && known.rotated === stored) return known.made;
    const [file] = of.keys;
    const rotated = file && this.#rotated(of.deviceId, file);
    const made = rotated ? { ...of, keys: heldKeys(rotated, file) } : of;
    this.#known.set(of.deviceId, { of, rotated: stored, made });
    return made;
  }
}

/** Of 32 random bytes a hash says nothing. */
function markOf({ secret }: SealKey): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
