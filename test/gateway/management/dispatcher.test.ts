// Requests of the control socket: dispatched by the table that the admin API has too, with the roles that stand in it.
import { expect, it } from 'vitest';
import { GatewayError } from '#gateway/domain/errors.ts';
import { Dispatcher } from '#gateway/management/dispatcher.ts';
import type { ApiSubjects } from '#gateway/management/endpoint.ts';
import { SOCKET_ENDPOINTS, type SocketPath } from '#gateway/management/endpoints.ts';

const OPERATOR = { name: 'flows', role: 'operator' } as const;
const ADMIN = { name: 'local', role: 'admin' } as const;

/** Everything that is reached rejects: what was refused before touched nothing. */
const UNTOUCHED = new Proxy({} as ApiSubjects, {
  get: (_subjects, name) => {
    throw new Error(`reached ${String(name)}`);
  },
});
const dispatcher = new Dispatcher(UNTOUCHED);

async function codeOf(path: SocketPath, actor: typeof OPERATOR | typeof ADMIN, value: unknown) {
  const error = await dispatcher.answerSocket(path, actor, value).catch((reason) => reason);
  return error instanceof GatewayError ? error.code : String(error);
}

it('an operator makes no token and imports no key over the control socket, and an admin is asked for what is missing', async () => {
  for (const [ask, { role }] of Object.entries(SOCKET_ENDPOINTS['/registry'])) {
    const forOperator = await codeOf('/registry', OPERATOR, { ask, strange: 1 });
    expect([ask, forOperator]).toEqual([
      ask,
      role === 'admin' ? 'ROLE_MISSING' : 'REQUEST_MALFORMED',
    ]);
    expect(await codeOf('/registry', ADMIN, { ask, strange: 1 })).toBe('REQUEST_MALFORMED');
  }
});

it('a request names what it asks by a name of its own path', async () => {
  for (const ask of ['import', 'toString', '__proto__', '', 7, undefined]) {
    expect(await codeOf('/devices', ADMIN, { ask })).toBe('REQUEST_MALFORMED');
  }
  expect(await codeOf('/test-route', ADMIN, { ask: 'red', severity: 'red' })).toBe(
    'REQUEST_MALFORMED',
  );
});

it('what a device shall have or do is checked before anything is asked of it', async () => {
  const scope = { device_id: 'CB-0001' };
  for (const value of [
    { ask: 'configure', scope: { group: 'g', all: true }, fields: {} },
    { ask: 'configure', scope, fields: { heartbeat_s: '60' } },
    { ask: 'command', scope, order: { kind: 'explode' } },
    { ask: 'command', scope, order: { kind: 'reboot', seconds: 3 } },
    { ask: 'cancel', device_id: 'CB-0001', command_id: '7' },
  ]) {
    expect([value, await codeOf('/devices', ADMIN, value)]).toEqual([value, 'REQUEST_MALFORMED']);
  }
});
