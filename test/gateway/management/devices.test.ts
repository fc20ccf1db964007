// The life of a device through the admin API, with the real firmware at the other end of its key.
import { expect, test } from 'vitest';
import { until } from '#test/support/until.ts';
import { HOME, ID, pressAsTest, provisioned, registered, SEEN } from './installing.ts';
import { ADMIN, ApiBench } from './management-bench.ts';

test('a device goes from the box into service: registered, keyed, bound, tested by its own presses', async () => {
  const bench = await ApiBench.start();
  const { button } = await provisioned(bench);
  const early = await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  expect(early).toMatchObject({ status: 409, body: { code: 'ACCEPTANCE_INCOMPLETE' } });
  expect(String(early.body.message)).toContain('green_press_not_accepted, red_press_not_accepted');
  await pressAsTest(bench, button);
  const done = await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  expect(done).toMatchObject({
    status: 200,
    body: { state: 'in_service', connected: true, key_version: 1, key_version_used: 1 },
  });
  const again = await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  expect(again).toMatchObject({ status: 200, body: { state: 'in_service' } });
  const { body } = await bench.ask('installer', 'GET', '/coverage');
  expect(body.coverage).toMatchObject([
    { subdistrict: '湖南路街道', homes: 1, installed: 1, tested: 1, in_service: 1 },
  ]);
});

test('what the installer did not see keeps a device out of service, and so do presses of before its key', async () => {
  const bench = await ApiBench.start();
  const { button } = await provisioned(bench);
  await pressAsTest(bench, button);
  const unseen = { ...SEEN, light_confirmed: false };
  const heard = await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, unseen);
  expect(String(heard.body.message)).toContain('light_not_confirmed');
  await bench.ask('installer', 'POST', `/devices/${ID}/key`);
  const later = await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  expect(String(later.body.message)).toContain('key_not_used, green_press_not_accepted');
});

test('the key is told once; of a device in service only to an admin', async () => {
  const bench = await ApiBench.start();
  const { button, key } = await provisioned(bench);
  await pressAsTest(bench, button);
  await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  for (const role of ['installer', 'operator'] as const) {
    const heard = await bench.ask(role, 'POST', `/devices/${ID}/key`);
    expect(heard).toMatchObject({ status: 403, body: { code: 'ROLE_MISSING' } });
  }
  const shown = JSON.stringify((await bench.ask('admin', 'GET', `/devices/${ID}`)).body);
  expect(shown).not.toContain(Buffer.from(key.secret).toString('hex'));
  expect((await bench.ask('admin', 'POST', `/devices/${ID}/key`)).body.key_version).toBe(2);
});

test('a suspended device is cut off at once and can not come back until it is resumed', async () => {
  const bench = await ApiBench.start();
  const { button } = await provisioned(bench);
  const reason = { reason: 'lost on the bus' };
  const unsaid = await bench.ask('operator', 'POST', `/devices/${ID}/suspend`, {});
  expect(unsaid.body.message).toMatch(/^reason: is missing\n/);
  const heard = await bench.ask('operator', 'POST', `/devices/${ID}/suspend`, reason);
  expect(heard.body).toMatchObject({ state: 'suspended' });
  await until(() => button.device.link.state !== 'connected');
  await until(() => bench.gateway.health().refusals.DEVICE_BLOCKED !== undefined);
  const resumed = await bench.ask('operator', 'POST', `/devices/${ID}/resume`, reason);
  expect(resumed.body).toMatchObject({ state: 'provisioned' });
  await until(() => button.device.link.state === 'connected');
  const twice = await bench.ask('operator', 'POST', `/devices/${ID}/resume`, reason);
  expect(twice).toMatchObject({ status: 409, body: { code: 'STATE_WRONG' } });
});

test('a device in another home moves only with a reason, and the former binding is kept with it', async () => {
  const bench = await ApiBench.start();
  const { homeId } = await provisioned(bench);
  const other = await bench.ask('installer', 'PUT', '/homes', { reference: '4712' });
  const bind = (body: object) => bench.ask('installer', 'PUT', `/devices/${ID}/home`, body);
  const home_id = other.body.home_id;
  expect(await bind({ home_id })).toMatchObject({ status: 409, body: { code: 'DEVICE_BOUND' } });
  expect(await bind({ home_id, reason: 'moved' })).toMatchObject({ status: 200 });
  const { body } = await bench.ask('operator', 'GET', `/devices/${ID}/bindings`);
  expect(body.bindings).toMatchObject([
    { home_id, until: null },
    { home_id: homeId, reason: 'moved' },
  ]);
});

test('no installer takes a device out of service, not by its key, its home, its state or a test', async () => {
  const bench = await ApiBench.start();
  const { registry } = bench.ports;
  const key = await registered(bench);
  const home = await bench.ask('installer', 'PUT', '/homes', HOME);
  const other = await bench.ask('installer', 'PUT', '/homes', { reference: '4712' });
  const stays = { home_id: home.body.home_id };
  const moves = { home_id: other.body.home_id, reason: 'moved' };
  await bench.ask('installer', 'PUT', `/devices/${ID}/home`, stays);
  for (const state of ['provisioned', 'tested', 'in_service', 'suspended'] as const) {
    await registry.change(ADMIN, ID, { state });
    if (state !== 'in_service' && state !== 'suspended') continue;
    const refused = { status: 403, body: { code: 'ROLE_MISSING' } };
    const ask = (method: 'POST' | 'PUT', path: string, body?: object) =>
      bench.ask('installer', method, `/devices/${ID}/${path}`, body);
    expect(await ask('POST', 'provisioned', { key_version: key.version })).toMatchObject(refused);
    expect(await ask('PUT', 'home', moves)).toMatchObject(refused);
    expect(await ask('POST', 'key')).toMatchObject(refused);
    expect(await ask('POST', 'commands', { kind: 'self_test' })).toMatchObject(refused);
    expect(await ask('PUT', 'home', stays)).toMatchObject({ status: 200, body: { state } });
  }
  const moved = await bench.ask('operator', 'PUT', `/devices/${ID}/home`, moves);
  expect(moved).toMatchObject({ status: 200, body: { home_id: moves.home_id } });
});

test('a change of one field leaves the others as they are: a group decides where calls go', async () => {
  const bench = await ApiBench.start();
  await registered(bench);
  const change = (body: object) => bench.ask('operator', 'PATCH', `/devices/${ID}`, body);
  expect((await change({ account: '12AB', zone: '2' })).body).toMatchObject({
    group: 'building-3',
    account: '12AB',
    zone: '2',
  });
  expect((await change({})).body).toMatchObject({ group: 'building-3', account: '12AB' });
  expect((await change({ group: '' })).body).toMatchObject({ group: '', account: '12AB' });
});

test('an installer sees test calls only, an operator all', async () => {
  const bench = await ApiBench.start();
  const { button } = await provisioned(bench);
  button.hal.press(2);
  const callsFor = async (role: 'installer' | 'operator') =>
    (await bench.ask(role, 'GET', `/devices/${ID}/calls`)).body.calls;
  await until(async () => (await callsFor('operator'))?.length === 1);
  expect(await callsFor('installer')).toEqual([]);
  const open = await bench.ask('operator', 'GET', '/calls');
  expect(open.body.calls).toMatchObject([{ device_id: ID, key: 'red', test: false }]);
});

test('an installer may locate and test, an operator also the rest', async () => {
  const bench = await ApiBench.start();
  await provisioned(bench);
  const order = (role: 'installer' | 'operator', body: object) =>
    bench.ask(role, 'POST', `/devices/${ID}/commands`, body);
  expect((await order('installer', { kind: 'locate', seconds: 5 })).status).toBe(201);
  expect((await order('installer', { kind: 'reboot' })).status).toBe(403);
  expect((await order('operator', { kind: 'rotate_key' })).status).toBe(201);
  const fields = { heartbeat_s: 300 };
  const put = await bench.ask('operator', 'PUT', `/devices/${ID}/configuration`, fields);
  expect(put.status).toBe(200);
  const shown = await bench.ask('operator', 'GET', `/devices/${ID}/configuration`);
  expect(shown.body).toMatchObject({ own: { heartbeat_s: 300 } });
});

test('the console of a device is answered by the gateway, which keeps the key for itself', async () => {
  const bench = await ApiBench.start();
  const key = await registered(bench);
  const { consoleProof } = await import('#protocol/console.ts');
  const challenge = '00112233445566778899aabbccddeeff';
  const ask = (key_version: number) =>
    bench.ask('installer', 'POST', `/devices/${ID}/console-proof`, { key_version, challenge });
  const mac = consoleProof(key, ID, Buffer.from(challenge, 'hex'));
  expect((await ask(1)).body).toEqual({ mac });
  expect(await ask(2)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_KEY' } });
});

const WRONG: [
  method: 'POST' | 'PUT' | 'PATCH' | 'GET',
  path: string,
  body: unknown,
  names: string,
][] = [
  ['POST', '/devices', { device_id: 'x' }, 'device_id'],
  ['POST', '/devices', { device_id: 'CB 0001' }, 'device_id'],
  ['POST', '/devices', { device_id: '设备一号' }, 'device_id'],
  ['POST', '/devices', { device_id: 'CB-1', group: 'g'.repeat(65) }, 'group'],
  ['POST', '/devices', { device_id: 'CB-1', group: 'a\u0000b' }, 'group'],
  ['POST', '/devices', { device_id: 'CB-1', account: 'XYZ' }, 'account'],
  ['POST', '/devices', { device_id: 'CB-1', zone: '1000' }, 'zone'],
  ['POST', '/devices', { device_id: 'CB-1', zone: 7 }, 'zone'],
  ['POST', '/devices', { device_id: 'CB-1', key: 'ff' }, 'body'],
  ['POST', '/devices', '{"device_id":', 'not a request'],
  ['POST', '/devices', '[]', 'body'],
  ['PUT', '/homes', { reference: '' }, 'reference'],
  ['PUT', '/homes', { reference: 'r'.repeat(65) }, 'reference'],
  ['PUT', '/homes', { reference: '1', telephone: '1'.repeat(33) }, 'telephone'],
  ['PUT', '/homes', { reference: '1', name: 'a\nb' }, 'name'],
  ['POST', `/devices/${ID}/console-proof`, { key_version: 1, challenge: 'ff' }, 'challenge'],
  ['GET', '/devices?limit=0', undefined, 'limit'],
  ['GET', '/devices?nonsense=1', undefined, 'query'],
  ['GET', '/devices?state=broken', undefined, 'state'],
];

test('what is wrong is named, not repeated, and changes nothing', async () => {
  const bench = await ApiBench.start();
  await registered(bench);
  const before = (await bench.ports.registry.audit({ limit: 1 }))[0]?.number;
  for (const [method, path, body, names] of WRONG) {
    const heard = await bench.ask('admin', method, path, body);
    const what = `${method} ${path} ${JSON.stringify(body)?.slice(0, 60)}`;
    expect(heard, what).toMatchObject({ status: 400, body: { code: 'FIELD_INVALID' } });
    expect(String(heard.body.message), what).toContain(names);
  }
  expect((await bench.ports.registry.audit({ limit: 1 }))[0]?.number).toBe(before);
});

test('nothing is at another path, and a device that is not there is not', async () => {
  const bench = await ApiBench.start();
  expect(await bench.ask('admin', 'GET', '/nothing')).toMatchObject({ status: 404 });
  expect(await bench.ask('admin', 'GET', '/devices/CB-NONE')).toMatchObject({
    status: 404,
    body: { code: 'NO_SUCH_DEVICE' },
  });
});

test('a device that was tested in one home is not accepted in another without presses there', async () => {
  const bench = await ApiBench.start();
  const { button } = await provisioned(bench);
  await pressAsTest(bench, button);
  const other = await bench.ask('installer', 'PUT', '/homes', { reference: '4712' });
  const body = { home_id: other.body.home_id, reason: 'wrong door' };
  await bench.ask('installer', 'PUT', `/devices/${ID}/home`, body);
  const heard = await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  expect(heard).toMatchObject({ status: 409, body: { code: 'ACCEPTANCE_INCOMPLETE' } });
  expect(heard.body.message).toContain('red_press_not_accepted');
});

test('once a device is in service an installer changes nothing of its home, and asks for the same without harm', async () => {
  const bench = await ApiBench.start();
  const { button, homeId } = await provisioned(bench);
  const put = (body: object) => bench.ask('installer', 'PUT', '/homes', body);
  expect((await put({ ...HOME, name: '王秀兰' })).status).toBe(200);
  await put(HOME);
  await pressAsTest(bench, button);
  await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  expect(await put({ ...HOME, name: '王秀兰' })).toMatchObject({
    status: 403,
    body: { code: 'ROLE_MISSING' },
  });
  // What is there already is no change, with the name and without.
  for (const body of [HOME, { reference: HOME.reference }]) {
    expect(await put(body)).toMatchObject({ status: 200, body: { home_id: homeId } });
  }
});

const RESIDENT = { name: '王秀英', address: '幸福路 7 号', telephone: '13912345678' };

test('an installer is never told who lives in a home, by none of the ways to it; an operator is', async () => {
  const bench = await ApiBench.start();
  const { button, homeId } = await provisioned(bench);
  const home = { ...HOME, ...RESIDENT };
  const waysOf = (role: 'installer' | 'operator') => [
    () => bench.ask(role, 'PUT', '/homes', home),
    () => bench.ask(role, 'PUT', '/homes', { reference: home.reference }),
    () => bench.ask(role, 'GET', `/homes?reference=${home.reference}`),
    () => bench.ask(role, 'GET', `/homes/${homeId}`),
    () => bench.ask(role, 'GET', `/devices/${ID}`),
  ];
  const mustHide = async () => {
    for (const way of waysOf('installer')) {
      const { status, body } = await way();
      expect(status).toBe(200);
      for (const said of Object.values(RESIDENT)) expect(JSON.stringify(body)).not.toContain(said);
    }
  };
  await mustHide();
  await bench.ask('installer', 'PUT', '/homes', home);
  await pressAsTest(bench, button);
  await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  await mustHide();
  for (const way of waysOf('operator').slice(0, 1)) await way();
  expect((await bench.ask('operator', 'GET', `/homes/${homeId}`)).body).toMatchObject(home);
  const { body } = await bench.ask('operator', 'GET', `/homes?reference=${home.reference}`);
  expect(body).toMatchObject({ homes: [home] });
});

test('an installer who is not told the resident does not wipe what is known when changing the community', async () => {
  const bench = await ApiBench.start();
  const { homeId } = await provisioned(bench);
  const { reference } = HOME;
  await bench.ask('installer', 'PUT', '/homes', { ...HOME, ...RESIDENT });
  const put = (body: object) => bench.ask('installer', 'PUT', '/homes', { reference, ...body });
  expect((await put({ community: '和平社区' })).body).toMatchObject({ community: '和平社区' });
  const told = () => bench.ask('operator', 'GET', `/homes/${homeId}`);
  expect((await told()).body).toMatchObject({ community: '和平社区', ...RESIDENT });
  await put({ telephone: '' });
  const { telephone, ...left } = (await told()).body as Record<string, unknown>;
  expect([telephone, left.name]).toEqual([undefined, RESIDENT.name]);
});

test('a home whose device is suspended from service is not an installer’s to change: it comes back into service as it was', async () => {
  const bench = await ApiBench.start();
  const { button, homeId } = await provisioned(bench);
  await bench.ask('installer', 'PUT', '/homes', { ...HOME, ...RESIDENT });
  await pressAsTest(bench, button);
  await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  await bench.ask('operator', 'POST', `/devices/${ID}/suspend`, { reason: 'in hospital' });
  const { reference } = HOME;
  const refused = { status: 403, body: { code: 'ROLE_MISSING' } };
  // An empty one takes it away.
  for (const telephone of ['+86 10 5555 0100', '']) {
    const asked = { reference, telephone };
    expect(await bench.ask('installer', 'PUT', '/homes', asked)).toMatchObject(refused);
  }
  await bench.ask('operator', 'POST', `/devices/${ID}/resume`, { reason: 'home again' });
  const { body } = await bench.ask('operator', 'GET', `/homes/${homeId}`);
  expect(body).toMatchObject({ ...HOME, ...RESIDENT });
});
