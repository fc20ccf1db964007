// Updates over the admin API: an image is checked before it is kept, a rollout goes its way on a real connection, and every step is in the audit.
import { expect, onTestFinished, test } from 'vitest';
import { MAX_IMAGE_BODY } from '#gateway/management/wire.ts';
import { imageFile } from '#simulator/updates/image.ts';
import { UpdatingDevice } from '../updates/updating-device.ts';
import { ADMIN, ApiBench } from './management-bench.ts';

const FILE = imageFile({ scripts: { main: 'print(1)' } });
const base64 = (file: Uint8Array) => Buffer.from(file).toString('base64');

/** A bench with these devices in service, connected. */
async function start(deviceIds: readonly string[]) {
  const bench = await ApiBench.start();
  const { registry } = bench.ports;
  const devices: UpdatingDevice[] = [];
  const key = (deviceId: string) => ({ version: 1, secret: Buffer.alloc(32, deviceId) });
  await registry.importDevices(
    ADMIN,
    deviceIds.map((deviceId) => ({
      deviceId,
      key: key(deviceId),
      group: 'north',
      state: 'in_service' as const,
      home: { reference: `home-of-${deviceId}` },
    })),
    () => undefined as never,
  );
  for (const deviceId of deviceIds) {
    const device = new UpdatingDevice(deviceId);
    onTestFinished(() => device.close());
    await device.start(bench.gateway.mqttPort);
    devices.push(device);
  }
  return { bench, devices };
}

async function stored(bench: ApiBench): Promise<string> {
  const { body } = await bench.ask('operator', 'POST', '/images', { image: base64(FILE) });
  return (body as { sha256: string }).sha256;
}

test('an image is kept once it was checked, and one that is damaged is refused with its code', async () => {
  const { bench } = await start([]);
  const bad = Buffer.from(FILE);
  bad[bad.length - 1] = 0;
  expect(await bench.ask('operator', 'POST', '/images', { image: base64(bad) })).toMatchObject({
    status: 400,
    body: { code: 'IMAGE_DAMAGED' },
  });
  expect(await bench.ask('operator', 'POST', '/images', { image: 'not base64!' })).toMatchObject({
    status: 400,
    body: { code: 'FIELD_INVALID' },
  });
  const long = { image: 'A'.repeat(MAX_IMAGE_BODY) };
  expect((await bench.ask('operator', 'POST', '/images', long)).body.code).toBe('FIELD_INVALID');
  expect(await bench.ask('installer', 'POST', '/images', {})).toMatchObject({ status: 403 });
  const sha256 = await stored(bench);
  expect((await bench.ask('operator', 'GET', '/images')).body).toMatchObject({
    images: [{ sha256, version: '0.3.0', boards: ['ESP32'] }],
  });
});

test('a rollout is begun, watched and taken back, and each step is in the audit', async () => {
  const { bench, devices } = await start(['CB-0001', 'CB-0002']);
  const image = await stored(bench);
  const asked = { image, scope: { group: 'north' } };
  const begun = await bench.ask('operator', 'POST', '/updates', asked);
  expect(begun).toMatchObject({
    status: 201,
    body: { number: 1, state: 'running', stage: 1, stages: 2, by: 'the-operator' },
  });
  expect(await bench.ask('operator', 'POST', '/updates', asked)).toMatchObject({
    status: 409,
    body: { code: 'UPDATE_RUNNING' },
  });
  const newest = async () => {
    const { body } = await bench.ask('operator', 'GET', '/updates');
    return (body as { updates: { state: string; devices: object }[] }).updates[0];
  };
  await expect.poll(newest, { timeout: 30_000 }).toMatchObject({
    state: 'finished',
    devices: { good: 2 },
  });
  expect(devices.map(({ running }) => running)).toEqual(['0.3.0', '0.3.0']);
  const good = await bench.ask('operator', 'GET', '/updates/devices?step=good&limit=1');
  expect(good.body).toMatchObject({ devices: [{ step: 'good', detail: null }] });
  const metrics = await (await fetch(`http://127.0.0.1:${bench.gateway.httpPort}/metrics`)).text();
  expect(metrics).toContain('callbutton_update_devices{step="good"} 2');
  expect((await bench.ask('operator', 'POST', '/updates/back')).body).toMatchObject({
    direction: 'back',
  });
  await expect.poll(newest, { timeout: 30_000 }).toMatchObject({ devices: { returned: 2 } });
  const { body } = await bench.ask('admin', 'GET', '/audit?limit=3');
  expect(body.records).toMatchObject([
    { what: 'update.taken_back', by: 'the-operator', subject: '0.3.0' },
    { what: 'update.begun', detail: { image, scope: 'group', older: false } },
    { what: 'image.stored', detail: { sha256: image } },
  ]);
}, 60_000);

test('an update that stops by itself is a reason in health, until somebody decides', async () => {
  const { bench, devices } = await start(['CB-0001', 'CB-0002']);
  for (const device of devices) device.board = 'RP2040';
  const image = await stored(bench);
  await bench.ask('operator', 'POST', '/updates', { image, scope: { all: true } });
  await expect
    .poll(() => bench.gateway.health().reasons.join(), { timeout: 10_000 })
    .toContain('update 1 to 0.3.0 stopped by itself');
  expect((await bench.ask('operator', 'GET', '/updates')).body).toMatchObject({
    updates: [{ state: 'stopped', stop: { why: 'refused', detail: 'board' } }],
  });
  expect((await bench.ask('operator', 'POST', '/updates/resume')).status).toBe(200);
  expect(bench.gateway.health().reasons.join()).not.toContain('stopped by itself');
});

test('what can not be is refused, and not in the audit', async () => {
  const { bench } = await start([]);
  const none = await bench.ask('operator', 'POST', '/updates/stop');
  expect(none).toMatchObject({ status: 404, body: { code: 'NO_SUCH_UPDATE' } });
  const unknown = { image: '0'.repeat(64), scope: { all: true } };
  expect(await bench.ask('operator', 'POST', '/updates', unknown)).toMatchObject({
    status: 404,
    body: { code: 'NO_SUCH_IMAGE' },
  });
  const nobody = { image: await stored(bench), scope: { all: true } };
  expect(await bench.ask('operator', 'POST', '/updates', nobody)).toMatchObject({
    status: 409,
    body: { code: 'UPDATE_NOBODY' },
  });
  const { body } = await bench.ask('admin', 'GET', '/audit?limit=1');
  expect(body.records).toMatchObject([{ what: 'image.stored' }]);
});
