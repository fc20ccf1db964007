// The registry port: which devices and homes there are, how a device's life goes on, and who changed what.
import type { SealKey } from '#protocol/seal.ts';
import type { RotatedKeys } from '../administration/rotation.ts';
import type { DeviceRecord } from './directory.ts';

/** Registered, and nothing more → has its key → its acceptance test went well → in a home that counts on it. */
export const DEVICE_STATES = [
  'new',
  'provisioned',
  'tested',
  'in_service',
  'suspended',
  'retired',
] as const;
/** Only `suspended` and `retired` shut a device out; the others change reports, never whether a press is forwarded. */
export type DeviceState = (typeof DEVICE_STATES)[number];

/** Each may do what those before it may. */
export const ROLES = ['installer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who does something, for the audit: the name of a token, or of the user of this machine. */
export interface Actor {
  name: string;
  role: Role;
}

/** Who asks for a step, and what must still be so when its turn comes: nothing comes between that look and the step. */
export interface Asker extends Actor {
  /** Asked before what is different is written. Throws a GatewayError: then nothing is changed. */
  mayChange?(): void;
}

/** Sees the device as the step finds it, in the same turn. Throws a GatewayError: then nothing is changed. */
export type DeviceCheck = (device: RegisteredDevice) => void;

export interface RegisteredDevice {
  deviceId: string;
  state: DeviceState;
  group: string;
  /** Empty until a device has told them over the cable. */
  model: string;
  firmware: string;
  /** SIA account number, 3 to 16 hex digits; empty: that of the destination. */
  account: string;
  /** SIA zone, 0 to 999, which tells the buttons of one account apart; empty: 001. */
  zone: string;
  /** Of the newest key that was issued; 0: none yet. */
  keyVersion: number;
  /** Of the key with which it connected last; 0: with none of them yet. */
  keyVersionUsed: number;
  /** When a key was given out for the cable last. */
  keyIssuedAt?: number;
  /** Where it was, while it is suspended: `change` to this state ends that. */
  suspendedFrom?: DeviceState;
  /** Where it stands; undefined: nowhere. */
  homeId: string | undefined;
  /** UTC milliseconds. */
  createdAt: number;
  changedAt: number;
}

/** What an operator may want to know of a home beside its reference. Personal: encrypted at rest, never in a log. */
export interface Resident {
  name?: string;
  address?: string;
  telephone?: string;
}

export interface RegisteredHome {
  homeId: string;
  /** The resident's in the platform's records. One home per reference. */
  reference: string;
  community: string;
  subdistrict: string;
  resident: Resident;
  createdAt: number;
  changedAt: number;
}

/** A device stood in a home, or does. */
export interface Binding {
  deviceId: string;
  homeId: string;
  since: number;
  until?: number;
  /** Why it ended: `moved`, `replaced`, `retired` or words of the installer. */
  reason?: string;
}

export interface AuditRecord {
  /** Rises with each record. */
  number: number;
  at: number;
  actor: Actor;
  /** Such as `device.registered`, `device.bound`, `key.issued`, `token.created`, `update.begun`. */
  what: string;
  /** A device_id, a home_id, the name of a token, or the version of a firmware. */
  subject: string;
  /** Codes, ids, and the words why something was done: never a key, a name or an address. */
  detail: Readonly<Record<string, string | number | boolean>>;
}

export interface DeviceQuery {
  limit: number;
  /** In the order of device_id, those after this one. */
  after?: string;
  group?: string;
  state?: DeviceState;
}

/** What installers count: by subdistrict and community. */
export interface Coverage {
  subdistrict: string;
  community: string;
  homes: number;
  /** Homes with a device that has its key. */
  installed: number;
  tested: number;
  inService: number;
}

/**
 * Every promise that resolves means: on disk, with its audit record. Rejections and throws are GatewayErrors:
 * NO_SUCH_DEVICE, NO_SUCH_HOME, DEVICE_EXISTS, DEVICE_BOUND, STATE_WRONG, FIELD_INVALID, REGISTRY_FAILED, and
 * REGISTRY_BUSY when too many steps wait for their turn.
 */
export interface Registry {
  /** Throws REGISTRY_LOCKED (no master key, or a wrong one) and REGISTRY_UNREADABLE. */
  start(): Promise<void>;
  stop(): Promise<void>;

  device(deviceId: string): RegisteredDevice | undefined;
  devices(query: DeviceQuery): RegisteredDevice[];
  /**
   * Adds a device, or returns the one that is there with the same id and state `new`. The id of a retired device
   * is free again for an admin. Errors: DEVICE_EXISTS.
   */
  register(
    actor: Asker,
    device: Pick<RegisteredDevice, 'deviceId' | 'group'> &
      Partial<Pick<RegisteredDevice, 'model' | 'firmware' | 'account' | 'zone'>>,
  ): Promise<RegisteredDevice>;
  /**
   * `reason`: why, for the audit. Suspension and retirement cut the connection at once; retirement also forgets the
   * keys and ends the binding. Errors: STATE_WRONG when the state machine has no such step.
   */
  change(
    actor: Asker,
    deviceId: string,
    change: Partial<
      Pick<RegisteredDevice, 'group' | 'model' | 'firmware' | 'account' | 'zone' | 'state'>
    >,
    reason?: string,
    check?: DeviceCheck,
  ): Promise<RegisteredDevice>;

  /** Those that stand in a home. */
  devicesIn(homeId: string): RegisteredDevice[];

  home(homeId: string): RegisteredHome | undefined;
  homeOfReference(reference: string): RegisteredHome | undefined;
  homes(query: { limit: number; after?: string }): RegisteredHome[];
  /**
   * Adds a home, or changes the one with the same reference, which `check` sees. Of the resident a field that isn't
   * given stays, and an empty one goes.
   */
  putHome(
    actor: Asker,
    home: Pick<RegisteredHome, 'reference' | 'community' | 'subdistrict' | 'resident'>,
    check?: (before: RegisteredHome | undefined) => void,
  ): Promise<RegisteredHome>;

  /**
   * Binds a device to a home. When the device stands in another home: DEVICE_BOUND, unless `reason` says why the
   * former binding ends. A home may have several devices. One that was tested elsewhere is `provisioned` again.
   */
  bind(actor: Asker, deviceId: string, homeId: string, reason?: string): Promise<Binding>;
  unbind(actor: Asker, deviceId: string, reason: string): Promise<void>;
  /** Newest first. */
  bindingsOf(deviceId: string): Promise<Binding[]>;

  /**
   * A fresh random key of the next version, given out once. It is good beside those before until a CONNECT used it
   * or a newer one; a device may have any of them after a provisioning that broke off. Errors: STATE_WRONG.
   */
  issueKey(actor: Asker, deviceId: string): Promise<SealKey>;
  /** Proves to the console of a device that its key is known (protocol/README.md, "Proof"): 32 hex digits. */
  consoleProof(deviceId: string, keyVersion: number, challenge: Uint8Array): string | undefined;

  /** Counts in parts, and waits for `pause` after each. */
  coverage(pause: () => Promise<void>): Promise<Coverage[]>;
  /** Something that is about to be done outside of the registry: in the audit when it resolves. */
  addToAudit(actor: Asker, entry: Pick<AuditRecord, 'what' | 'subject' | 'detail'>): Promise<void>;
  /** Newest first; `before` a number. */
  audit(query: { limit: number; before?: number; subject?: string }): Promise<AuditRecord[]>;

  /** Calls `call` after every change that the directory's users must know: the device_id, and whether it was shut out or its keys changed. */
  onChange(call: (deviceId: string, isCut: boolean) => void): void;
}

/** A device with its key, as a devices file has it. */
export interface ImportedDevice {
  deviceId: string;
  key: SealKey;
  group: string;
  state: 'in_service' | 'suspended' | 'retired';
  /** `reference` and what else the file has; fields that the registry doesn't know are left out. */
  home: Readonly<Record<string, string>>;
}

export interface Imported {
  imported: string[];
  skipped: { deviceId: string; code: string }[];
  /** Names of fields of homes that the registry has no place for. */
  leftOut: string[];
}

/** What the device directory, and whoever moves from a devices file, needs of the registry beside its port. */
export interface DeviceSource {
  /** Made once for as long as nothing about it changes. */
  record(deviceId: string): DeviceRecord | undefined;
  records(): Iterable<DeviceRecord>;
  readonly count: number;
  /** True also for what can't be read, or is retired: its entry in a devices file doesn't count. */
  isKnown(deviceId: string): boolean;
  /** What can't be read, in words without personal data; undefined: nothing. */
  readonly problem: string | undefined;
  /** Offers each a derived key; those that never connected are left out. On disk when it resolves. Errors: KEYS_FAILED. */
  offer(deviceIds: readonly string[]): Promise<Map<string, number>>;
  nextOf(deviceId: string): { key: SealKey; nonce: Uint8Array } | undefined;
  /** A CONNECT with this key was accepted: older ones are good no more, on disk soon. True when one was forgotten by it. */
  usedKey(deviceId: string, version: number): boolean;
  /** Takes over what it doesn't have. `rotated`: keys that were derived from those of the file, in place of them. */
  importDevices(
    actor: Actor,
    devices: readonly ImportedDevice[],
    rotated: (deviceId: string, key: SealKey) => RotatedKeys | undefined,
  ): Promise<Imported>;
}

/** Tokens of the admin API; kept hashed. */
export interface Tokens {
  /** Given out once: `cb_` and 43 characters. Errors: TOKEN_EXISTS, FIELD_INVALID, REGISTRY_FAILED. */
  create(actor: Asker, name: string, role: Role, expiresAt?: number): Promise<string>;
  /** Errors: NO_SUCH_TOKEN. */
  revoke(actor: Asker, name: string): Promise<void>;
  list(): { name: string; role: Role; createdAt: number; expiresAt?: number; usedAt?: number }[];
  /** Whose token it is, at this moment. */
  verify(token: string): Actor | undefined;
}
