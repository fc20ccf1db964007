// Destinations of a running gateway, real ones: their address, their type or their route changes while a press waits there.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { ConfigSchema, complete } from '#gateway/config/index.ts';
import { Gateway, type GatewayPorts, realPorts } from '#gateway/main.ts';
import { KEY_GREEN, STAGE_ACCEPTED } from '#protocol/messages.ts';
import { RawDevice } from '../../support/raw-device.ts';
import { SECRET } from '../../support/test-gateway.ts';
import { until } from '../../support/until.ts';
import { tempFolder } from '../temp.ts';
import { Listener, startBroker } from './mqtt/broker.ts';

const ID = 'CB-0001';
const KEY = Buffer.alloc(32, 1);
/** So long that whoever waits for it waits for ever in a test. */
const LONG = { accept: '10m', answer: '20m', attempt: '10m', beside: '10m', retry: ['10m'] };

/** Says one status, or nothing until it is told to. */
class Platform {
  readonly ids: string[] = [];
  readonly open: ServerResponse[] = [];
  says: number | undefined;
  url = '';

  static async start(says: number | undefined): Promise<Platform> {
    const platform = new Platform();
    platform.says = says;
    const server = createServer((request, response) => {
      request.resume();
      platform.ids.push(String(request.headers['webhook-id']));
      if (platform.says === undefined) platform.open.push(response);
      else response.writeHead(platform.says).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    platform.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return platform;
  }
}

let folder: string;
let ports: GatewayPorts;
let gateway: Gateway;
let device: RawDevice;

const webhook = ({ url }: Platform) => ({
  type: 'webhook',
  url,
  secret: { file: join(folder, 'secret') },
});
const red = (to: string, fallback?: string) => ({
  ...LONG,
  to,
  ...(fallback ? { fallback: { to: fallback, after: '9m' } } : {}),
});

function configOf(destinations: object, routes: object) {
  return complete(
    ConfigSchema.parse({
      data: join(folder, 'data'),
      log: 'silent',
      devices: join(folder, 'devices.yaml'),
      mqtt: { port: 0 },
      http: { port: 0 },
      admin: 'off',
      destinations,
      routes,
    }),
  );
}

async function start(destinations: object, routes: object): Promise<void> {
  const loaded = await configOf(destinations, routes);
  ports = await realPorts(loaded.config, loaded);
  gateway = new Gateway(loaded.config, ports);
  await gateway.start();
  onTestFinished(() => gateway.stop());
  device = await new RawDevice(ID, KEY, { bootId: 1, connectNo: 1 }).join(gateway.mqttPort);
}

const reload = async (destinations: object, routes: object) =>
  gateway.reload(await configOf(destinations, routes));

const stages = () =>
  device.downlinks.flatMap((downlink) =>
    downlink.kind === 'progress' ? downlink.calls.map(({ stage }) => stage) : [],
  );
const isAccepted = () => stages().includes(STAGE_ACCEPTED);

beforeEach(async () => {
  folder = await tempFolder();
  await writeFile(join(folder, 'secret'), SECRET);
  const key = KEY.toString('hex');
  await writeFile(
    join(folder, 'devices.yaml'),
    `devices: [{ device_id: ${ID}, key: "${key}", state: in_service }]\n`,
  );
});

for (const [what, says] of [
  ['hangs at', undefined],
  ['was put off by', 503],
  ['waits for the report of', 202],
  ['was refused by', 410],
] as const) {
  it(`a red press that ${what} a platform goes to its new address at once, under the same id`, async () => {
    const former = await Platform.start(says);
    const next = await Platform.start(200);
    await start({ platform: webhook(former) }, { red: red('platform') });
    await device.press({ bootId: 1, seq: 1 });
    await until(() => former.ids.length === 1);
    await reload({ platform: webhook(next) }, { red: red('platform') });
    await device.until(isAccepted);
    expect(next.ids).toEqual([`${ID}/1/1`]);
    await until(async () => (await ports.journal.openPresses()).length === 0);
    for (const response of former.open) response.writeHead(200).end();
    await device.press({ bootId: 1, seq: 2 });
    await until(() => next.ids.length === 2);
    expect(former.ids).toHaveLength(1);
  });
}

it('a green press goes to the new address although the former one refuses it afterwards', async () => {
  const former = await Platform.start(undefined);
  const next = await Platform.start(undefined);
  await start({ platform: webhook(former) }, { green: red('platform') });
  await device.press({ bootId: 1, seq: 1 }, KEY_GREEN);
  await until(() => former.open.length === 1);
  await reload({ platform: webhook(next) }, { green: red('platform') });
  await until(() => next.open.length === 1);
  former.open[0]?.writeHead(410).end();
  await until(() => former.open[0]?.socket === null);
  next.open[0]?.writeHead(200).end();
  await device.until(isAccepted);
  expect(gateway.health().reasons.join()).not.toContain('refused by every');
});

it('a red press goes over a broker at once when its destination is of another type, and back', async () => {
  const broker = await startBroker();
  onTestFinished(() => broker.stop());
  const listener = await Listener.start(broker.port, 'callbutton/#');
  const platform = await Platform.start(202);
  const overMqtt = { type: 'mqtt', url: `mqtt://127.0.0.1:${broker.port}` };
  await start({ platform: webhook(platform) }, { red: red('platform') });
  await device.press({ bootId: 1, seq: 1 });
  await until(() => platform.ids.length === 1);
  await reload({ platform: overMqtt }, { red: red('platform') });
  await until(() => listener.heard.length > 0);
  expect(JSON.parse(listener.heard[0]?.text ?? '')).toMatchObject({ id: `${ID}/1/1` });
  platform.says = 200;
  await reload({ platform: webhook(platform) }, { red: red('platform') });
  await device.until(isAccepted);
  expect(platform.ids).toEqual([`${ID}/1/1`, `${ID}/1/1`]);
});

it('a route whose only destination is gone keeps the press, says so, and sends it when there is one', async () => {
  const former = await Platform.start(undefined);
  const next = await Platform.start(200);
  await start({ platform: webhook(former) }, { red: red('platform') });
  await device.press({ bootId: 1, seq: 1 });
  await until(() => former.open.length === 1);
  await reload({}, {});
  former.open[0]?.destroy();
  expect(await device.press({ bootId: 1, seq: 2 })).toMatchObject({ kind: 'receipt' });
  expect(gateway.health().reasons.join()).toContain('red has no route');
  await reload({ other: webhook(next) }, { red: red('other') });
  await until(async () => (await ports.journal.openPresses()).length === 0);
  expect(next.ids.sort()).toEqual([`${ID}/1/1`, `${ID}/1/2`]);
});

it('a fallback that takes its time is gone: the first is asked again and takes the press', async () => {
  const first = await Platform.start(410);
  const spare = await Platform.start(undefined);
  const both = { platform: webhook(first), spare: webhook(spare) };
  await start(both, { red: red('platform', 'spare') });
  await device.press({ bootId: 1, seq: 1 });
  await until(() => spare.open.length === 1);
  first.says = 200;
  await reload({ platform: both.platform }, { red: red('platform') });
  await device.until(isAccepted);
  expect(first.ids).toEqual([`${ID}/1/1`, `${ID}/1/1`]);
  expect(spare.ids).toHaveLength(1);
});
