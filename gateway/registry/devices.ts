// The steps of devices: what the domain decides is written with its record, then counts, then is told.

import { randomBytes } from 'node:crypto';
import { KEY_BYTES, NONCE_BYTES, type SealKey } from '#protocol/seal.ts';
import { GatewayError } from '../domain/errors.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Asker, Binding, DeviceCheck, RegisteredDevice } from '../domain/ports/registry.ts';
import { firstLineOf } from '../domain/reason.ts';
import * as steps from '../domain/registry/device.ts';
import { offerOf, withOffer, withUsed } from '../domain/registry/key-set.ts';
import { mustBeBeforeService } from '../domain/registry/roles.ts';
import type { Entry, RegistryIndex } from './index-in-memory.ts';
import { bindingRow, deviceJson, deviceRow, rotatedRow } from './rows.ts';
import { GATEWAY } from './step-queue.ts';
import type { AuditEntry, RegistryStore } from './store.ts';

type Row = readonly [row: string, value: unknown];

export interface DeviceDeskDeps {
  store: RegistryStore;
  index: () => RegistryIndex;
  utc: () => number;
  log: Log;
}

export class DeviceDesk {
  readonly #deps: DeviceDeskDeps;
  readonly #listeners: ((deviceId: string, isCut: boolean) => void)[] = [];
  /** Versions that a CONNECT used, and that are not on disk yet. */
  readonly #used = new Map<string, number>();

  constructor(deps: DeviceDeskDeps) {
    this.#deps = deps;
  }

  onChange(call: (deviceId: string, isCut: boolean) => void): void {
    this.#listeners.push(call);
  }

  /** Errors: NO_SUCH_DEVICE, REGISTRY_UNREADABLE. */
  find(deviceId: string): Entry {
    const index = this.#deps.index();
    if (index.damaged.has(deviceId)) throw new GatewayError('REGISTRY_UNREADABLE', deviceId);
    const entry = index.device(deviceId);
    if (entry === undefined) throw new GatewayError('NO_SUCH_DEVICE', deviceId);
    return entry;
  }

  /** A damaged row makes way for an admin: without a backup the device begins anew. Errors: also REGISTRY_UNREADABLE. */
  register(actor: Asker, fields: steps.DeviceFields): Promise<Entry> {
    const { deviceId } = fields;
    return this.#step(actor, deviceId, (before, now) => {
      const isDamaged = this.#deps.index().damaged.has(deviceId);
      if (isDamaged && actor.role !== 'admin') {
        throw new GatewayError('REGISTRY_UNREADABLE', deviceId);
      }
      return steps.registered(before, fields, actor, now);
    });
  }

  change(
    actor: Asker,
    deviceId: string,
    change: steps.DeviceChange,
    reason: string | undefined,
    check: DeviceCheck | undefined,
  ): Promise<Entry> {
    return this.#known(actor, deviceId, (before, now, view) => {
      // A way out of service, and from there to its key and its home.
      const isAnew = before.state === 'in_service' && change.state === 'provisioned';
      mustBeBeforeService(before, actor, isAnew ? 'admin' : 'operator');
      check?.(view);
      return steps.changed(before, change, now, reason);
    });
  }

  async bind(
    actor: Asker,
    deviceId: string,
    homeId: string,
    reason: string | undefined,
  ): Promise<Binding> {
    const { stored } = await this.#known(actor, deviceId, (before, now) => {
      // Where it stands already is no step: a provisioning that broke off says it again.
      if (before.homeId !== homeId) mustBeBeforeService(before, actor, 'operator');
      if (this.#deps.index().home(homeId) === undefined) {
        throw new GatewayError('NO_SUCH_HOME', homeId);
      }
      return steps.bound(before, homeId, now, reason);
    });
    return { deviceId, homeId, since: stored.boundAt ?? stored.createdAt };
  }

  async unbind(actor: Asker, deviceId: string, reason: string): Promise<void> {
    await this.#known(actor, deviceId, (before, now) => {
      mustBeBeforeService(before, actor, 'operator');
      return steps.unbound(before, reason, now);
    });
  }

  async issueKey(actor: Asker, deviceId: string): Promise<SealKey> {
    const secret = randomBytes(KEY_BYTES);
    let version = 0;
    await this.#known(actor, deviceId, (before, now) => {
      mustBeBeforeService(before, actor, 'admin');
      const step = steps.issued(before, secret, now);
      version = step.device.keys.newest;
      return step;
    });
    return { version, secret };
  }

  /** `make` also judges whose step it is once the device is in service: with the step, so that nothing comes between. */
  #known(
    actor: Asker,
    deviceId: string,
    make: (
      before: steps.StoredDevice,
      now: number,
      view: RegisteredDevice,
    ) => steps.Step | undefined,
  ): Promise<Entry> {
    return this.#step(actor, deviceId, (_, now) => {
      const { stored, view } = this.find(deviceId);
      return make(stored, now, view);
    });
  }

  async #step(
    actor: Asker,
    deviceId: string,
    make: (before: steps.StoredDevice | undefined, now: number) => steps.Step | undefined,
  ): Promise<Entry> {
    const { store, index, utc } = this.#deps;
    await store.write(actor, () => {
      const now = utc();
      const before = index().device(deviceId)?.stored;
      const step = make(before, now);
      if (step === undefined) return undefined;
      const { device, what, detail } = step;
      return {
        rows: [
          [deviceRow(deviceId), deviceJson(device)],
          ...bindingRows(before, step, now),
          ...(index().damaged.has(deviceId) ? [[rotatedRow(deviceId), undefined] as const] : []),
        ],
        audit: [{ what, subject: deviceId, detail }],
        apply: () => this.take(device),
      };
    });
    return this.find(deviceId);
  }

  /** Counts from now on, and is told. What a CONNECT used meanwhile stays used. */
  take(device: steps.StoredDevice): void {
    const index = this.#deps.index();
    const { deviceId } = device;
    index.damaged.delete(deviceId);
    const before = index.device(deviceId)?.record;
    const used = this.#used.get(deviceId);
    const keys = used === undefined ? device.keys : withUsed(device.keys, used);
    const { record } = index.put({ ...device, keys });
    const hasKeys = before?.keys.every(({ version, secret }) =>
      record.keys.some(
        (key) => key.version === version && Buffer.compare(key.secret, secret) === 0,
      ),
    );
    this.tell(deviceId, before !== undefined && (record.blocked || hasKeys === false));
  }

  tell(deviceId: string, isCut: boolean): void {
    for (const call of this.#listeners) call(deviceId, isCut);
  }

  /** Errors: KEYS_FAILED. */
  async offer(deviceIds: readonly string[]): Promise<Map<string, number>> {
    const { store, index, utc } = this.#deps;
    const versions = new Map<string, number>();
    try {
      await store.write(GATEWAY, () => {
        const devices: steps.StoredDevice[] = [];
        for (const deviceId of deviceIds) {
          const before = index().device(deviceId)?.stored;
          const keys = before && withOffer(before.keys, randomBytes(NONCE_BYTES));
          if (before === undefined || keys === undefined) continue;
          versions.set(deviceId, offerOf(keys)?.key.version as number);
          if (keys !== before.keys) devices.push({ ...before, keys, changedAt: utc() });
        }
        return {
          rows: devices.map((device) => [deviceRow(device.deviceId), deviceJson(device)] as const),
          audit: devices.map(
            ({ deviceId, keys }): AuditEntry => ({
              what: 'key.offered',
              subject: deviceId,
              detail: { version: keys.newest },
            }),
          ),
          apply: () => {
            for (const device of devices) this.take(device);
          },
        };
      });
    } catch (error) {
      throw new GatewayError('KEYS_FAILED', firstLineOf(error));
    }
    return versions;
  }

  usedKey(deviceId: string, version: number): boolean {
    const index = this.#deps.index();
    const before = index.device(deviceId)?.stored;
    if (before === undefined) return false;
    const keys = withUsed(before.keys, version);
    if (keys === before.keys) return false;
    this.#used.set(deviceId, version);
    index.put({ ...before, keys });
    void this.#writeUsed(deviceId, version);
    return keys.held.length < before.keys.held.length;
  }

  /** Those whose write failed. */
  retryUsed(): void {
    for (const [deviceId, version] of this.#used) void this.#writeUsed(deviceId, version);
  }

  /** After everything was read anew: what is not on disk yet counts all the same. */
  reapplyUsed(): void {
    const index = this.#deps.index();
    for (const [deviceId, version] of this.#used) {
      const stored = index.device(deviceId)?.stored;
      if (stored) index.put({ ...stored, keys: withUsed(stored.keys, version) });
    }
  }

  async #writeUsed(deviceId: string, version: number): Promise<void> {
    const { store, index, log } = this.#deps;
    try {
      await store.write(GATEWAY, () => {
        const device = index().device(deviceId)?.stored;
        if (device === undefined || this.#used.get(deviceId) !== version) return undefined;
        return {
          rows: [[deviceRow(deviceId), deviceJson(device)]],
          audit: [{ what: 'key.used', subject: deviceId, detail: { version } }],
          apply: () => void this.#used.delete(deviceId),
        };
      });
    } catch (error) {
      // After a restart the old key is good once more, until the new one is used again.
      log.error({ device: deviceId, detail: firstLineOf(error) }, 'old key not struck out');
    }
  }
}

/** The binding that ends and the one that begins. */
function bindingRows(
  before: steps.StoredDevice | undefined,
  { device, ended }: steps.Step,
  now: number,
): Row[] {
  const { deviceId, homeId, boundAt, bindings } = device;
  const rows: Row[] = [];
  if (ended) {
    const { number, homeId: former, since, reason } = ended;
    const binding: Binding = { deviceId, homeId: former, since, until: now, reason };
    rows.push([bindingRow(deviceId, number), binding]);
  }
  if (homeId !== undefined && homeId !== before?.homeId && boundAt !== undefined) {
    rows.push([bindingRow(deviceId, bindings), { deviceId, homeId, since: boundAt }]);
  }
  return rows;
}
