// A device of the registry and what may become of it. Each step returns the device after it, and what to record. Pure.
import { GatewayError } from '../errors.ts';
import type { Actor, AuditRecord, DeviceState, RegisteredDevice } from '../ports/registry.ts';
import { mustBeDevice, mustBeText } from './fields.ts';
import { type KeySet, NO_KEYS, withIssued } from './key-set.ts';
import { afterMove, isBlocked, isStep } from './states.ts';

export interface StoredDevice {
  deviceId: string;
  state: DeviceState;
  /** Where it was, while it is suspended. */
  suspendedFrom?: DeviceState;
  group: string;
  model: string;
  firmware: string;
  account: string;
  zone: string;
  homeId?: string;
  /** Since when it stands there, UTC milliseconds. */
  boundAt?: number;
  /** How often it was bound: numbers its bindings. */
  bindings: number;
  createdAt: number;
  changedAt: number;
  keys: KeySet;
}

export interface Step {
  device: StoredDevice;
  what: string;
  detail: AuditRecord['detail'];
  /** The binding that ends by it. */
  ended?: { number: number; homeId: string; since: number; reason: string };
}

export type DeviceFields = Pick<RegisteredDevice, 'deviceId' | 'group'> &
  Partial<Pick<RegisteredDevice, 'model' | 'firmware' | 'account' | 'zone'>>;
export type DeviceChange = Partial<
  Pick<RegisteredDevice, 'group' | 'model' | 'firmware' | 'account' | 'zone' | 'state'>
>;

/**
 * `before`: what has this id. One that is new is given back as it is, without a step. The id of a retired device is
 * free again for an admin: its versions of keys go on, so that no old key ever counts again. Errors: DEVICE_EXISTS,
 * FIELD_INVALID.
 */
export function registered(
  before: StoredDevice | undefined,
  { deviceId, group, model = '', firmware = '', account = '', zone = '' }: DeviceFields,
  actor: Actor,
  now: number,
): Step | undefined {
  mustBeDevice({ deviceId, group, model, firmware, account, zone });
  if (before?.state === 'new') return undefined;
  const isFree = before === undefined || (before.state === 'retired' && actor.role === 'admin');
  if (!isFree) throw new GatewayError('DEVICE_EXISTS', `${deviceId}: ${before.state}`);
  const fields = { deviceId, state: 'new' as const, group, model, firmware, account, zone };
  const keys = { ...NO_KEYS, newest: before?.keys.newest ?? 0 };
  const bindings = before?.bindings ?? 0;
  const device = { ...fields, bindings, createdAt: now, changedAt: now, keys };
  return { device, what: 'device.registered', detail: { group } };
}

/** Undefined when nothing is different. Errors: STATE_WRONG, FIELD_INVALID. */
export function changed(
  before: StoredDevice,
  change: DeviceChange,
  now: number,
  reason?: string,
): Step | undefined {
  mustBeDevice(change);
  if (reason !== undefined) mustBeText('reason', reason);
  const { state = before.state, ...fields } = change;
  const names = (Object.keys(fields) as (keyof typeof fields)[]).filter(
    (name) => fields[name] !== undefined && fields[name] !== before[name],
  );
  const isMoved = state !== before.state;
  if (names.length === 0 && !isMoved) return undefined;
  if (before.state === 'retired') throw wrongState(before, 'it is retired for good');
  const values = Object.fromEntries(names.map((name) => [name, fields[name]]));
  const device: StoredDevice = { ...before, ...values, changedAt: now };
  const detail = values as Record<string, string>;
  if (!isMoved) return { device, what: 'device.changed', detail };
  const step = moved(device, state, now);
  const why = reason === undefined || reason === '' ? {} : { reason };
  return { ...step, detail: { ...detail, ...step.detail, ...why } };
}

/** Errors: STATE_WRONG. */
function moved(before: StoredDevice, state: DeviceState, now: number): Step {
  const { suspendedFrom, ...rest } = before;
  if (!isStep(before.state, state, suspendedFrom)) {
    throw wrongState(before, `it can not become ${state}`);
  }
  if (state === 'provisioned' && before.keys.newest === 0) {
    throw wrongState(before, 'no key was given out for it');
  }
  if (state === 'in_service' && before.homeId === undefined) {
    throw wrongState(before, 'it stands in no home');
  }
  const detail = { from: before.state, to: state };
  const what = 'device.state';
  if (state === 'suspended') {
    return { device: { ...rest, state, suspendedFrom: before.state }, what, detail };
  }
  if (state !== 'retired') return { device: { ...rest, state }, what, detail };
  const step = leave({ ...rest, state }, 'retired', now);
  // Its keys are worthless from now on, also to whoever gets hold of this disk.
  return { ...step, device: { ...step.device, keys: withoutKeys(before.keys) }, what, detail };
}

function withoutKeys({ newest }: KeySet): KeySet {
  return { ...NO_KEYS, newest };
}

/** Undefined when it stands there already. Errors: DEVICE_BOUND, STATE_WRONG, FIELD_INVALID. */
export function bound(
  before: StoredDevice,
  homeId: string,
  now: number,
  reason?: string,
): Step | undefined {
  if (before.state === 'retired') throw wrongState(before, 'it is retired for good');
  if (before.homeId === homeId) return undefined;
  const there = { homeId, boundAt: now, bindings: before.bindings + 1, changedAt: now };
  if (before.homeId === undefined) {
    return { device: { ...before, ...there }, what: 'device.bound', detail: { home: homeId } };
  }
  if (reason === undefined || reason === '') {
    throw new GatewayError('DEVICE_BOUND', `${before.deviceId} stands in ${before.homeId}`);
  }
  mustBeText('reason', reason, true);
  const { device, ...step } = leave(before, reason, now);
  const detail = { home: homeId, from: before.homeId, reason };
  return { ...step, device: { ...device, ...there }, what: 'device.bound', detail };
}

/** Undefined when it stands nowhere. Errors: FIELD_INVALID. */
export function unbound(before: StoredDevice, reason: string, now: number): Step | undefined {
  mustBeText('reason', reason, true);
  return before.homeId === undefined ? undefined : leave(before, reason, now);
}

/** Its test was in the home that it leaves; account and zone tell an alarm receiving centre who lives there. */
function leave(before: StoredDevice, reason: string, now: number): Step {
  const { homeId, boundAt, suspendedFrom, ...rest } = before;
  const was = suspendedFrom && { suspendedFrom: afterMove(suspendedFrom) };
  const state = afterMove(before.state);
  const device = { ...rest, ...was, account: '', zone: '', state, changedAt: now };
  if (homeId === undefined) return { device, what: 'device.unbound', detail: {} };
  const since = boundAt ?? before.createdAt;
  const ended = { number: before.bindings, homeId, since, reason };
  return { device, what: 'device.unbound', detail: { home: homeId, reason }, ended };
}

/** Errors: STATE_WRONG. */
export function issued(before: StoredDevice, secret: Uint8Array, now: number): Step {
  if (isBlocked(before.state)) throw wrongState(before, 'it can not connect with any key');
  const keys = withIssued(before.keys, secret, now);
  if (keys === undefined) throw wrongState(before, 'no version of a key is left');
  const device = { ...before, keys, changedAt: now };
  return { device, what: 'key.issued', detail: { version: keys.newest } };
}

function wrongState({ deviceId, state }: StoredDevice, why: string): GatewayError {
  return new GatewayError('STATE_WRONG', `${deviceId} is ${state}: ${why}`);
}

/** As the port tells of it. */
export function viewOf(device: StoredDevice): RegisteredDevice {
  const { keys, boundAt: _, bindings: __, homeId, ...rest } = device;
  const issuedAt = keys.issuedAt === undefined ? {} : { keyIssuedAt: keys.issuedAt };
  return { ...rest, homeId, keyVersion: keys.newest, keyVersionUsed: keys.used, ...issuedAt };
}
