// The device directory of the gateway: the registry first, then the devices file for ids that the registry doesn't have.
import type { DeviceDirectory, DeviceRecord } from '../domain/ports/directory.ts';
import type { Rotation } from '../domain/ports/keys.ts';
import type { Log } from '../domain/ports/log.ts';
import type { DeviceSource } from '../domain/ports/registry.ts';

export class Directory implements DeviceDirectory, Rotation {
  readonly #registry: DeviceSource;
  readonly #file: DeviceDirectory & Rotation;
  readonly #log: Log;

  /** `file`: the devices file with the keys that were derived for it. */
  constructor(registry: DeviceSource, file: DeviceDirectory & Rotation, log: Log) {
    this.#registry = registry;
    this.#file = file;
    this.#log = log;
  }

  /** The registry is started before it. */
  async start(): Promise<void> {
    await this.#file.start();
    this.warn();
  }

  /** Tells what is in both. Also to be called when the file was read again. */
  warn(): void {
    const inBoth = [...this.#file.all()].filter(({ deviceId }) => this.#registry.isKnown(deviceId));
    if (inBoth.length === 0) return;
    const firstIds = inBoth.slice(0, 10).map(({ deviceId }) => deviceId);
    this.#log.warn(
      { count: inBoth.length, some: firstIds },
      'in the devices file and in the registry: the registry counts',
    );
  }

  find(deviceId: string): DeviceRecord | undefined {
    const record = this.#registry.record(deviceId);
    // What is damaged there doesn't come back with the key that a file still has.
    if (record || this.#registry.isKnown(deviceId)) return record;
    return this.#file.find(deviceId);
  }

  *all(): IterableIterator<DeviceRecord> {
    yield* this.#registry.records();
    for (const record of this.#file.all()) {
      if (!this.#registry.isKnown(record.deviceId)) yield record;
    }
  }

  get size(): number {
    if (this.#registry.count === 0) return this.#file.size;
    let size = this.#registry.count;
    for (const { deviceId } of this.#file.all()) if (!this.#registry.isKnown(deviceId)) size++;
    return size;
  }

  async offer(deviceIds: readonly string[]): Promise<Map<string, number>> {
    const here = [] as string[];
    const inFile = [] as string[];
    for (const id of deviceIds) (this.#registry.isKnown(id) ? here : inFile).push(id);
    const versions = here.length > 0 ? await this.#registry.offer(here) : new Map();
    if (inFile.length === 0) return versions;
    return new Map([...versions, ...(await this.#file.offer(inFile))]);
  }

  nextOf(deviceId: string): ReturnType<Rotation['nextOf']> {
    const isHere = this.#registry.isKnown(deviceId);
    return isHere ? this.#registry.nextOf(deviceId) : this.#file.nextOf(deviceId);
  }

  used(deviceId: string, version: number): boolean {
    const isHere = this.#registry.isKnown(deviceId);
    return isHere ? this.#registry.usedKey(deviceId, version) : this.#file.used(deviceId, version);
  }
}
