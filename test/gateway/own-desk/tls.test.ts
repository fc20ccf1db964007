// A desk for the whole office: on an address of the network it speaks TLS alone, and its gateway trusts this certificate alone.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get, request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { WebhookDestination } from '#gateway/destinations/webhook.ts';
import { KEY_GREEN } from '#protocol/messages.ts';
import { deliveryOf } from '#test/contract/deliveries.ts';
import { SECRET } from '#test/support/test-gateway.ts';
import { PASSWORD } from '../desk/officer.ts';
import { Office } from './own-desk.ts';

async function answerTo(options: { port: number; ca: string; path: string; cookie?: string }) {
  const { port, ca, path, cookie } = options;
  const asked = get({ port, ca, path, headers: cookie === undefined ? {} : { cookie } });
  onTestFinished(() => void asked.destroy());
  asked.on('error', () => {});
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  return response;
}

it('beyond this machine the pages are encrypted, the cookie goes over nothing else, and calls come', async () => {
  const office = await Office.start({ desk: { host: '0.0.0.0' } });
  await office.isUp();
  expect(office.desk.place).toBe(`https://0.0.0.0:${office.port}`);
  await expect(fetch(`http://127.0.0.1:${office.port}/`)).rejects.toThrow();
  const ca = await readFile(join(office.data, 'tls', 'cert.pem'), 'utf8');
  const { port } = office;
  const first = request({
    port,
    ca,
    path: '/api/first-account',
    method: 'POST',
    headers: { 'x-call-button': 'desk' },
  });
  first.end(JSON.stringify({ name: 'Ann', password: PASSWORD }));
  const [made] = (await once(first, 'response')) as [IncomingMessage];
  made.resume();
  expect(made.statusCode).toBe(200);
  const [set = ''] = made.headers['set-cookie'] ?? [];
  expect(set).toMatch(/; Secure/);
  const cookie = set.split(';')[0] as string;
  office.home().press(KEY_GREEN);
  const stream = await answerTo({ port, ca, path: '/api/stream', cookie });
  let heard = '';
  for await (const bytes of stream) {
    heard += bytes;
    if (heard.includes('"callId"')) break;
  }
  expect(heard).toContain('"key":"green"');
});

it('another program that took the port with a certificate of the same names gets no call', async () => {
  const office = await Office.start({ desk: { host: '0.0.0.0' } });
  await office.isUp();
  const { ca = '' } = (await office.desk.trust()) ?? {};
  const wrong = `${'AB:'.repeat(31)}AB`;
  const destination = new WebhookDestination({
    name: 'desk',
    url: office.desk.eventsUrl,
    secret: SECRET,
    source: '/gateways/g',
    utc: Date.now,
    tls: { ca, pin: wrong },
  });
  onTestFinished(() => destination.stop());
  const outcome = await destination.deliver(deliveryOf(1), new AbortController().signal);
  expect(outcome).toMatchObject({ kind: 'failed', code: 'UNREACHABLE' });
  // The same without the wrong pin arrives, so that it is the pin that refuses.
  const socket = connect({ port: office.port, ca });
  await once(socket, 'secureConnect');
  socket.destroy();
});
