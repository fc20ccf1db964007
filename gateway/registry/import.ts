// Moves devices from a devices file into the registry, with the keys that they have: nobody has to visit them.
import type { SealKey } from '#protocol/seal.ts';
import { accountOf, zoneOf } from '../domain/account.ts';
import type { RotatedKeys } from '../domain/administration/rotation.ts';
import { GatewayError } from '../domain/errors.ts';
import type { ImportedDevice, RegisteredHome } from '../domain/ports/registry.ts';
import type { StoredDevice } from '../domain/registry/device.ts';
import { mustBeDevice } from '../domain/registry/fields.ts';
import type { KeySet } from '../domain/registry/key-set.ts';
import { homeAfter } from './homes.ts';
import type { RegistryIndex } from './index-in-memory.ts';
import { bindingRow, deviceJson, deviceRow, homeRow, rotatedRow } from './rows.ts';
import type { AuditEntry } from './store.ts';

const KNOWN_FIELDS = [
  'reference',
  'community',
  'subdistrict',
  'name',
  'address',
  'telephone',
  'sia_account',
  'sia_zone',
];

export interface ImportPlan {
  devices: StoredDevice[];
  homes: RegisteredHome[];
  skipped: { deviceId: string; code: string }[];
  /** Fields of homes that the registry has no place for. */
  leftOut: Set<string>;
  audit: AuditEntry[];
}

/** Devices that are known stay as they are, and homes too. */
export function planImport(
  index: RegistryIndex,
  devices: readonly ImportedDevice[],
  rotated: (deviceId: string, key: SealKey) => RotatedKeys | undefined,
  now: number,
): ImportPlan {
  const plan: ImportPlan = { devices: [], homes: [], skipped: [], leftOut: new Set(), audit: [] };
  const homes = new Map<string, RegisteredHome>();
  const taken = new Set<string>();
  for (const device of devices) {
    const { deviceId, key, group, state } = device;
    const isThere = index.device(deviceId) !== undefined || taken.has(deviceId);
    if (isThere || index.damaged.has(deviceId)) {
      plan.skipped.push({ deviceId, code: 'DEVICE_EXISTS' });
      continue;
    }
    try {
      mustBeDevice({ deviceId, group });
      const home = homeFor(device, index, homes, plan, now);
      taken.add(deviceId);
      const keys =
        state === 'retired'
          ? { newest: key.version, used: 0, held: [] }
          : keysOf(key, rotated(deviceId, key));
      plan.devices.push({
        deviceId,
        group,
        model: '',
        firmware: '',
        ...atTheCentre(device, plan),

        createdAt: now,
        changedAt: now,
        state,
        keys,
        ...(state === 'suspended' ? { suspendedFrom: 'in_service' as const } : {}),
        bindings: 0,
        ...(home && state !== 'retired' ? { homeId: home.homeId, boundAt: now, bindings: 1 } : {}),
      });
      const detail = { state, version: keys.newest };
      plan.audit.push({ what: 'device.imported', subject: deviceId, detail });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      plan.skipped.push({ deviceId, code: error.code });
    }
  }
  return plan;
}

export function importRows({ devices, homes }: ImportPlan): (readonly [string, unknown])[] {
  return [
    ...homes.map((home) => [homeRow(home.homeId), home] as const),
    ...devices.flatMap((device) => {
      const { deviceId, homeId, boundAt, bindings } = device;
      return [
        [deviceRow(deviceId), deviceJson(device)] as const,
        [rotatedRow(deviceId), undefined] as const,
        ...(homeId !== undefined && boundAt !== undefined
          ? [[bindingRow(deviceId, bindings), { deviceId, homeId, since: boundAt }] as const]
          : []),
      ];
    }),
  ];
}

/** Errors: FIELD_INVALID. */
function homeFor(
  { home }: ImportedDevice,
  index: RegistryIndex,
  homes: Map<string, RegisteredHome>,
  plan: ImportPlan,
  now: number,
): RegisteredHome | undefined {
  for (const [field, value] of Object.entries(home)) {
    if (value !== '' && !KNOWN_FIELDS.includes(field)) plan.leftOut.add(field);
  }
  const { reference = '', community = '', subdistrict = '', ...residentFields } = home;
  if (reference === '') return undefined;
  const there = index.homeOfReference(reference) ?? homes.get(reference);
  if (there) return there;
  const { name = '', address = '', telephone = '' } = residentFields;
  const resident = { name, address, telephone };
  const made = homeAfter(undefined, { reference, community, subdistrict, resident }, now);
  if (made === undefined) return undefined;
  homes.set(reference, made.home);
  plan.homes.push(made.home);
  plan.audit.push(made.audit);
  return made.home;
}

/** Account and zone. What no receiver could read is left out, and said to be. Of a retired one nobody calls. */
function atTheCentre({ home, state }: ImportedDevice, { leftOut }: ImportPlan) {
  if (state === 'retired') return { account: '', zone: '' };
  const account = accountOf(home) ?? '';
  const zone = zoneOf(home) ?? '';
  if (home.sia_account && account === '') leftOut.add('sia_account');
  if (home.sia_zone && zone === '') leftOut.add('sia_zone');
  return { account, zone };
}

function keysOf(file: SealKey, rotated: RotatedKeys | undefined): KeySet {
  const inUse = rotated?.current ?? file;
  const next = rotated?.next;
  const offer = next && { key: next.key, derived: { from: inUse.version, nonce: next.nonce } };
  const newest = Math.max(inUse.version, next?.key.version ?? 0);
  return { newest, used: inUse.version, held: [{ key: inUse }, ...(offer ? [offer] : [])] };
}
