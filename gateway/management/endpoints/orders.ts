// Endpoints for what operators ask of devices: configuration and commands, as `call-button device` asks them.
import { z } from 'zod';
import { GatewayError } from '../../domain/errors.ts';
import { mayAs, mustBeBeforeService } from '../../domain/registry/roles.ts';
import { answer, Fields, Order } from '../device-requests.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

/** The answers are those of the control socket. */
const Answer = z.looseObject({});
const Numbered = z.object({ commands: z.array(z.looseObject({ command_id: z.int() })) });

/** What an installer may ask of a device. */
const INSTALLERS: readonly string[] = ['locate', 'self_test'];

export const ORDER_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/devices/{device_id}/configuration',
    role: 'operator',
    summary: 'What a device shall have, and what it said that it has',
    answers: { 200: Answer },
    async handle({ params }, { administration }) {
      const shown = await answer(administration, { ask: 'show', device_id: params.device_id });
      return { status: 200, body: (shown as { configuration: object }).configuration };
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/devices/{device_id}/configuration',
    role: 'operator',
    summary: 'Changes what a device shall have; null takes a field out again',
    body: Fields,
    answers: { 200: Answer },
    async handle({ params, body }, { administration }) {
      const scope = { device_id: params.device_id };
      const done = await answer(administration, { ask: 'configure', scope, fields: body });
      return { status: 200, body: done };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/devices/{device_id}/commands',
    role: 'installer',
    summary: 'Commands of a device and what came of them, newest first',
    answers: { 200: Numbered },
    async handle({ params }, { administration }) {
      const asked = { ask: 'results', device_id: params.device_id };
      return { status: 200, body: await answer(administration, asked) };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/devices/{device_id}/commands',
    role: 'installer',
    summary:
      'Gives a device a command; other than locate, and self_test before its service, an operator may',
    body: Order,
    answers: { 201: Numbered },
    async handle({ actor, params, body }, { administration, registry }) {
      if (!INSTALLERS.includes(body.kind) && !mayAs(actor, 'operator')) {
        throw new GatewayError('ROLE_MISSING', `${body.kind}: operator`);
      }
      const { device_id: deviceId } = params;
      const made = await administration.command({ kind: 'device', deviceId }, body, () => {
        // In test mode a press is no call: nobody's key is silenced with the token of a stolen laptop.
        // What only the devices file knows is in service.
        const device = registry.device(deviceId) ?? { deviceId, state: 'in_service' };
        if (body.kind === 'self_test') mustBeBeforeService(device, actor, 'operator');
      });
      const commands = made.map(({ commandId }) => ({
        device_id: deviceId,
        command_id: commandId,
      }));
      return { status: 201, body: { commands } };
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
