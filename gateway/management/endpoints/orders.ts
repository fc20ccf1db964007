// What operators ask of devices, configuration and commands: over the admin API of one device, over the control socket
// of one, of a group or of all.
import { z } from 'zod';
import type { Scope, SettingsChange } from '../../domain/administration/settings.ts';
import { GatewayError } from '../../domain/errors.ts';
import type { Administration, Order } from '../../domain/ports/administration.ts';
import { mayAs, mustBeBeforeService } from '../../domain/registry/roles.ts';
import { type Endpoint, endpoint, socketEndpoint } from '../endpoint.ts';
import { administeredView, commandView, configurationView, standingOf } from '../views.ts';
import { LISTED_AT_ONCE, OrderBody, ScopeBody, SettingsBody } from '../wire.ts';

const Answer = z.looseObject({});
const Numbered = z.object({ commands: z.array(z.looseObject({ command_id: z.int() })) });

/** What an installer may ask of a device. */
const INSTALLERS: readonly string[] = ['locate', 'self_test'];

/** With a device that is shown; `results` tells them all. */
const NEWEST_COMMANDS = 5;

export const ORDER_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/devices/{device_id}/configuration',
    role: 'operator',
    summary: 'What a device shall have, and what it said that it has',
    answers: { 200: Answer },
    handle: ({ params }, { administration }) => ({
      status: 200,
      body: configurationView(administration, params.device_id),
    }),
  }),
  endpoint({
    method: 'PUT',
    path: '/devices/{device_id}/configuration',
    role: 'operator',
    summary: 'Changes what a device shall have; null takes a field out again',
    body: SettingsBody,
    answers: { 200: Answer },
    async handle({ params, body }, { administration }) {
      const scope = { kind: 'device', deviceId: params.device_id } as const;
      return { status: 200, body: await configure(administration, scope, body) };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/devices/{device_id}/commands',
    role: 'installer',
    summary: 'Commands of a device and what came of them, newest first',
    answers: { 200: Numbered },
    handle: ({ params }, { administration }) => ({
      status: 200,
      body: commandsOf(administration, params.device_id),
    }),
  }),
  endpoint({
    method: 'POST',
    path: '/devices/{device_id}/commands',
    role: 'installer',
    summary:
      'Gives a device a command; other than locate, and self_test before its service, an operator may',
    body: OrderBody,
    answers: { 201: Numbered },
    async handle({ actor, params, body }, subjects) {
      const { administration } = subjects;
      if (!INSTALLERS.includes(body.kind) && !mayAs(actor, 'operator')) {
        throw new GatewayError('ROLE_MISSING', `${body.kind}: operator`);
      }
      const { device_id: deviceId } = params;
      const check = () => {
        // In test mode a press is no call: nobody's key is silenced with the token of a stolen laptop.
        const standing = standingOf(deviceId, subjects);
        if (standing && body.kind === 'self_test') {
          mustBeBeforeService(standing, actor, 'operator');
        }
      };
      const scope = { kind: 'device', deviceId } as const;
      return { status: 201, body: await command(administration, scope, body, check) };
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/devices/{device_id}/commands/{command_id}',
    role: 'operator',
    summary: 'Cancels a command that was never sent',
    answers: { 204: undefined },
    async handle({ params }, { administration }) {
      await administration.cancel(params.device_id, Number(params.command_id));
      return { status: 204 };
    },
  }),
];

const OneDevice = z.strictObject({ device_id: z.string() });

/**
 * Of `call-button device`, and of flows. An id that can't be one is looked for like any other, so that whoever mistypes
 * it reads NO_SUCH_DEVICE; the admin API refuses it as a path that can't be.
 */
export const ORDER_REQUESTS = {
  /** Devices of the registry and of the devices file; `GET /devices` tells those of the registry, for an installer. */
  list: socketEndpoint({
    role: 'operator',
    body: z.strictObject({ group: z.string().optional(), after: z.string().optional() }),
    handle({ body }, { administration, signsOf }) {
      const devices = administration.devices(LISTED_AT_ONCE, body.group, body.after);
      return {
        devices: devices.map((device) => administeredView(device, signsOf(device.deviceId))),
      };
    },
  }),
  show: socketEndpoint({
    role: 'operator',
    body: OneDevice,
    handle({ body: { device_id: deviceId } }, { administration, signsOf }) {
      const commands = administration.commandsOf(deviceId).slice(0, NEWEST_COMMANDS);
      return {
        ...administeredView(administration.device(deviceId), signsOf(deviceId)),
        configuration: configurationView(administration, deviceId),
        commands: commands.map(commandView),
      };
    },
  }),
  configure: socketEndpoint({
    role: 'operator',
    body: z.strictObject({ scope: ScopeBody, fields: SettingsBody }),
    handle: ({ body }, { administration }) => configure(administration, body.scope, body.fields),
  }),
  command: socketEndpoint({
    role: 'operator',
    body: z.strictObject({ scope: ScopeBody, order: OrderBody }),
    handle: ({ body }, { administration }) => command(administration, body.scope, body.order),
  }),
  results: socketEndpoint({
    role: 'installer',
    body: OneDevice,
    handle: ({ body }, { administration }) => commandsOf(administration, body.device_id),
  }),
  cancel: socketEndpoint({
    role: 'operator',
    body: OneDevice.extend({ command_id: z.number() }),
    async handle({ body }, { administration }) {
      await administration.cancel(body.device_id, body.command_id);
      return {};
    },
  }),
};

async function configure(
  administration: Administration,
  scope: Scope,
  fields: z.output<typeof SettingsBody>,
) {
  return { devices: await administration.setConfiguration(scope, changeOf(fields)) };
}

async function command(
  administration: Administration,
  scope: Scope,
  order: Order,
  check?: () => void,
) {
  const made = await administration.command(scope, order, check);
  const commands = made.map(({ deviceId, commandId }) => ({
    device_id: deviceId,
    command_id: commandId,
  }));
  return { commands };
}

function commandsOf(administration: Administration, deviceId: string) {
  return { commands: administration.commandsOf(deviceId).map(commandView) };
}

const SETTING_NAMES = {
  heartbeat_s: 'heartbeatS',
  unreached_after_s: 'unreachedAfterS',
  main_gateway: 'mainGateway',
  spare_gateway: 'spareGateway',
} as const;

/** A field that is there and null is taken out. */
function changeOf(fields: z.output<typeof SettingsBody>): SettingsChange {
  const entries = Object.entries(fields).map(([name, value]) => [
    SETTING_NAMES[name as keyof typeof SETTING_NAMES],
    value ?? undefined,
  ]);
  return Object.fromEntries(entries);
}
