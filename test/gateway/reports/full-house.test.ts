// Slow and silent connections on the reports' listener: whoever comes next is heard all the same.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { Refusals } from '#gateway/device-link/refusals.ts';
import { judgeHealth } from '#gateway/monitoring/health.ts';
import { Http } from '#gateway/reports/http.ts';
import { ACCEPTED, CallsBench } from '../delivery/bench.ts';
import { press } from '../presses.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const FACTS = { connected: 0, devices: 1, journalProblem: undefined, unrouted: [] };

let port: number;
beforeEach(async () => {
  const bench = await new CallsBench().start();
  const http = new Http({
    calls: bench.calls,
    refusals: new Refusals(bench.log),
    secrets: { red: SECRET },
    health: () => judgeHealth({ ...FACTS, refusals: {}, isServing: true }, 0),
  });
  port = await http.start('127.0.0.1', 0);
  onTestFinished(() => http.stop());
  await bench.calls.take(press());
  await bench.red.last.answer(ACCEPTED);
});

/** Opens so many connections from each address, says `text` on each, and waits. */
async function crowd(count: number, text: string, addresses = ['127.0.0.1']): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (const localAddress of addresses) {
    for (let opened = 0; opened < count; opened++) {
      const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {});
      sockets.push(socket);
      await once(socket, 'connect');
      if (text !== '') socket.write(text);
    }
  }
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return sockets;
}

async function report(): Promise<number> {
  const body = JSON.stringify({ call_id: 'CB-1.1.1', stage: 'answered' });
  const at = new Date();
  const headers = {
    'webhook-id': 'r-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(SECRET).sign('r-1', at, body),
  };
  const url = `http://127.0.0.1:${port}/v1/reports`;
  return (await fetch(url, { method: 'POST', body, headers })).status;
}

const readiness = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;

const HALF = 'POST /v1/reports HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{';
const CROWDS: [what: string, text: string][] = [
  ['that say nothing', ''],
  ['that stop within their headers', 'POST /v1/reports HTTP/1.1\r\nx: '],
  ['that stop within their body', HALF],
  ['that were answered and stay', 'GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n'],
];
for (const [what, text] of CROWDS) {
  it(`takes a report, and tells its health, beside 260 connections ${what}`, async () => {
    await crowd(260, text);
    expect(await report()).toBe(200);
    expect(await readiness()).toBe(200);
  });
}

it('takes a report beside a crowd that comes from many addresses', async () => {
  const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
  await crowd(100, HALF, addresses);
  expect(await report()).toBe(200);
  expect(await readiness()).toBe(200);
});

it('closes the connections of an address that has more than its share, and no other', async () => {
  const [good] = await crowd(1, HALF, ['127.0.0.9']);
  const crowded = await crowd(200, HALF, ['127.0.0.2']);
  expect(await report()).toBe(200);
  expect(good?.destroyed).toBe(false);
  const open = crowded.filter((socket) => !socket.destroyed && !socket.readableEnded);
  expect(open.length).toBeLessThanOrEqual(128);
});
