// The registry on LevelDB: everything of it in memory at the start, every change on disk with its record before it counts.

import { consoleProof } from '#protocol/console.ts';
import type { SealKey } from '#protocol/seal.ts';
import type { RotatedKeys } from '../domain/administration/rotation.ts';
import type { FormerKeys } from '../domain/ports/keys.ts';
import type {
  Actor,
  Asker,
  AuditRecord,
  Binding,
  Coverage,
  DeviceCheck,
  DeviceQuery,
  DeviceSource,
  Imported,
  ImportedDevice,
  RegisteredDevice,
  RegisteredHome,
  Registry,
} from '../domain/ports/registry.ts';
import { CoverageCount } from '../domain/registry/coverage.ts';
import { offerOf } from '../domain/registry/key-set.ts';
import type { Level } from '../journal/recovering-level.ts';
import { encodeRows, rowsOf } from '../journal/tools/rows.ts';
import { DeviceDesk } from './devices.ts';
import { changeOf, type HomeFields, homeAfter, pageOfHomes } from './homes.ts';
import { importRows, planImport } from './import.ts';
import { RegistryIndex } from './index-in-memory.ts';
import { KeyRows } from './key-rows.ts';
import { loadAll } from './load.ts';
import { AUDIT, auditRow, BINDING } from './rows.ts';
import { type AuditEntry, RegistryStore, type StoreDeps } from './store.ts';
import { LevelTokens } from './tokens.ts';

export interface LevelRegistryDeps extends StoreDeps {
  /** The file of derived keys of gateways before there was a registry. */
  former: FormerKeys;
}

/** Devices or homes: about 1 ms. */
const COUNTED_AT_ONCE = 500;

/** Records of the audit that are looked at in one piece. */
const AUDIT_AT_ONCE = 200;

export class LevelRegistry implements Registry, DeviceSource {
  readonly #deps: LevelRegistryDeps;
  readonly #store: RegistryStore;
  readonly #desk: DeviceDesk;
  readonly tokens: LevelTokens;
  readonly keys: KeyRows;
  #index = new RegistryIndex();

  constructor(deps: LevelRegistryDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#store = new RegistryStore(deps, (level) => this.#reread(level));
    const store = this.#store;
    this.#desk = new DeviceDesk({ store, index: () => this.#index, utc: () => clock.utc(), log });
    this.tokens = new LevelTokens(store, clock, log);
    this.keys = new KeyRows(store, deps.former, log);
  }

  async start(): Promise<void> {
    await this.#store.start();
    await this.#read(await this.#store.level());
    const { damage } = this.#store;
    if (damage !== undefined) {
      this.#deps.log.error(
        { code: 'REGISTRY_UNREADABLE', damage },
        'changes of the registry are lost',
      );
    }
    this.#store.onRecovery(() => this.#desk.retryUsed());
  }

  async stop(): Promise<void> {
    await this.#store.stop();
  }

  async addToAudit(actor: Asker, entry: AuditEntry): Promise<void> {
    await this.#store.write(actor, () => ({ rows: [], audit: [entry], apply() {} }));
  }

  /** Everything in it at one moment, as bytes. */
  async backup(): Promise<AsyncIterable<Buffer>> {
    return encodeRows(rowsOf(await this.#store.level()));
  }

  get problem(): string | undefined {
    const { damaged, damagedHomes } = this.#index;
    const rows = damaged.size + damagedHomes.size;
    if (rows > 0) return `${rows} rows can not be read: see the log, and restore a backup`;
    const failing = this.#store.problem;
    if (failing !== undefined) return `it can not be written: ${failing}`;
    const { damage } = this.#store;
    return damage && `changes are lost, look at what was changed last (${damage})`;
  }

  device(deviceId: string): RegisteredDevice | undefined {
    return this.#index.device(deviceId)?.view;
  }

  devices({ limit, after, group, state }: DeviceQuery): RegisteredDevice[] {
    const found: RegisteredDevice[] = [];
    for (const deviceId of this.#index.deviceIdsAfter(after)) {
      if (found.length >= limit) break;
      const view = this.device(deviceId) as RegisteredDevice;
      const fits = (group ?? view.group) === view.group && (state ?? view.state) === view.state;
      if (fits) found.push(view);
    }
    return found;
  }

  devicesIn(homeId: string): RegisteredDevice[] {
    const deviceIds = [...this.#index.devicesIn(homeId)];
    return deviceIds.map((deviceId) => this.device(deviceId) as RegisteredDevice);
  }

  async register(
    actor: Asker,
    device: Parameters<Registry['register']>[1],
  ): Promise<RegisteredDevice> {
    return (await this.#desk.register(actor, device)).view;
  }

  async change(
    actor: Asker,
    deviceId: string,
    change: Parameters<Registry['change']>[2],
    reason?: string,
    check?: DeviceCheck,
  ): Promise<RegisteredDevice> {
    return (await this.#desk.change(actor, deviceId, change, reason, check)).view;
  }

  home(homeId: string): RegisteredHome | undefined {
    return this.#index.home(homeId);
  }

  homeOfReference(reference: string): RegisteredHome | undefined {
    return this.#index.homeOfReference(reference);
  }

  homes(query: { limit: number; after?: string }): RegisteredHome[] {
    return pageOfHomes(this.#index, query);
  }

  async putHome(
    actor: Asker,
    fields: HomeFields,
    check?: (before: RegisteredHome | undefined) => void,
  ): Promise<RegisteredHome> {
    const { reference } = fields;
    await this.#store.write(actor, () => {
      const before = this.#index.homeOfReference(reference);
      check?.(before);
      const after = homeAfter(before, fields, this.#deps.clock.utc());
      return after && changeOf(after.home, after.audit, this.#index);
    });
    return this.#index.homeOfReference(reference) as RegisteredHome;
  }

  bind(actor: Asker, deviceId: string, homeId: string, reason?: string): Promise<Binding> {
    return this.#desk.bind(actor, deviceId, homeId, reason);
  }

  unbind(actor: Asker, deviceId: string, reason: string): Promise<void> {
    return this.#desk.unbind(actor, deviceId, reason);
  }

  async bindingsOf(deviceId: string): Promise<Binding[]> {
    this.#desk.find(deviceId);
    const bindings: Binding[] = [];
    const prefix = `${BINDING}${deviceId}!`;
    for await (const page of this.#store.read<Binding>(prefix, { reverse: true })) {
      for (const [, binding] of page) if (binding) bindings.push(binding);
    }
    return bindings;
  }

  issueKey(actor: Asker, deviceId: string): Promise<SealKey> {
    return this.#desk.issueKey(actor, deviceId);
  }

  consoleProof(deviceId: string, keyVersion: number, challenge: Uint8Array): string | undefined {
    const key = this.record(deviceId)?.keys.find(({ version }) => version === keyVersion);
    return key && consoleProof(key, deviceId, challenge);
  }

  async coverage(pause: () => Promise<void>): Promise<Coverage[]> {
    const count = new CoverageCount();
    const index = this.#index;
    let seen = 0;
    const next = () => (++seen % COUNTED_AT_ONCE === 0 ? pause() : undefined);
    for (const { view } of index.entries()) {
      count.addDevice(view);
      await next();
    }
    for (const home of index.homes()) {
      count.addHome(home);
      await next();
    }
    return count.rows();
  }

  async audit(query: { limit: number; before?: number; subject?: string }): Promise<AuditRecord[]> {
    const { limit, before, subject } = query;
    const found: AuditRecord[] = [];
    const below = before === undefined ? {} : { below: auditRow(before) };
    const options = { ...below, reverse: true, atOnce: AUDIT_AT_ONCE };
    for await (const page of this.#store.read<AuditRecord>(AUDIT, options)) {
      for (const [, record] of page) {
        if (record === undefined || (subject ?? record.subject) !== record.subject) continue;
        found.push(record);
        if (found.length >= limit) return found;
      }
    }
    return found;
  }

  onChange(call: (deviceId: string, isCut: boolean) => void): void {
    this.#desk.onChange(call);
  }

  record(deviceId: string) {
    return this.#index.device(deviceId)?.record;
  }

  *records() {
    for (const { record } of this.#index.entries()) yield record;
  }

  get count(): number {
    return this.#index.size;
  }

  isKnown(deviceId: string): boolean {
    return this.#index.device(deviceId) !== undefined || this.#index.damaged.has(deviceId);
  }

  offer(deviceIds: readonly string[]): Promise<Map<string, number>> {
    return this.#desk.offer(deviceIds);
  }

  nextOf(deviceId: string): { key: SealKey; nonce: Uint8Array } | undefined {
    const stored = this.#index.device(deviceId)?.stored;
    return stored && offerOf(stored.keys);
  }

  usedKey(deviceId: string, version: number): boolean {
    return this.#desk.usedKey(deviceId, version);
  }

  async importDevices(
    actor: Actor,
    devices: readonly ImportedDevice[],
    rotated: (deviceId: string, key: SealKey) => RotatedKeys | undefined,
  ): Promise<Imported> {
    const imported: Imported = { imported: [], skipped: [], leftOut: [] };
    await this.#store.write(actor, () => {
      const plan = planImport(this.#index, devices, rotated, this.#deps.clock.utc());
      imported.imported = plan.devices.map(({ deviceId }) => deviceId);
      imported.skipped = plan.skipped;
      imported.leftOut = [...plan.leftOut];
      return {
        rows: importRows(plan),
        audit: plan.audit,
        apply: () => {
          for (const home of plan.homes) this.#index.putHome(home);
          for (const device of plan.devices) this.#desk.take(device);
        },
      };
    });
    return imported;
  }

  /** What failed to be written may have turned up: then it counts, and is told. */
  async #reread(level: Level): Promise<void> {
    const before = this.#index;
    await this.#read(level);
    this.#desk.reapplyUsed();
    for (const { record, view } of this.#index.entries()) {
      const former = before.device(record.deviceId);
      if (former && former.view.changedAt === view.changedAt) continue;
      this.#desk.tell(record.deviceId, former !== undefined);
    }
  }

  async #read(level: Level): Promise<void> {
    const { index, tokens, rotated } = await loadAll(this.#store, level, this.#deps.log);
    this.#index = index;
    this.tokens.load(tokens);
    this.keys.load(rotated);
  }
}
