// The administration's ports: what operators may ask of devices, and what the intake tells of them.
import type { Boot, CommandResult, Mains, UpdateStatus } from '#protocol/messages.ts';
import type { SealKey } from '#protocol/seal.ts';
import type { Command, CommandAction } from '../administration/command.ts';
import type { Scope, Settings, SettingsChange } from '../administration/settings.ts';

export type Order = Exclude<CommandAction, { kind: 'rotate_key' }> | { kind: 'rotate_key' };

export interface ConfigurationView {
  /** What the device shall have. */
  wanted: Settings;
  /** What was set for this device alone. */
  own: Settings;
  revision: number;
  /** The revision that the device said last. */
  reported: number | undefined;
  /** Since when it should have another one, UTC milliseconds; undefined: it has it. */
  pendingSince: number | undefined;
}

export interface CommandView extends Command {
  /** Why it waits: no connection, or somebody has called for help. Only while it is open. */
  waitsFor?: 'connection' | 'call';
  /** When it is given up, UTC milliseconds. */
  until: number;
}

export interface AdministeredDevice {
  deviceId: string;
  group: string;
  blocked: boolean;
  connected: boolean;
  /** Of the key in use, and of one that is offered. */
  keyVersion: number;
  nextKeyVersion: number | undefined;
  pendingConfiguration: boolean;
  openCommands: number;
}

/** Rejections and throws are GatewayErrors. */
export interface Administration {
  /** Devices in the order of the directory after `after`, at most `limit`. Errors: NO_SUCH_GROUP, NO_SUCH_DEVICE. */
  devices(limit: number, group?: string, after?: string): AdministeredDevice[];
  /** Errors: NO_SUCH_DEVICE. */
  device(deviceId: string): AdministeredDevice;
  /** Whether the registry or the devices file has it. */
  knows(deviceId: string): boolean;
  /**
   * On disk when it resolves, with how many devices it is about; they get it when they are connected. Errors:
   * NO_SUCH_DEVICE, NO_SUCH_GROUP, SETTING_INVALID, JOURNAL_FAILED.
   */
  setConfiguration(scope: Scope, change: SettingsChange): Promise<number>;
  /** Errors: NO_SUCH_DEVICE. */
  configurationOf(deviceId: string): ConfigurationView;
  /**
   * On disk when it resolves; sent until the device answers. Blocked devices of a group are left out. Errors:
   * NO_SUCH_DEVICE, NO_SUCH_GROUP, DEVICE_OUT_OF_SERVICE, SETTING_INVALID, COMMAND_REFUSED, COMMANDS_WAITING,
   * JOURNAL_FAILED, KEYS_FAILED, and those of `check`, which is called right before the command is queued: nothing
   * comes between.
   */
  command(
    scope: Scope,
    order: Order,
    check?: () => void,
  ): Promise<{ deviceId: string; commandId: number }[]>;
  /** A device came into service: self tests that it did not answer are not sent any more. */
  endTests(deviceId: string): void;
  /** Newest first. Errors: NO_SUCH_DEVICE. */
  commandsOf(deviceId: string): CommandView[];
  /** Errors: NO_SUCH_DEVICE, NO_SUCH_COMMAND, COMMAND_NOT_QUEUED, JOURNAL_FAILED. */
  cancel(deviceId: string, commandId: number): Promise<void>;
}

/** What the intake tells. None of it waits or fails. */
export interface DeviceEventListener {
  /** A CONNECT with this key was accepted, and is on disk. */
  connectedWith(deviceId: string, key: SealKey): void;
  /** The device has its snapshot: it listens. */
  joined(deviceId: string): void;
  left(deviceId: string): void;
  /** A heartbeat names the revision of the device's configuration. */
  reported(deviceId: string, revision: number): void;
  /** A result that is on disk as an event. May come twice. */
  answered(deviceId: string, result: CommandResult): void;
  /** The power came or went, the device has started, or it says how an update stands. May come twice. */
  heard(deviceId: string, event: Boot | Mains | UpdateStatus, ageMs: number): void;
}

/** For whoever only takes presses. */
export const NO_DEVICE_EVENTS: DeviceEventListener = {
  connectedWith() {},
  joined() {},
  left() {},
  reported() {},
  answered() {},
  heard() {},
};

/** One for several, which hear the same in this order. */
export function hearAll(...listeners: readonly DeviceEventListener[]): DeviceEventListener {
  return {
    connectedWith(...news) {
      for (const listener of listeners) listener.connectedWith(...news);
    },
    joined(deviceId) {
      for (const listener of listeners) listener.joined(deviceId);
    },
    left(deviceId) {
      for (const listener of listeners) listener.left(deviceId);
    },
    reported(...news) {
      for (const listener of listeners) listener.reported(...news);
    },
    answered(...news) {
      for (const listener of listeners) listener.answered(...news);
    },
    heard(...news) {
      for (const listener of listeners) listener.heard(...news);
    },
  };
}
