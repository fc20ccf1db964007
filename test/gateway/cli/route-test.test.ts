// `--test-route` as an operator meets it: processes, what they print and their exit codes, beside a gateway that runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { hashPassword } from '#gateway/system/password.ts';
import { StandInPlatform } from '#simulator/platform.ts';
import { Listener, startBroker } from '../destinations/mqtt/broker.ts';
import { deadOrigin } from '../destinations/server.ts';
import { EditorClient } from '../flows/editor.ts';
import { flowOf, flowThrough, PASSWORD } from '../flows/flows.ts';
import { tempFolder } from '../temp.ts';
import { GatewayCommand, portOf } from './gateway-command.ts';

const BIN = fileURLToPath(new URL('../../../gateway/cli/bin.ts', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const KEY = 'cd'.repeat(32);

let folder: string;
let config: string;

beforeEach(async () => {
  folder = await tempFolder();
  config = join(folder, 'gateway.yaml');
  const devices = [{ device_id: 'CB-0001', key: KEY, group: 'north' }];
  await writeFile(join(folder, 'devices.yaml'), JSON.stringify({ devices }), { mode: 0o600 });
});

async function gatewayWith(destinations: object, routes: object, more: object = {}) {
  const whole = {
    data: join(folder, 'data'),
    devices: join(folder, 'devices.yaml'),

    mqtt: { port: 0 },
    http: { port: 0 },
    desk: 'off',
    destinations,
    routes,
    ...more,
  };
  await writeFile(config, JSON.stringify(whole));
  const gateway = new GatewayCommand(config, { PLATFORM_SECRET: SECRET });
  const ready = await gateway.says(({ msg }) => msg === 'gateway ready');
  return { gateway, http: portOf(ready.http) };
}

async function testRoute(language: string, ...options: string[]) {
  const args = ['--import', import.meta.resolve('tsx'), BIN, 'gateway', '--config', config];
  const child = spawn(process.execPath, [...args, '--test-route', ...options], {
    env: { ...process.env, LC_ALL: language, PLATFORM_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      text += bytes;
    });
  }
  const [code] = await once(child, 'close');
  return { code, text };
}

async function platform(status = 200) {
  const events: { id: string; data: { test: boolean } }[] = [];
  const standIn = new StandInPlatform({
    secret: SECRET,
    status: () => status,
    onDelivery: ({ event }) => void events.push(event),
    onNotice: (event) => void events.push({ ...event, data: { test: false } }),
  });
  const url = await standIn.start();
  onTestFinished(() => standIn.stop());
  return { events, webhook: { type: 'webhook', url, secret: { env: 'PLATFORM_SECRET' } } };
}

// Each step is a process, and the machine may be busy.
describe('call-button gateway --test-route', { timeout: 120_000 }, () => {
  it('prints what happened at every destination with its time, ends with 0, and leaves no call behind', async () => {
    const { events, webhook } = await platform();
    const { gateway, http } = await gatewayWith(
      { platform: webhook, duty: webhook },
      { red: { to: 'platform', fallback: { to: 'duty', after: '10s' } }, status: 'duty' },
    );
    const { code, text } = await testRoute('C.UTF-8', 'red');
    expect(text).toMatch(/^first +platform +accepted +\d+ ms$/m);
    expect(text).toMatch(/^fallback +duty +accepted +\d+ ms$/m);
    expect(text).toContain('All 2 are good.');
    expect(code).toBe(0);
    expect(events.map(({ id, data }) => [id.split('/')[0], data.test])).toEqual([
      ['TEST-ROUTE', true],
      ['TEST-ROUTE', true],
    ]);
    expect(await testRoute('zh_CN.UTF-8', 'status')).toMatchObject({
      code: 0,
      text: expect.stringMatching(/首选 +duty +已受理/),
    });
    const metrics = await (await fetch(`http://127.0.0.1:${http}/metrics`)).text();
    expect(metrics).toContain('callbutton_open_calls{key="red"} 0');
    expect(metrics).toContain('callbutton_journal_open_presses 0');
    expect(metrics).not.toContain('TEST-ROUTE');
    expect(await gateway.stop()).toBe(0);
  });

  it('ends with 1 when one is refused or not reached, and says which, why and what to do', async () => {
    const good = await platform();
    const refusing = await platform(401);
    const dead = { ...good.webhook, url: await deadOrigin() };
    await gatewayWith(
      { good: good.webhook, refusing: refusing.webhook, dead },
      {
        red: {
          to: 'good',
          fallback: { to: 'refusing', after: '10s' },
          escalate: [{ to: 'dead', after: '60s' }],
        },
      },
    );
    const { code, text } = await testRoute('C.UTF-8', 'red', '--group', 'north');
    expect(code).toBe(1);
    expect(text).toMatch(/^first +good +accepted/m);
    expect(text).toMatch(/^fallback +refusing +failed +\d+ ms +REFUSED$/m);
    expect(text).toMatch(/^escalation 1 +dead +failed +\d+ ms +UNREACHABLE$/m);
    expect(text).toContain('dead: ECONNREFUSED. no connection: check the address');
    expect(text).toContain('2 are not good.');
    const nowhere = await testRoute('C.UTF-8', 'green');
    expect(nowhere).toMatchObject({ code: 2, text: expect.stringContaining('NO_ROUTE') });
  });

  it('over a broker waits for the report, and ends with 1 when none comes', async () => {
    const broker = await startBroker();
    onTestFinished(() => broker.stop());
    await gatewayWith(
      { city: { type: 'mqtt', url: `mqtt://127.0.0.1:${broker.port}` } },
      { red: { to: 'city', accept: '1500ms' } },
    );
    const alone = await testRoute('C.UTF-8', 'red');
    expect(alone.text).toMatch(/^first +city +acceptance unknown/m);
    expect(alone.text).toContain('no report of its acceptance came in time');
    expect(alone.code).toBe(1);
    const { client } = await Listener.start(broker.port, 'callbutton/calls/test/+');
    client.on('message', (_topic, payload) => {
      const { call_id } = JSON.parse(payload.toString()).data;
      client.publish('callbutton/reports', JSON.stringify({ call_id, stage: 'accepted' }));
    });
    const answered = await testRoute('C.UTF-8', 'red');
    expect(answered.text).toMatch(/^first +city +accepted \(reported\)/m);
    expect(answered.code).toBe(0);
  });

  it('over a flow says why none takes calls, and hears the report of one that does', async () => {
    const hash = join(folder, 'ann.hash');
    await writeFile(hash, await hashPassword(PASSWORD));
    const flows = join(folder, 'data/flows');
    await mkdir(flows, { recursive: true });
    const nothing = flowOf({ id: 'comment', type: 'comment' });
    await writeFile(join(flows, 'flows.json'), JSON.stringify(nothing));
    const ann = { name: 'ann', role: 'admin', password_hash: { file: hash } };
    const { gateway } = await gatewayWith(
      { site: { type: 'flow' } },
      { red: 'site' },
      { flows: { port: 0, users: [ann] } },
    );
    const { editor } = await gateway.says(({ msg }) => msg === 'flows ready');
    const down = await testRoute('C.UTF-8', 'red');
    expect(down.text).toMatch(/^first +site +failed +\d+ ms +FLOW_DOWN$/m);
    expect(down.text).toContain('site: no call-button event node is deployed. no flow takes calls');
    expect(down.code).toBe(1);
    const { client } = await EditorClient.login(Number(editor), 'ann', PASSWORD);
    // It takes the call first, and says later that somebody has accepted it.
    const later = `return [[{ ...msg, stage: 'received' }, { ...msg, stage: 'accepted' }]];`;
    await client.post('/flows', flowThrough(later));
    await gateway.says(({ msg }) => msg === 'flows take calls');
    const reported = await testRoute('C.UTF-8', 'red');
    expect(reported.text).toMatch(/^first +site +accepted \(reported\)/m);
    expect(reported.code).toBe(0);
    expect(await gateway.stop()).toBe(0);
  });

  it('without a gateway or a key ends with 2 and says what to do', async () => {
    await writeFile(config, JSON.stringify({ data: join(folder, 'data') }));
    for (const [key, said] of [
      ['red', 'GATEWAY_NOT_RUNNING'],
      ['blue', 'red, green, status'],
    ] as const) {
      const { code, text } = await testRoute('C.UTF-8', key);
      expect([code, text]).toEqual([2, expect.stringContaining(said)]);
    }
  });
});
