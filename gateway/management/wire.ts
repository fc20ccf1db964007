// The admin API's bodies: what goes over the wire, as schemas that are also the types. The provisioning client uses them too.
import { z } from 'zod';
import { DEVICE_STATES, ROLES } from '../domain/ports/registry.ts';
import { EXPECTED } from '../messages/expected.ts';
import { expected } from '../system/issues.ts';

export const API = '/api/v1';

const text = (longest: number) => z.string().max(longest);
const DeviceId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{4,32}$/, expected(EXPECTED.characters('4-32', 'A-Z a-z 0-9 _ -')));
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
  reference: z.string().min(1).max(64),
  community: text(128).default(''),
  subdistrict: text(128).default(''),
  name: text(128).optional(),
  address: text(256).optional(),
  telephone: text(32).optional(),
});
export const HomeView = HomeBody.extend({
  home_id: z.string(),
  created_at: Moment,
  changed_at: Moment,
});

export const RegisterBody = z.strictObject({
  device_id: DeviceId,
  group: text(64).default(''),
  model: text(64).optional(),
  firmware: text(32).optional(),
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
  .extend({ group: text(64), state: z.enum(DEVICE_STATES) })
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
  reason: text(200).optional(),
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
