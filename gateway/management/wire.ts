// What the bodies of the admin API and of the control socket share, as schemas that are also the types. The installer's client uses them too.
import { z } from 'zod';
import { KEY_BYTES } from '#protocol/seal.ts';
import { DEVICE_STATES, ROLES } from '../domain/ports/registry.ts';
import { MAX_CHARACTERS } from '../domain/registry/lengths.ts';
import { DEVICE_STEPS } from '../domain/updates/progress.ts';
import { EXPECTED } from '../messages/expected.ts';
import { expected } from '../system/issues.ts';
import { MAX_IMAGE_BYTES } from '../updates/image-file.ts';

export const API = '/api/v1';

/** Devices in one answer of the control socket, at most: the rest is asked for after the last of them. */
export const LISTED_AT_ONCE = 1_000;

/** What is printed on a label. */
export const DEVICE_ID = /^[A-Za-z0-9_-]{4,32}$/;

const text = (field: keyof typeof MAX_CHARACTERS) => z.string().max(MAX_CHARACTERS[field]);
const DeviceId = z
  .string()
  .regex(DEVICE_ID, expected(EXPECTED.characters('4-32', 'A-Z a-z 0-9 _ -')));
const HomeId = z.string().regex(/^[\w-]{1,64}$/, expected(EXPECTED.homeId));
const TokenName = z
  .string()
  .regex(/^[\w.-]{1,64}$/, expected(EXPECTED.characters('1-64', 'A-Z a-z 0-9 _ . -')));
const Moment = z.iso.datetime();

const Role = z.enum(ROLES);

/** What stands in paths, by its name there. What can't be one is not looked for, and not repeated in an error. */
export const PathParts = z.object({
  device_id: DeviceId,
  home_id: HomeId,
  command_id: z.string().regex(/^\d{1,15}$/, expected(EXPECTED.number)),
  name: TokenName,
});

export const Problem = z.object({ code: z.string(), message: z.string() });

export const HomeBody = z.strictObject({
  reference: text('reference').min(1),
  community: text('community').default(''),
  subdistrict: text('subdistrict').default(''),
  name: text('name').optional(),
  address: text('address').optional(),
  telephone: text('telephone').optional(),
});
export const HomeView = HomeBody.extend({
  home_id: z.string(),
  created_at: Moment,
  changed_at: Moment,
});

export const RegisterBody = z.strictObject({
  device_id: DeviceId,
  group: text('group').default(''),
  model: z.string().max(64).optional(),
  firmware: z.string().max(32).optional(),
  account: z
    .string()
    .regex(/^([0-9A-F]{3,16})?$/)
    .optional(),
  /** SIA zone, which tells the buttons of one account apart. */
  zone: z
    .string()
    .regex(/^(\d{1,3})?$/)
    .optional(),
});
export const ChangeBody = RegisterBody.omit({ device_id: true })
  // Without the default: what isn't asked for stays, the group too.
  .extend({ group: text('group'), state: z.enum(DEVICE_STATES) })
  .partial();

/** A call as an installer or operator sees it: no home. */
export const CallView = z.object({
  call_id: z.string(),
  device_id: z.string(),
  key: z.enum(['green', 'red']),
  test: z.boolean(),
  stage: z.enum(['stored', 'accepted', 'answered', 'dispatched', 'closed']),
  opened_at: Moment,
  /** When the latest press that it covers arrived: a press may join a call that is open. */
  last_press_at: Moment,
  reached: z.record(z.string(), Moment),
});

export const DeviceView = z.object({
  device_id: z.string(),
  state: z.enum(DEVICE_STATES),
  group: z.string(),
  model: z.string(),
  firmware: z.string(),
  account: z.string(),
  zone: z.string(),
  /** Of the newest key that was issued, and of the one that the device used last (0: none yet). */
  key_version: z.int(),
  key_version_used: z.int(),
  home_id: z.string().nullable(),
  connected: z.boolean(),
  /** The highest boot_id that the gateway knows of it: `commit` needs it. */
  highest_boot_id: z.int(),
  /** When anything was heard of it last. */
  heard_at: Moment.nullable(),
  battery_percent: z.int().nullable(),
  rssi_dbm: z.int().nullable(),
  /** Names of its open maintenance cases' conditions. */
  conditions: z.array(z.string()),
});

export const KeyView = z.object({ key_version: z.int(), key: z.string().regex(/^[0-9a-f]{64}$/) });
export const ProofBody = z.strictObject({
  key_version: z.int().min(1),
  challenge: z.string().regex(/^[0-9a-f]{32}$/),
});
export const ProofView = z.object({ mac: z.string().regex(/^[0-9a-f]{32}$/) });
export const BindBody = z.strictObject({
  home_id: HomeId,
  /** Why the former binding ends, when there is one. */
  reason: text('reason').optional(),
});
/** What the installer saw; the gateway itself looks whether both test presses were accepted since the key was issued. */
export const AcceptanceBody = z.strictObject({
  light_confirmed: z.boolean(),
  buzzer_confirmed: z.boolean(),
  rssi_dbm: z.int().nullable(),
  battery_percent: z.int().nullable(),
});
export const AcceptanceGap = z.enum([
  'key_not_used',
  'not_connected',
  'green_press_not_accepted',
  'red_press_not_accepted',
  'light_not_confirmed',
  'buzzer_not_confirmed',
  'no_home',
]);

export const BindingView = z.object({
  device_id: z.string(),
  home_id: z.string(),
  since: Moment,
  until: Moment.nullable(),
  reason: z.string().nullable(),
});
export const WhoAmI = z.object({
  name: z.string(),
  role: Role,
  gateway: z.string(),
  version: z.string(),
  time: Moment,
  /** Where devices connect. `host` null: as the client reaches the gateway itself. */
  mqtt: z.array(z.object({ host: z.null(), port: z.int(), tls: z.boolean() })),
});
export const TokenBody = z.strictObject({
  name: TokenName,
  role: Role,
  expires_at: Moment.optional(),
});
export const TokenView = z.object({
  name: z.string(),
  role: Role,
  created_at: Moment,
  expires_at: Moment.nullable(),
  used_at: Moment.nullable(),
});
export const AuditView = z.object({
  number: z.int(),
  at: Moment,
  by: z.string(),
  role: Role,
  what: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export const CoverageView = z.object({
  subdistrict: z.string(),
  community: z.string(),
  homes: z.int(),
  installed: z.int(),
  tested: z.int(),
  in_service: z.int(),
});

const Address = z.strictObject({ host: z.string(), port: z.number(), tls: z.boolean() });
/** What a device shall have. Null takes a field out again. */
export const SettingsBody = z.strictObject({
  heartbeat_s: z.number().nullable().optional(),
  unreached_after_s: z.number().nullable().optional(),
  main_gateway: Address.nullable().optional(),
  spare_gateway: Address.nullable().optional(),
});
export const OrderBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('locate'), seconds: z.number() }),
  z.strictObject({ kind: z.literal('self_test') }),
  z.strictObject({ kind: z.literal('reboot') }),
  z.strictObject({ kind: z.literal('rotate_key') }),
]);
/** Whom an order is for, where it may be for several. */
export const ScopeBody = z.union([
  z.strictObject({ device_id: z.string() }).transform(({ device_id }) => ({
    kind: 'device' as const,
    deviceId: device_id,
  })),
  z
    .strictObject({ group: z.string() })
    .transform(({ group }) => ({ kind: 'group' as const, group })),
  z.strictObject({ all: z.literal(true) }).transform(() => ({ kind: 'all' as const })),
]);

/** Of the user at this machine, for the audit. */
export const UserName = z.string().min(1).max(64);

/** A device of a devices file on its way into the registry. */
export const ImportedBody = z.strictObject({
  device_id: z.string(),
  key: z.string().regex(new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}$`)),
  key_version: z.int().min(1).max(0xffffffff),
  group: z.string(),
  state: z.enum(['in_service', 'suspended', 'retired']),
  home: z.record(z.string(), z.string()),
});

/** Of a request that brings an image: its bytes as base64, and what is around them. */
export const MAX_IMAGE_BODY = Math.ceil(MAX_IMAGE_BYTES / 3) * 4 + 4_096;

export const ImageBody = z.strictObject({
  /** The bytes of the file. */
  image: z.base64().max(Math.ceil(MAX_IMAGE_BYTES / 3) * 4),
});
const ImageId = z.string().regex(/^[0-9a-f]{64}$/);
export const ImageView = z.object({
  /** Names it. */
  sha256: ImageId,
  version: z.string(),
  boards: z.array(z.string()),
  bytes: z.int(),
  stored_at: Moment.nullable(),
});
export const UpdateBody = z.strictObject({
  image: ImageId,
  scope: ScopeBody,
  /** Also where a newer version runs, or where it was left by order. */
  older: z.boolean().default(false),
});
const StepName = z.enum(DEVICE_STEPS);
const StopView = z.object({
  why: z.enum(['operator', 'refused', 'failed', 'lost']),
  device_id: z.string().nullable(),
  detail: z.string().nullable(),
  at: Moment,
});
export const UpdateView = z.object({
  number: z.int(),
  image: ImageId,
  version: z.string(),
  older: z.boolean(),
  scope: z.looseObject({}),
  by: z.string(),
  state: z.enum(['running', 'stopped', 'finished', 'replaced']),
  direction: z.enum(['forward', 'back']),
  /** From 1. */
  stage: z.int(),
  stages: z.int(),
  /** How many devices are at each step. */
  devices: z.record(StepName, z.int()),
  started_at: Moment,
  ended_at: Moment.nullable(),
  stop: StopView.nullable(),
});
export const UpdatedDeviceView = z.object({
  device_id: z.string(),
  stage: z.int(),
  step: StepName,
  detail: z.string().nullable(),
  since: Moment,
});
export const UpdatedDevicesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: z.string().optional(),
  step: StepName.optional(),
});
