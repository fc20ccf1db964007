// Requests as JSON, for the control socket: what is asked is checked, and answered in the words of docs/guides/devices.md.
import { z } from 'zod';
import type { Settings } from '../domain/administration/settings.ts';
import { GatewayError } from '../domain/errors.ts';
import type {
  AdministeredDevice,
  Administration,
  CommandView,
} from '../domain/ports/administration.ts';

const Scope = z.union([
  z.strictObject({ device_id: z.string() }).transform(({ device_id }) => ({
    kind: 'device' as const,
    deviceId: device_id,
  })),
  z
    .strictObject({ group: z.string() })
    .transform(({ group }) => ({ kind: 'group' as const, group })),
  z.strictObject({ all: z.literal(true) }).transform(() => ({ kind: 'all' as const })),
]);
const Address = z.strictObject({ host: z.string(), port: z.number(), tls: z.boolean() });
/** Null takes a field out again. */
export const Fields = z.strictObject({
  heartbeat_s: z.number().nullable().optional(),
  unreached_after_s: z.number().nullable().optional(),
  main_gateway: Address.nullable().optional(),
  spare_gateway: Address.nullable().optional(),
});
export const Order = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('locate'), seconds: z.number() }),
  z.strictObject({ kind: z.literal('self_test') }),
  z.strictObject({ kind: z.literal('reboot') }),
  z.strictObject({ kind: z.literal('rotate_key') }),
]);

const Request = z.discriminatedUnion('ask', [
  z.strictObject({
    ask: z.literal('list'),
    group: z.string().optional(),
    after: z.string().optional(),
  }),
  z.strictObject({ ask: z.literal('show'), device_id: z.string() }),
  z.strictObject({ ask: z.literal('configure'), scope: Scope, fields: Fields }),
  z.strictObject({ ask: z.literal('command'), scope: Scope, order: Order }),
  z.strictObject({ ask: z.literal('results'), device_id: z.string() }),
  z.strictObject({ ask: z.literal('cancel'), device_id: z.string(), command_id: z.number() }),
]);
export type AdministrationRequest = z.input<typeof Request>;

/** Maximum of devices in one answer; the client asks for the rest after the last of them. */
export const DEVICES_AT_ONCE = 1_000;

/** Rejects with a GatewayError. */
export async function answer(administration: Administration, value: unknown): Promise<object> {
  const parsed = Request.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GatewayError('REQUEST_MALFORMED', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const request = parsed.data;
  switch (request.ask) {
    case 'list': {
      const devices = administration.devices(DEVICES_AT_ONCE, request.group, request.after);
      return { devices: devices.map(deviceJson) };
    }
    case 'show':
      return show(administration, request.device_id);
    case 'configure': {
      const devices = await administration.setConfiguration(
        request.scope,
        changeOf(request.fields),
      );
      return { devices };
    }
    case 'command': {
      const made = await administration.command(request.scope, request.order);
      return {
        commands: made.map(({ deviceId, commandId }) => ({
          device_id: deviceId,
          command_id: commandId,
        })),
      };
    }
    case 'results':
      return { commands: administration.commandsOf(request.device_id).map(commandJson) };
    case 'cancel':
      await administration.cancel(request.device_id, request.command_id);
      return {};
  }
}

function show(administration: Administration, deviceId: string): object {
  const device = administration.device(deviceId);
  const view = administration.configurationOf(deviceId);
  const { wanted, own, revision, reported, pendingSince } = view;
  return {
    ...deviceJson(device),
    configuration: {
      wanted: settingsJson(wanted),
      own: settingsJson(own),
      revision,

      reported: reported ?? null,
      pending_since: iso(pendingSince),
    },
    commands: administration.commandsOf(deviceId).slice(0, 5).map(commandJson),
  };
}

function deviceJson(view: AdministeredDevice) {
  return {
    device_id: view.deviceId,
    group: view.group,
    in_service: !view.blocked,

    connected: view.connected,
    key_version: view.keyVersion,
    next_key_version: view.nextKeyVersion ?? null,

    pending_configuration: view.pendingConfiguration,
    open_commands: view.openCommands,
  };
}

function commandJson({ id, action, state, waitsFor, detail, ...at }: CommandView) {
  const { kind } = action;
  return {
    command_id: id,
    action: kind,
    state,
    ...(action.kind === 'locate' ? { seconds: action.seconds } : {}),
    ...(action.kind === 'rotate_key' ? { key_version: action.keyVersion } : {}),

    waits_for: waitsFor ?? null,
    detail: detail ?? null,

    created_at: iso(at.createdAt),
    sent_at: iso(at.sentAt),
    ended_at: iso(at.endedAt),
    until: iso(at.until),
  };
}

function settingsJson({ heartbeatS, unreachedAfterS, mainGateway, spareGateway }: Settings) {
  return {
    ...(heartbeatS === undefined ? {} : { heartbeat_s: heartbeatS }),
    ...(unreachedAfterS === undefined ? {} : { unreached_after_s: unreachedAfterS }),
    ...(mainGateway ? { main_gateway: mainGateway } : {}),
    ...(spareGateway ? { spare_gateway: spareGateway } : {}),
  };
}

/** A field that is there and null is taken out. */
function changeOf(fields: z.infer<typeof Fields>) {
  const names = {
    heartbeat_s: 'heartbeatS',
    unreached_after_s: 'unreachedAfterS',

    main_gateway: 'mainGateway',
    spare_gateway: 'spareGateway',
  } as const;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      names[name as keyof typeof names],
      value ?? undefined,
    ]),
  );
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

export type DeviceJson = ReturnType<typeof deviceJson>;
export type CommandJson = ReturnType<typeof commandJson>;
export type SettingsJson = ReturnType<typeof settingsJson>;
