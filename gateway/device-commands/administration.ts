// The administration port, and what the intake tells of devices: configurations, commands and keys behind one interface.

import type { CommandResult } from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';
import { faultOfAction } from '../domain/administration/command.ts';
import { openCommands } from '../domain/administration/device-book.ts';
import type { Scope, SettingsChange } from '../domain/administration/settings.ts';
import { GatewayError } from '../domain/errors.ts';
import type {
  AdministeredDevice,
  Administration,
  CommandView,
  ConfigurationView,
  DeviceEventListener,
  Order,
} from '../domain/ports/administration.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DeviceDirectory, DeviceRecord } from '../domain/ports/directory.ts';
import type { DeviceLine } from '../domain/ports/downlink.ts';
import type { Journal } from '../domain/ports/journal.ts';
import type { Rotation } from '../domain/ports/keys.ts';
import type { Log } from '../domain/ports/log.ts';
import { Commands } from './commands.ts';
import { Configurations } from './configurations.ts';
import { Pages } from './pages.ts';

export interface AdministrationDeps {
  directory: DeviceDirectory;
  rotation: Rotation;
  journal: Pick<Journal, 'store' | 'remembered' | 'onRecovery'>;
  line: DeviceLine;
  /** Somebody in this home waits for help. */
  isCalling: (deviceId: string) => boolean;
  clock: Clock;
  log: Log;
}

/** For metrics. */
export interface AdministrationStatus {
  commands: Record<'queued' | 'sent', number>;
  pendingConfigurations: number;
}

export class DeviceAdministration implements Administration, DeviceEventListener {
  readonly #deps: AdministrationDeps;
  readonly #pages: Pages;
  readonly #commands: Commands;
  readonly #configurations: Configurations;
  readonly #listening = new Set<string>();

  constructor(deps: AdministrationDeps) {
    this.#deps = deps;
    const isListening = (deviceId: string) => this.#listening.has(deviceId);
    this.#pages = new Pages(deps);
    const shared = { ...deps, pages: this.#pages, isListening };
    this.#commands = new Commands(shared);
    this.#configurations = new Configurations(shared);
  }

  /** After journal and directory, before the first connection. */
  async start(): Promise<void> {
    await this.#pages.start();
    this.#commands.start();
  }

  /** Before the journal. */
  stop(): void {
    this.#commands.stop();
    this.#configurations.stop();
  }

  /** The directory has changed: a device may be in another group. */
  review(): void {
    this.#configurations.review(this.#listening);
  }

  status(): AdministrationStatus {
    let pendingConfigurations = 0;
    for (const [deviceId] of this.#pages.all()) {
      if (this.#configurations.isPending(deviceId)) pendingConfigurations++;
    }
    return { commands: this.#commands.status(), pendingConfigurations };
  }

  devices(limit: number, group?: string, after?: string): AdministeredDevice[] {
    if (group !== undefined) this.#idsOf({ kind: 'group', group });
    if (after !== undefined) this.#find(after);
    const views: AdministeredDevice[] = [];
    let isPast = after === undefined;
    for (const record of this.#deps.directory.all()) {
      if (views.length === limit) break;
      if (isPast && (group === undefined || record.group === group)) views.push(this.#view(record));
      if (record.deviceId === after) isPast = true;
    }
    return views;
  }

  device(deviceId: string): AdministeredDevice {
    return this.#view(this.#find(deviceId));
  }

  knows(deviceId: string): boolean {
    return this.#deps.directory.find(deviceId) !== undefined;
  }

  async setConfiguration(scope: Scope, change: SettingsChange): Promise<number> {
    const deviceIds = this.#idsOf(scope);
    await this.#configurations.set(scope, change, deviceIds);
    return deviceIds.length;
  }

  configurationOf(deviceId: string): ConfigurationView {
    this.#find(deviceId);
    return this.#configurations.of(deviceId);
  }

  async command(
    scope: Scope,
    order: Order,
    check?: () => void,
  ): Promise<{ deviceId: string; commandId: number }[]> {
    const { directory, rotation } = this.#deps;
    const { kind } = order;
    if (kind === 'self_test' && scope.kind !== 'device') {
      const why = 'while in test mode presses count as tests: one device at a time';
      throw new GatewayError('COMMAND_REFUSED', `self_test of many: ${why}`);
    }
    const all = this.#idsOf(scope);
    check?.();
    const deviceIds = all.filter((deviceId) => !directory.find(deviceId)?.blocked);
    if (scope.kind === 'device' && deviceIds.length === 0) {
      throw new GatewayError('DEVICE_OUT_OF_SERVICE', scope.deviceId);
    }
    if (kind !== 'rotate_key') {
      const fault = faultOfAction(order);
      if (fault !== undefined) throw new GatewayError('SETTING_INVALID', fault);
      return this.#commands.order(deviceIds, () => order);
    }
    const versions = await rotation.offer(deviceIds);
    // Keys took their time to be written.
    check?.();
    // A key follows from one that is in use.
    const inUse = deviceIds.filter((deviceId) => versions.has(deviceId));
    if (scope.kind === 'device' && inUse.length === 0) {
      throw new GatewayError('STATE_WRONG', `${scope.deviceId} has not connected with its key yet`);
    }
    return this.#commands.order(inUse, (deviceId) => ({
      kind,
      keyVersion: versions.get(deviceId) as number,
    }));
  }

  endTests(deviceId: string): void {
    this.#commands.endTests(deviceId);
  }

  commandsOf(deviceId: string): CommandView[] {
    this.#find(deviceId);
    return this.#commands.of(deviceId);
  }

  cancel(deviceId: string, commandId: number): Promise<void> {
    this.#find(deviceId);
    return this.#commands.cancel(deviceId, commandId);
  }

  connectedWith(deviceId: string, { version }: SealKey): void {
    if (this.#deps.rotation.used(deviceId, version)) {
      this.#deps.log.info({ device: deviceId, keyVersion: version }, 'old key forgotten');
    }
    this.#commands.rotated(deviceId, version);
  }

  joined(deviceId: string): void {
    this.#listening.add(deviceId);
    this.#commands.joined(deviceId);
    this.#configurations.joined(deviceId);
  }

  left(deviceId: string): void {
    this.#listening.delete(deviceId);
    this.#configurations.left(deviceId);
  }

  reported(deviceId: string, revision: number): void {
    this.#configurations.reported(deviceId, revision);
  }

  answered(deviceId: string, result: CommandResult): void {
    this.#commands.answered(deviceId, result);
  }

  /** Nothing of it concerns configurations and commands. */
  heard(): void {}

  #find(deviceId: string): DeviceRecord {
    const record = this.#deps.directory.find(deviceId);
    if (record === undefined) throw new GatewayError('NO_SUCH_DEVICE', deviceId);
    return record;
  }

  #idsOf(scope: Scope): string[] {
    if (scope.kind === 'device') return [this.#find(scope.deviceId).deviceId];
    const ids: string[] = [];
    for (const { deviceId, group } of this.#deps.directory.all()) {
      if (scope.kind === 'all' || group === scope.group) ids.push(deviceId);
    }
    if (scope.kind === 'group' && ids.length === 0) {
      throw new GatewayError('NO_SUCH_GROUP', `"${scope.group}"`);
    }
    return ids;
  }

  #view({ deviceId, group, blocked, keys }: DeviceRecord): AdministeredDevice {
    return {
      deviceId,
      group,
      blocked,
      connected: this.#listening.has(deviceId),

      keyVersion: keys[0]?.version ?? 0,
      nextKeyVersion: keys[1]?.version,
      pendingConfiguration: this.#configurations.isPending(deviceId),
      openCommands: openCommands(this.#pages.of(deviceId)).length,
    };
  }
}
