// Who may use the admin API: tokens, roles, and how many requests.
import { expect, test } from 'vitest';
import type { Role } from '#gateway/domain/ports/registry.ts';
import { ENDPOINTS } from '#gateway/management/endpoints.ts';
import { API } from '#gateway/management/wire.ts';
import { ADMIN, ApiBench, filled, type Heard } from './management-bench.ts';

const ROLES: readonly Role[] = ['installer', 'operator', 'admin'];

test('without a token, and with one that is not known, revoked or over, nothing is told', async () => {
  const bench = await ApiBench.start();
  const { tokens } = bench.ports;
  const revoked = await tokens.create(ADMIN, 'gone', 'admin');
  await tokens.revoke(ADMIN, 'gone');
  const over = await tokens.create(ADMIN, 'over', 'admin', Date.now() + 1);
  await expect.poll(() => tokens.verify(over)).toBeUndefined();
  expect(await bench.ask({ token: undefined }, 'GET', '/devices')).toMatchObject({
    status: 401,
    body: { code: 'TOKEN_MISSING' },
  });
  for (const token of ['', 'cb_', 'cb_wrong', revoked, over, bench.tokens.admin.slice(0, -1)]) {
    const heard = await bench.ask({ token }, 'GET', '/devices');
    expect(heard).toMatchObject({ status: 401 });
    expect(heard.headers.get('www-authenticate')).toBe('Bearer');
    expect(JSON.stringify(heard.body)).not.toContain('wrong');
  }
});

test('whoami tells whose token it is, and which gateway this is', async () => {
  const bench = await ApiBench.start();
  for (const role of ROLES) {
    const { body } = await bench.ask(role, 'GET', '/whoami');
    expect(body).toMatchObject({ name: `the-${role}`, role, gateway: 'call-button' });
    const { mqttPort: port } = bench.gateway;
    expect(body).toMatchObject({ mqtt: [{ host: null, port, tls: false }] });
  }
});

test('every endpoint refuses every role below its own, and changes nothing', async () => {
  const bench = await ApiBench.start();
  await bench.ports.registry.register(ADMIN, { deviceId: 'CB-0001', group: 'g' });
  const audited = async () => (await bench.ports.registry.audit({ limit: 1 }))[0]?.number;
  const before = await audited();
  for (const { method, path, role } of ENDPOINTS) {
    for (const lower of ROLES.slice(0, ROLES.indexOf(role))) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const heard = await bench.ask(lower, method, filled(path, 'CB-0001'), body);
      expect(heard, `${lower}: ${method} ${path}`).toMatchObject({
        status: 403,
        body: { code: 'ROLE_MISSING' },
      });
    }
  }
  expect(await audited()).toBe(before);
});

test('whoever guesses has ten guesses a minute, and a good token beside them still works', async () => {
  const bench = await ApiBench.start();
  const statuses: number[] = [];
  for (let guess = 0; guess < 12; guess++) {
    statuses.push((await bench.ask({ token: `cb_${guess}` }, 'GET', '/whoami')).status);
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  const late = await bench.ask({ token: 'cb_x' }, 'GET', '/whoami');
  expect(late.body).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect((await bench.ask('installer', 'GET', '/whoami')).status).toBe(200);
});

test('who asks without end has to wait, is told for how long, and holds up nobody else at the same address', async () => {
  const bench = await ApiBench.start();
  const ask = () => bench.ask('installer', 'GET', '/whoami');
  const answers: Heard[] = [];
  for (let round = 0; round < 61; round++) {
    answers.push(...(await Promise.all(Array.from({ length: 10 }, ask))));
  }
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(10);
  expect(refused[0]?.body).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await bench.ask('operator', 'GET', '/whoami')).status).toBe(200);
});

test('the document needs no token', async () => {
  const bench = await ApiBench.start();
  const response = await fetch(`http://127.0.0.1:${bench.gateway.adminPort}${API}/openapi.json`);
  expect(await response.json()).toMatchObject({ openapi: '3.1.0' });
});

test('tokens are made, listed without themselves, and revoked by an admin', async () => {
  const bench = await ApiBench.start();
  const made = await bench.ask('admin', 'POST', '/tokens', { name: 'Li', role: 'installer' });
  const { token } = made.body;
  expect((await bench.ask({ token }, 'GET', '/whoami')).body).toMatchObject({ name: 'Li' });
  const twice = await bench.ask('admin', 'POST', '/tokens', { name: 'Li', role: 'admin' });
  expect(twice).toMatchObject({ status: 409, body: { code: 'TOKEN_EXISTS' } });
  const listed = JSON.stringify((await bench.ask('admin', 'GET', '/tokens')).body);
  expect(listed).toContain('"Li"');
  expect(listed).not.toContain(token);
  expect((await bench.ask('admin', 'DELETE', '/tokens/Li')).status).toBe(204);
  expect((await bench.ask({ token }, 'GET', '/whoami')).status).toBe(401);
  expect((await bench.ask('admin', 'DELETE', '/tokens/Li')).status).toBe(404);
});

test('who does what is written down with the name of the token', async () => {
  const bench = await ApiBench.start();
  await bench.ask('installer', 'POST', '/devices', { device_id: 'CB-0001' });
  const { body } = await bench.ask('admin', 'GET', '/audit?subject=CB-0001');
  expect(body.records).toMatchObject([{ by: 'the-installer', what: 'device.registered' }]);
});
