// The derived keys of devices that stand in the devices file: sealed rows of the registry. Takes over the `keys.json` of
// older gateways.

import type { RotatedKeys } from '../domain/administration/rotation.ts';
import type { FormerKeys, KeyStore } from '../domain/ports/keys.ts';
import type { Log } from '../domain/ports/log.ts';
import { firstLineOf } from '../domain/reason.ts';
import { rotatedJson, rotatedRow } from './rows.ts';
import { GATEWAY } from './step-queue.ts';
import type { AuditEntry, RegistryStore } from './store.ts';

export class KeyRows implements KeyStore {
  readonly #store: RegistryStore;
  readonly #former: FormerKeys;
  readonly #log: Log;
  #devices = new Map<string, RotatedKeys>();
  #problem: string | undefined;
  #putting: Promise<void> = Promise.resolve();
  #forgetting: Promise<unknown> = Promise.resolve();

  constructor(store: RegistryStore, former: FormerKeys, log: Log) {
    this.#store = store;
    this.#former = former;
    this.#log = log;
  }

  load(devices: Map<string, RotatedKeys>): void {
    this.#devices = devices;
  }

  /** After the registry. */
  async start(): Promise<void> {
    let former: ReadonlyMap<string, RotatedKeys> | undefined;
    try {
      former = await this.#former.read();
      if (former === undefined) return;
      // What is here is newer: the file comes from an older gateway, or from its backup.
      const entries = [...former].filter(([deviceId]) => !this.#devices.has(deviceId));
      // Good also when the disk is full at this moment.
      for (const [deviceId, rotated] of entries) this.#devices.set(deviceId, rotated);
      await this.put(entries);
      await this.#former.remove();
      this.#log.info({ devices: entries.length }, 'derived keys taken over into the registry');
    } catch (error) {
      this.#problem = firstLineOf(error);
      this.#log.error({ code: 'KEYS_UNREADABLE', detail: this.#problem }, 'no derived keys');
    }
  }

  async stop(): Promise<void> {
    await this.#forgetting;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  find(deviceId: string): RotatedKeys | undefined {
    return this.#devices.get(deviceId);
  }

  async put(
    entries: readonly (readonly [deviceId: string, rotated: RotatedKeys])[],
  ): Promise<void> {
    if (this.#problem !== undefined) throw new Error(this.#problem);
    if (entries.length === 0) return this.#putting;
    const before = entries.map(([deviceId]) => [deviceId, this.#devices.get(deviceId)] as const);
    // At once, so that whoever offers in between offers the same.
    for (const [deviceId, rotated] of entries) this.#devices.set(deviceId, rotated);
    const written = this.#store.write(GATEWAY, () => ({
      rows: entries.map(
        ([deviceId, rotated]) => [rotatedRow(deviceId), rotatedJson(rotated)] as const,
      ),
      audit: entries.map(([deviceId, rotated]) => offered(deviceId, rotated)),
      apply() {},
    }));
    this.#putting = written.then(() => {});
    this.#putting.catch(() => {});
    try {
      await written;
    } catch (error) {
      // No device was told. What is on disk all the same is one key more, which nobody has.
      for (const [deviceId, rotated] of before) {
        if (rotated) this.#devices.set(deviceId, rotated);
        else this.#devices.delete(deviceId);
      }
      throw new Error(firstLineOf(error));
    }
  }

  forget(deviceId: string, rotated: RotatedKeys): void {
    this.#devices.set(deviceId, rotated);
    const version = rotated.current?.version ?? rotated.base.version;
    const written = this.#store.write(GATEWAY, () => ({
      rows: [[rotatedRow(deviceId), rotatedJson(rotated)]],
      audit: [{ what: 'key.used', subject: deviceId, detail: { version } }],
      apply() {},
    }));
    this.#forgetting = written.catch((error) => {
      // After a restart the old key is good once more, until the new one is used again.
      this.#log.error({ device: deviceId, detail: firstLineOf(error) }, 'old key not struck out');
    });
  }
}

function offered(subject: string, { current, next, base }: RotatedKeys): AuditEntry {
  const version = (next?.key ?? current ?? base).version;
  return { what: 'key.offered', subject, detail: { version } };
}
