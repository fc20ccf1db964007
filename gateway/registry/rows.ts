// Where things lie in the registry, and how they are written. Every value but the format is sealed for its row.
import { createHash } from 'node:crypto';
import type { RotatedKeys } from '../domain/administration/rotation.ts';
import type { Role } from '../domain/ports/registry.ts';
import type { StoredDevice } from '../domain/registry/device.ts';
import type { HeldKey } from '../domain/registry/key-set.ts';

/** → the format, in the clear. */
export const META_FORMAT = 'meta!format';
export const FORMAT = '1';
/** → CHECK, sealed: tells a wrong master key at once. */
export const META_CHECK = 'meta!check';
export const CHECK = 'call-button registry';

/** `device!{device_id}` → StoredDevice. */
export const DEVICE = 'device!';
/** `home!{home_id}` → RegisteredHome. */
export const HOME = 'home!';
/** `binding!{device_id}!{its number, 12 hex digits}` → Binding. */
export const BINDING = 'binding!';
/** `audit!{number, 12 hex digits}` → AuditRecord. */
export const AUDIT = 'audit!';
/** `token!{hash of its name}` → StoredToken. */
export const TOKEN = 'token!';
/** `rotated!{device_id}` → the derived keys of a device of the devices file. */
export const ROTATED = 'rotated!';

export interface StoredToken {
  name: string;
  role: Role;
  /** SHA-256 of the token, hex. It is 32 random bytes: nothing slower is needed. */
  hash: string;
  createdAt: number;
  expiresAt?: number;
  usedAt?: number;
}

function hex12(value: number): string {
  return value.toString(16).padStart(12, '0');
}

export const deviceRow = (deviceId: string) => DEVICE + deviceId;
export const homeRow = (homeId: string) => HOME + homeId;
export const rotatedRow = (deviceId: string) => ROTATED + deviceId;
export const auditRow = (number: number) => AUDIT + hex12(number);
export const bindingRow = (deviceId: string, number: number) =>
  `${BINDING}${deviceId}!${hex12(number)}`;
/** Names of people don't stand in the clear. */
export const tokenRow = (name: string) =>
  TOKEN + createHash('sha256').update(name).digest('hex').slice(0, 32);

/** The first key behind all that start with `prefix`, which ends with `!`. */
export function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)}"`;
}

const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const keyJson = ({ version, secret }: HeldKey['key']) => ({ version, secret: toHex(secret) });
const keyOf = ({ version, secret }: ReturnType<typeof keyJson>) => ({
  version,
  secret: Buffer.from(secret, 'hex'),
});

/** As JSON has it. */
export function deviceJson({ keys, ...device }: StoredDevice) {
  const held = keys.held.map(({ key, derived }) => ({
    ...keyJson(key),
    ...(derived ? { derived: { from: derived.from, nonce: toHex(derived.nonce) } } : {}),
  }));
  return { ...device, keys: { ...keys, held } };
}

/** Rows of versions before it have no zone. */
type DeviceJson = Omit<ReturnType<typeof deviceJson>, 'zone'> & { zone?: string };

export function deviceOf({ keys, zone = '', ...device }: DeviceJson): StoredDevice {
  const held = keys.held.map(({ derived, ...key }) => ({
    key: keyOf(key),
    ...(derived
      ? { derived: { from: derived.from, nonce: Buffer.from(derived.nonce, 'hex') } }
      : {}),
  }));
  return { ...device, zone, keys: { ...keys, held } };
}

export function rotatedJson({ base, current, next }: RotatedKeys) {
  return {
    base,
    ...(current ? { current: keyJson(current) } : {}),
    ...(next ? { next: { ...keyJson(next.key), nonce: toHex(next.nonce) } } : {}),
  };
}

export function rotatedOf({ base, current, next }: ReturnType<typeof rotatedJson>): RotatedKeys {
  return {
    base,
    ...(current ? { current: keyOf(current) } : {}),
    ...(next ? { next: { key: keyOf(next), nonce: Buffer.from(next.nonce, 'hex') } } : {}),
  };
}
