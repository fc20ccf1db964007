// What `call-button registry` and `call-button token` ask on the control socket, and the answers, as JSON.
import { z } from 'zod';
import { KEY_BYTES, type SealKey } from '#protocol/seal.ts';
import type { RotatedKeys } from '../domain/administration/rotation.ts';
import { GatewayError } from '../domain/errors.ts';
import {
  type Binding,
  DEVICE_STATES,
  type DeviceSource,
  type RegisteredDevice,
  type RegisteredHome,
  type Registry,
  ROLES,
  type Tokens,
} from '../domain/ports/registry.ts';

/** Whoever may ask on this socket is the gateway's user: an admin. */
const By = z.string().min(1).max(64);
const Imported = z.strictObject({
  device_id: z.string(),
  key: z.string().regex(new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}$`)),
  key_version: z.int().min(1).max(0xffffffff),
  group: z.string(),
  state: z.enum(['in_service', 'suspended', 'retired']),
  home: z.record(z.string(), z.string()),
});
const Request = z.discriminatedUnion('ask', [
  z.strictObject({
    ask: z.literal('list'),
    group: z.string().optional(),
    state: z.enum(DEVICE_STATES).optional(),
    after: z.string().optional(),
  }),
  z.strictObject({ ask: z.literal('show'), device_id: z.string() }),
  z.strictObject({ ask: z.literal('import'), by: By, devices: z.array(Imported) }),
  z.strictObject({
    ask: z.literal('token_create'),
    by: By,
    name: z.string(),
    role: z.enum(ROLES),
    expires_at: z.iso.datetime().optional(),
  }),
  z.strictObject({ ask: z.literal('token_list') }),
  z.strictObject({ ask: z.literal('token_revoke'), by: By, name: z.string() }),
]);
export type RegistryRequest = z.input<typeof Request>;
export type ImportedJson = z.input<typeof Imported>;

/** Maximum of devices in one answer; the client asks for the rest after the last of them. */
export const REGISTERED_AT_ONCE = 1_000;

export interface RegistryAnswering {
  registry: Registry & DeviceSource;
  tokens: Tokens;
  /** What was rotated of a device of the devices file, if that still holds. */
  rotated: (deviceId: string, key: SealKey) => RotatedKeys | undefined;
  /** SHA-256 of the admin API's certificate; undefined without one. */
  fingerprint?: () => string | undefined;
}

/** Rejects with a GatewayError. */
export async function answerRegistry(parts: RegistryAnswering, value: unknown): Promise<object> {
  const parsed = Request.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    // Never with the value: keys and names come this way.
    throw new GatewayError('REQUEST_MALFORMED', `${issue?.path.join('.')}: ${issue?.code}`);
  }
  const { registry, tokens, rotated, fingerprint } = parts;
  const request = parsed.data;
  switch (request.ask) {
    case 'list': {
      const { ask: _, ...query } = request;
      const devices = registry.devices({ ...defined(query), limit: REGISTERED_AT_ONCE });
      return { devices: devices.map((one) => deviceJson(one, registry)) };
    }
    case 'show':
      return show(registry, request.device_id);
    case 'import': {
      const devices = request.devices.map(({ device_id, key, key_version, ...rest }) => ({
        deviceId: device_id,
        ...rest,
        key: { version: key_version, secret: Buffer.from(key, 'hex') },
      }));
      const done = await registry.importDevices(adminOf(request.by), devices, rotated);
      return {
        imported: done.imported,
        skipped: done.skipped.map(({ deviceId, code }) => ({ device_id: deviceId, code })),
        left_out: done.leftOut,
      };
    }
    case 'token_create': {
      const { by, name, role, expires_at } = request;
      const expiresAt = expires_at === undefined ? undefined : Date.parse(expires_at);
      const token = await tokens.create(adminOf(by), name, role, expiresAt);
      return { token, name, role, fingerprint: fingerprint?.() ?? null };
    }
    case 'token_list':
      return { tokens: tokens.list().map(tokenJson) };
    case 'token_revoke':
      await tokens.revoke(adminOf(request.by), request.name);
      return {};
  }
}

function adminOf(name: string) {
  return { name, role: 'admin' as const };
}

async function show(registry: Registry, deviceId: string): Promise<object> {
  const device = registry.device(deviceId);
  if (device === undefined) throw new GatewayError('NO_SUCH_DEVICE', deviceId);
  const home = device.homeId === undefined ? undefined : registry.home(device.homeId);
  return {
    ...deviceJson(device, registry),
    home: home ? homeJson(home) : null,
    bindings: (await registry.bindingsOf(deviceId)).map((one) => bindingJson(one, registry)),
  };
}

function deviceJson(device: RegisteredDevice, registry: Registry) {
  const { deviceId, homeId, group, state, model, firmware, account, zone } = device;
  const home = homeId === undefined ? undefined : registry.home(homeId);
  return {
    device_id: deviceId,
    state,
    group,
    model,
    firmware,
    account,
    zone,

    key_version: device.keyVersion,
    key_version_used: device.keyVersionUsed,

    home_id: homeId ?? null,
    reference: home?.reference ?? null,

    created_at: iso(device.createdAt),
    changed_at: iso(device.changedAt),
  };
}

function homeJson({ homeId, reference, community, subdistrict, resident }: RegisteredHome) {
  return { home_id: homeId, reference, community, subdistrict, ...resident };
}

function bindingJson({ homeId, since, until, reason }: Binding, registry: Registry) {
  return {
    home_id: homeId,
    reference: registry.home(homeId)?.reference ?? null,

    since: iso(since),
    until: iso(until),
    reason: reason ?? null,
  };
}

function tokenJson({
  name,
  role,
  createdAt,
  expiresAt,
  usedAt,
}: ReturnType<Tokens['list']>[number]) {
  const at = { created_at: iso(createdAt), expires_at: iso(expiresAt), used_at: iso(usedAt) };
  return { name, role, ...at };
}

function defined(query: {
  group?: string | undefined;
  state?: RegisteredDevice['state'] | undefined;
  after?: string | undefined;
}) {
  const { group, state, after } = query;
  return {
    ...(group === undefined ? {} : { group }),
    ...(state === undefined ? {} : { state }),
    ...(after === undefined ? {} : { after }),
  };
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

export type RegisteredJson = ReturnType<typeof deviceJson>;
export type ShownJson = RegisteredJson & {
  home: ReturnType<typeof homeJson> | null;
  bindings: ReturnType<typeof bindingJson>[];
};
export type TokenJson = ReturnType<typeof tokenJson>;
