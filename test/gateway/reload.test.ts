// SIGHUP on a running gateway: what is new counts at once, homes stay connected, and a mistake changes nothing.

import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { KEY_GREEN } from '#protocol/messages.ts';
import { RawDevice } from '../support/raw-device.ts';
import { GatewayCommand, portOf } from './cli/gateway-command.ts';
import { tempFolder } from './temp.ts';

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const keyOf = (byte: number) => Buffer.alloc(32, byte);

let folder: string;
let gateway: GatewayCommand;
let mqtt: number;
let first: Awaited<ReturnType<typeof platform>>;
let second: Awaited<ReturnType<typeof platform>>;
const at = (name: string) => join(folder, name);

/** Accepts everything, unless told otherwise, and keeps the ids. */
async function platform() {
  const ids: string[] = [];
  const says = { status: 200 };
  const server = createServer(async (request, response) => {
    ids.push(String(request.headers['webhook-id']));
    request.resume();
    response.writeHead(says.status).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { ids, says, url: `http://127.0.0.1:${(server.address() as { port: number }).port}/` };
}

interface Changes {
  red?: string;
  more?: string;
}

function writeConfig({ red = 'first', more = '' }: Changes = {}): Promise<void> {
  const destination = (name: string, url: string) =>
    `  ${name}: { type: webhook, url: "${url}", secret: { file: ${at(`${name}.secret`)} } }\n`;
  return writeFile(
    at('gateway.yaml'),
    `data: ${at('data')}
devices: ${at('devices.yaml')}
mqtt: { port: 0 }
http: { port: 0 }
admin: off
destinations:
${destination('first', first.url)}${destination('second', second.url)}routes: { red: ${red}, green: first, status: first }
${more}`,
  );
}

function writeDevices(...devices: [id: string, key: Buffer, state?: string][]): Promise<void> {
  const entries = devices.map(
    ([id, key, state = 'in_service']) =>
      `  - { device_id: ${id}, key: "${key.toString('hex')}", state: ${state} }\n`,
  );
  return writeFile(at('devices.yaml'), `devices:\n${entries.join('')}`);
}

const joined = (id: string, byte: number, bootId = 1) =>
  new RawDevice(id, keyOf(byte), { bootId, connectNo: 1 }).join(mqtt);

beforeEach(async () => {
  folder = await tempFolder();
  first = await platform();
  second = await platform();
  await writeFile(at('first.secret'), secretOf(1));
  await writeFile(at('second.secret'), secretOf(2));
  await writeConfig();
  await writeDevices(['CB-0001', keyOf(1)], ['CB-0002', keyOf(2)]);
});

describe('a reload', () => {
  beforeEach(async () => {
    gateway = new GatewayCommand(at('gateway.yaml'), {});
    const ready = await gateway.says(({ msg }) => msg === 'gateway ready');
    mqtt = portOf(ready.mqtt);
  });

  it('sends what comes next by the new route, while devices stay connected', async () => {
    const device = await joined('CB-0001', 1);
    await device.press({ bootId: 1, seq: 1 });
    await expect.poll(() => first.ids).toEqual(['CB-0001/1/1']);
    await writeConfig({ red: 'second' });
    expect(await gateway.reload()).toMatchObject({ changed: ['routes'] });
    await device.press({ bootId: 1, seq: 2 });
    await expect.poll(() => second.ids).toEqual(['CB-0001/1/2']);
    expect(device.isClosed).toBe(false);
    expect(first.ids).toHaveLength(1);
  });

  it('knows new devices, and disconnects those that were removed, blocked or given another key', async () => {
    await writeDevices(
      ...([1, 2, 3, 4].map((byte) => [`CB-000${byte}`, keyOf(byte)]) as [string, Buffer][]),
    );
    await gateway.reload();
    const [kept, removed, blocked, rekeyed] = await Promise.all(
      [1, 2, 3, 4].map((byte) => joined(`CB-000${byte}`, byte)),
    );
    await writeDevices(
      ['CB-0001', keyOf(1)],
      ['CB-0003', keyOf(3), 'suspended'],
      ['CB-0004', keyOf(9)],
    );
    await gateway.reload();
    for (const device of [removed, blocked, rekeyed]) await device?.until(() => device.isClosed);
    expect(await kept?.press({ bootId: 1, seq: 1 })).toMatchObject({ kind: 'receipt' });
    await joined('CB-0004', 9, 2);
  });

  it('offers again what was refused for ever, although nothing is different', async () => {
    first.says.status = 410;
    const device = await joined('CB-0001', 1);
    await device.press({ bootId: 1, seq: 1 }, KEY_GREEN);
    await gateway.says(({ msg }) => String(msg).startsWith('delivery refused'));
    first.says.status = 200;
    await gateway.reload();
    await expect.poll(() => first.ids).toEqual(['CB-0001/1/1', 'CB-0001/1/1']);
  });

  it('of a configuration with a mistake keeps the old one whole', async () => {
    await writeDevices(['CB-0003', keyOf(3)]);
    await writeConfig({ red: 'nobody' });
    expect(await gateway.reload()).toMatchObject({ level: 'error', code: 'CONFIG_INVALID' });
    await writeConfig({ red: 'second' });
    await writeFile(at('second.secret'), 'x');
    expect(await gateway.reload()).toMatchObject({ level: 'error', code: 'SECRET_INVALID' });
    const device = await joined('CB-0001', 1);
    await device.press({ bootId: 1, seq: 1 });
    await expect.poll(() => first.ids).toEqual(['CB-0001/1/1']);
  });

  it('says what needs a restart, by its path and code, and takes the rest', async () => {
    await writeConfig({ red: 'second', more: 'name: other\n' });
    expect(await gateway.reload()).toMatchObject({ changed: ['routes'] });
    const [warning] = gateway.lines.filter(({ level }) => level === 'warn').slice(-1);
    expect(warning).toMatchObject({ code: 'CONFIG_NEEDS_RESTART', path: 'name' });
  });

  it('takes the new log level', async () => {
    await writeConfig({ more: 'log: error\n' });
    gateway.child.kill('SIGHUP');
    const device = await joined('CB-0001', 1);
    await expect
      .poll(async () => {
        const before = gateway.lines.length;
        await device.press({ bootId: 1, seq: before + 1 });
        return gateway.lines.length - before;
      })
      .toBe(0);
  });
});

describe('--check-config', () => {
  it('ends with 0 and what the gateway would do', async () => {
    const check = new GatewayCommand(at('gateway.yaml'), { LC_ALL: 'C' }, '--check-config');
    expect((await once(check.child, 'close'))[0]).toBe(0);
    expect(check.output).toContain('red → first');
  });

  it('ends with 2 and every problem', async () => {
    await writeFile(at('first.secret'), '');
    await writeDevices(['CB', keyOf(1)]);
    const check = new GatewayCommand(
      at('gateway.yaml'),
      { LC_ALL: 'zh_CN.UTF-8' },
      '--check-config',
    );
    expect((await once(check.child, 'close'))[0]).toBe(2);
    for (const text of ['2 个问题', 'SECRET_MISSING', 'DEVICES_INVALID']) {
      expect(check.output).toContain(text);
    }
  });
});
