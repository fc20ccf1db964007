// Promise 7 of the README: a resident's name, address and health never appear in a log, in /healthz or in /metrics.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, it, onTestFinished } from 'vitest';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { frameOf, pressFrame, RawDevice } from '../support/raw-device.ts';
import { GatewayCommand, portOf } from './cli/gateway-command.ts';
import { tempFolder } from './temp.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const KEY = Buffer.alloc(32, 7);
/** Stands in every place where somebody's data, or an attacker's text, could be. */
const MARK = 'MARKED';

const devicesOf = (home: string) => `devices:
  - device_id: CB-0001
    key: "${KEY.toString('hex')}"
    group: north
    home: ${home}
`;

const HOME = `{ reference: ${MARK}-4711, name: ${MARK} Maria, street: ${MARK} Gartenweg 3, illness: ${MARK} heart }`;

/** A platform that puts marked text into everything that it answers. */
async function markedPlatform() {
  const platform = { status: 500, events: 0, url: '' };
  const server = createServer((request, response) => {
    request.resume();
    platform.events++;
    const headers = { 'x-marked': MARK, location: `http://127.0.0.1:1/${MARK}` };
    response.writeHead(platform.status, MARK, headers).end(`{"name":"${MARK}"}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  platform.url = `http://127.0.0.1:${(server.address() as { port: number }).port}/${MARK}`;
  return platform;
}

/** Sends bytes and waits for the end of the connection. */
async function throwAt(port: number, bytes: string): Promise<void> {
  const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'close');
}

it('nothing of a home, a platform or an attacker is in a log or an answer, whatever happens', async () => {
  const folder = await tempFolder();
  const at = (name: string) => join(folder, name);
  const platform = await markedPlatform();
  await writeFile(at('devices.yaml'), devicesOf(HOME));
  await writeFile(
    at('gateway.yaml'),
    `data: ${at('data')}
devices: ${at('devices.yaml')}
log: debug
mqtt: { port: 0 }
http: { port: 0 }
admin: off
destinations: { platform: { type: webhook, url: "${platform.url}", secret: { env: S } } }
routes:
  red: { to: platform, stored: 100ms, accept: 100ms, answer: 200ms, retry: [50ms] }
  green: { to: platform, stored: 100ms, accept: 100ms, answer: 200ms, retry: [50ms] }
  status: { to: platform, retry: [50ms] }
`,
  );
  const gateway = new GatewayCommand(at('gateway.yaml'), { S: SECRET });
  const ready = await gateway.says(({ msg }) => msg === 'gateway ready');
  const mqtt = portOf(ready.mqtt);
  const http = portOf(ready.http);
  const answers: string[] = [];
  const fetched = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${http}${path}`, init);
    answers.push(await response.text());
    return response.status;
  };

  // A press, while the platform fails: missed limits, attempts, refusals.
  const device = await new RawDevice('CB-0001', KEY, { bootId: 1, connectNo: 1 }).join(mqtt);
  await device.press({ bootId: 1, seq: 1 }, KEY_RED);
  await device.press({ bootId: 1, seq: 2 }, KEY_GREEN);
  await expect.poll(() => platform.events).toBeGreaterThan(3);
  await gateway.says(({ msg, limit }) => msg === 'time limit missed' && limit === 'answered');
  // It joins; now the platform takes it over, and reports.
  await device.press({ bootId: 1, seq: 3 }, KEY_RED);
  platform.status = 200;
  const report = async (value: unknown, secret = SECRET) => {
    const body = JSON.stringify(value);
    const now = new Date();
    const headers = {
      'webhook-id': `${MARK}-1`,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(`${MARK}-1`, now, body),
    };
    return await fetched('/v1/reports', { method: 'POST', body, headers });
  };
  const call = { call_id: 'CB-0001.1.1', stage: 'answered', by: MARK };
  await expect.poll(() => report(call)).toBe(200);
  // A device in trouble.
  device.publish(
    device.seal(frameOf({ kind: 'fault', faultKind: 1, detail: 7 }, { bootId: 1, seq: 4 })),
  );
  await device.receiptOf(4);

  // Bad input of every kind.
  await report({ call_id: MARK, stage: 'answered' });
  await report({ call_id: 'CB-0001.1.1', stage: MARK });
  await fetched('/v1/reports', { method: 'POST', body: MARK });
  await fetched(`/${MARK}?q=${MARK}`);
  await throwAt(http, `${MARK} / HTTP/9\r\n\r\n`);
  await throwAt(mqtt, `${MARK} is no MQTT`);
  for (const changes of [
    { clientId: `${MARK} device` },
    { username: MARK },
    { password: Buffer.from(MARK) },
    { will: { topic: MARK, payload: Buffer.from(MARK), qos: 1 as const, retain: false } },
  ]) {
    const stranger = new RawDevice('CB-0001', KEY, { bootId: 1, connectNo: 2 });
    await stranger.connect(mqtt, changes);
    stranger.close();
  }
  device.close();
  const back = await new RawDevice('CB-0001', KEY, { bootId: 2, connectNo: 1 }).join(mqtt);
  back.publish(Buffer.from(MARK));
  back.publish(back.seal(Buffer.from(MARK)));
  await back.press({ bootId: 2, seq: 1 });
  back.publish(back.seal(pressFrame({ bootId: 2, seq: 2 })), { topic: `callbutton/1/${MARK}/up` });
  await back.until(() => back.isClosed);
  const curious = await new RawDevice('CB-0001', KEY, { bootId: 3, connectNo: 1 }).join(mqtt);
  curious.subscribe(`callbutton/1/${MARK}/down`);
  await curious.until(() => curious.isClosed || curious.packets.at(-1)?.cmd === 'suback');

  await fetched('/healthz');
  await fetched('/readyz');
  expect(await fetched('/metrics')).toBe(200);
  // Reloads, good and wrong.
  await writeFile(at('devices.yaml'), devicesOf(HOME.replace('4711', '4712')));
  expect(await gateway.reload()).toMatchObject({ msg: 'reloaded' });
  for (const wrong of [`${MARK} Maria`, `{ reference: 1, name: ${MARK} }`, `{ [${MARK}`]) {
    await writeFile(at('devices.yaml'), devicesOf(wrong));
    expect(await gateway.reload()).toMatchObject({ code: expect.stringMatching(/^DEVICES_/) });
  }
  await fetched('/healthz');
  expect(await gateway.stop()).toBe(0);

  // It logged what happened, with ids to follow it by.
  const text = gateway.output;
  for (const id of ['CB-0001.1.1', 'CB-0001/1/1']) expect(text).toContain(id);
  expect(gateway.lines.length).toBeGreaterThan(10);
  expect(text).not.toContain(MARK);
  expect(text).not.toContain(KEY.toString('hex'));
  expect(text).not.toContain('whsec_');
  expect(answers.join('\n')).not.toContain(MARK);
  expect(answers.join('\n')).not.toContain('CB-0001/');
});
