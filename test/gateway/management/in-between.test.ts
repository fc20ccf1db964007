// Between a request and its turn in the registry the world may change: what counts is what its turn finds.
import { expect, test, vi } from 'vitest';
import type { DeviceSource, Registry } from '#gateway/domain/ports/registry.ts';
import { ChangeBudget } from '#gateway/management/change-budget.ts';
import { DeviceList } from '#gateway/registry/device-list.ts';
import { install } from '#test/support/registry.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { ID, pressAsTest, provisioned, SEEN } from './installing.ts';
import { ADMIN, ApiBench } from './management-bench.ts';

const PLACE = { reference: '4711', community: 'c', subdistrict: 's', resident: {} };
const REFUSED = { status: 403, body: { code: 'ROLE_MISSING' } };

const STEPS: readonly string[] = ['change', 'issueKey', 'bind', 'putHome'];

/** A bench whose registry runs `between` once: after the next request was looked at, and before its first step. */
async function benchBetween() {
  const world: { between?: ((registry: Registry) => Promise<unknown>) | undefined } = {};
  const bench = await ApiBench.start(({ registry }) => ({
    registry: new Proxy(registry, {
      get(real, name: keyof (Registry & DeviceSource)) {
        const value: unknown = real[name];
        if (typeof value !== 'function') return value;
        if (!STEPS.includes(name)) return value.bind(real);
        return async (...asked: unknown[]) => {
          const { between } = world;
          world.between = undefined;
          await between?.(real);
          return value.apply(real, asked);
        };
      },
    }),
  }));
  const { registry } = bench.ports;
  const newest = async () => (await registry.audit({ limit: 1 }))[0];
  return { world, bench, registry, newest };
}

async function tested() {
  const all = await benchBetween();
  await install(all.registry, ID, 'tested', PLACE);
  return all;
}

const intoService = (registry: Registry) => registry.change(ADMIN, ID, { state: 'in_service' });

test.each([
  ['PATCH', `/devices/${ID}`, { group: 'elsewhere' }],
  ['POST', `/devices/${ID}/key`, {}],
  ['POST', `/devices/${ID}/provisioned`, { key_version: 1 }],
  ['PUT', `/devices/${ID}/home`, { home_id: 'other', reason: 'moved' }],
  ['PUT', '/homes', { reference: PLACE.reference, name: 'somebody else' }],
] as const)('an installer does not %s %s of a device that came into service meanwhile', async (method, path, asked) => {
  const { world, bench, registry, newest } = await tested();
  const { homeId } = await registry.putHome(ADMIN, { ...PLACE, reference: '4712' });
  const body = 'home_id' in asked ? { ...asked, home_id: homeId } : asked;
  const before = registry.device(ID);
  world.between = intoService;
  expect(await bench.ask('installer', method, path, body)).toMatchObject(REFUSED);
  expect(await newest()).toMatchObject({ what: 'device.state', actor: ADMIN });
  expect(registry.device(ID)).toMatchObject({
    ...before,
    state: 'in_service',
    changedAt: expect.any(Number),
  });
  expect(registry.homeOfReference(PLACE.reference)?.resident).toEqual({});
});

test('a step that waits behind another in the queue is judged by what that one leaves', async () => {
  const { registry, newest } = await tested();
  const first = intoService(registry);
  const second = registry.issueKey({ name: 'li', role: 'installer' }, ID);
  await expect(second).rejects.toMatchObject({ code: 'ROLE_MISSING' });
  await first;
  expect(await newest()).toMatchObject({ what: 'device.state' });
});

test('a resumption of what was resumed meanwhile skips no acceptance test', async () => {
  const { world, bench, registry } = await tested();
  await intoService(registry);
  await registry.change(ADMIN, ID, { state: 'suspended' });
  world.between = async (real) => {
    await real.change(ADMIN, ID, { state: 'in_service' });
    await real.change(ADMIN, ID, { state: 'provisioned' });
    await real.change(ADMIN, ID, { state: 'tested' });
  };
  const heard = await bench.ask('operator', 'POST', `/devices/${ID}/resume`, { reason: 'found' });
  expect(heard).toMatchObject({ status: 409, body: { code: 'STATE_WRONG' } });
  expect(registry.device(ID)).toMatchObject({ state: 'tested' });
});

test('a token that is revoked while its request waits changes nothing', async () => {
  const { world, bench, newest } = await tested();
  world.between = () => bench.ports.tokens.revoke(ADMIN, 'the-installer');
  const heard = await bench.ask('installer', 'POST', `/devices/${ID}/key`, {});
  expect(heard).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } });
  expect(heard.body.key).toBeUndefined();
  expect(await newest()).toMatchObject({ what: 'token.revoked' });
});

test('who has changed as much as one may is told to wait, and nothing was changed', async () => {
  const { bench, newest } = await tested();
  const take = vi.spyOn(ChangeBudget.prototype, 'take').mockReturnValueOnce(false);
  // What changes nothing costs nothing.
  await bench.ask('installer', 'PATCH', `/devices/${ID}`, { group: 'north' });
  expect(take).not.toHaveBeenCalled();
  const before = await newest();
  const heard = await bench.ask('installer', 'PATCH', `/devices/${ID}`, { group: 'south' });
  expect(heard).toMatchObject({ status: 429, body: { code: 'TOO_MANY_CHANGES' } });
  expect(heard.headers.get('retry-after')).toBe('12');
  expect(await newest()).toEqual(before);
});

test('a device that only the devices file knows is in service: an installer finds it, and does not silence it', async () => {
  const bench = await ApiBench.start(() => ({
    directory: new DeviceList(async () => [testDevice('CB-FILE')]),
  }));
  const ask = (role: 'installer' | 'operator', kind: string) =>
    bench.ask(role, 'POST', '/devices/CB-FILE/commands', {
      kind,
      ...(kind === 'locate' ? { seconds: 5 } : {}),
    });
  expect(await ask('installer', 'self_test')).toMatchObject(REFUSED);
  expect(await ask('installer', 'locate')).toMatchObject({ status: 201 });
  expect(await ask('operator', 'self_test')).toMatchObject({ status: 201 });
  const missing = await bench.ask('installer', 'POST', '/devices/CB-NONE/commands', {
    kind: 'self_test',
  });
  expect(missing).toMatchObject({ status: 404, body: { code: 'NO_SUCH_DEVICE' } });
});

test('an id of the devices file is registered by an operator, and no installer takes its button over', async () => {
  const bench = await ApiBench.start(() => ({
    directory: new DeviceList(async () => [testDevice('CB-FILE')]),
  }));
  const ask = (
    role: 'installer' | 'operator',
    method: 'POST' | 'PUT',
    path: string,
    body: object,
  ) => bench.ask(role, method, path, body);
  const home = await bench.ask('installer', 'PUT', '/homes', { reference: '4711' });
  expect(home.status).toBe(200);
  const { home_id } = home.body as { home_id: string };
  expect(await ask('installer', 'POST', '/devices', { device_id: 'CB-FILE' })).toMatchObject(
    REFUSED,
  );
  const missing = { status: 404, body: { code: 'NO_SUCH_DEVICE' } };
  const doors = [
    ['POST', '/key', {}],
    ['POST', '/provisioned', { key_version: 1 }],
    ['POST', '/console-proof', { key_version: 1, challenge: '00'.repeat(16) }],
    ['POST', '/acceptance', SEEN],
    ['PUT', '/home', { home_id }],
  ] as const;
  for (const [method, path, body] of doors) {
    const heard = await ask('installer', method, `/devices/CB-FILE${path}`, body);
    expect(heard.status, path).toBeGreaterThanOrEqual(400);
    expect(heard, path).not.toMatchObject({ status: 500 });
  }
  expect(await bench.ask('installer', 'GET', '/devices/CB-FILE')).toMatchObject(missing);
  const registered = await ask('operator', 'POST', '/devices', { device_id: 'CB-FILE' });
  expect(registered).toMatchObject({ status: 201 });
});

test('a device that was moved while its acceptance was judged does not come into service', async () => {
  const { world, bench, registry } = await benchBetween();
  const { button, homeId } = await provisioned(bench);
  await pressAsTest(bench, button);
  const other = await registry.putHome(ADMIN, { ...PLACE, reference: '4712' });
  world.between = async (real) => {
    await real.bind(ADMIN, ID, other.homeId, 'elsewhere');
    await real.bind(ADMIN, ID, homeId as string, 'and back');
  };
  const heard = await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  expect(heard).toMatchObject({ status: 409, body: { code: 'STATE_WRONG' } });
  expect(registry.device(ID)?.state).toBe('provisioned');
});

test('a self test that did not reach the device before its service never does', async () => {
  const { world, bench } = await benchBetween();
  const { button } = await provisioned(bench);
  await pressAsTest(bench, button);
  world.between = async () => {
    button.hal.powerOff();
    await until(() => !bench.gateway.administration.device(ID).connected);
    const order = { kind: 'self_test' };
    const made = await bench.ask('installer', 'POST', `/devices/${ID}/commands`, order);
    expect(made.status).toBe(201);
  };
  const heard = await bench.ask('installer', 'POST', `/devices/${ID}/acceptance`, SEEN);
  expect(heard.body).toMatchObject({ state: 'in_service' });
  const { body } = await bench.ask('installer', 'GET', `/devices/${ID}/commands`);
  expect(body.commands).toMatchObject([
    { state: 'cancelled', detail: 'in service' },
    { state: 'done' },
  ]);
});

test('what is refused, and what is so already, writes nothing, however often it is asked', async () => {
  const { bench, registry, newest } = await tested();
  await intoService(registry);
  const before = await newest();
  for (let times = 0; times < 20; times++) {
    expect(await bench.ask('installer', 'POST', `/devices/${ID}/key`, {})).toMatchObject(REFUSED);
    const same = await bench.ask('operator', 'PATCH', `/devices/${ID}`, { group: 'north' });
    expect(same.status).toBe(200);
  }
  const large = { group: 'x'.repeat(70_000) };
  const heard = await bench.ask('operator', 'PATCH', `/devices/${ID}`, large);
  expect(heard).toMatchObject({ status: 400, body: { code: 'FIELD_INVALID' } });
  expect(await newest()).toEqual(before);
});
