// The webhook: what goes over the wire, what each answer means, and what never gets into a log.
import type { ServerResponse } from 'node:http';
import { CloudEvent, type CloudEventV1, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostLookup } from '#gateway/destinations/lookup.ts';
import { deliveryOf, PERSONAL } from '#test/contract/destination.contract.ts';
import { MINUTE } from '../presses.ts';
import { deadOrigin, type Received, SECRET, TestServer, webhookTo } from './server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await new TestServer().start();
});
afterEach(() => server.stop());

const never = () => new AbortController().signal;
const deliver = (delivery = deliveryOf(1)) =>
  webhookTo(`${server.origin}/events`).deliver(delivery, never());

async function receivedOf(delivery = deliveryOf(1)): Promise<Received> {
  await deliver(delivery);
  const received = server.received.at(-1);
  if (received === undefined) throw new Error('nothing was received');
  return received;
}

function answerWith(status: number, headers: Record<string, string> = {}): void {
  server.answer = (response: ServerResponse) => response.writeHead(status, headers).end('{}');
}

const signed = ({ headers, body }: Received) =>
  new Webhook(SECRET).verify(body, headers as Record<string, string>);

describe('a press on the wire', () => {
  it('is a CloudEvent in structured mode', async () => {
    const { method, url, headers, body } = await receivedOf();
    expect([method, url]).toEqual(['POST', '/events']);
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    const event = HTTP.toEvent({ headers, body }) as CloudEventV1<unknown>;
    expect(new CloudEvent(event).validate()).toBe(true);
    expect(event).toMatchObject({
      specversion: '1.0',
      id: 'CB-1/1/1',
      source: '/g/1',
      type: 'callbutton.press.v1',
      subject: 'CB-1',
      time: '2026-01-02T03:04:05.678Z',
    });
  });

  it('carries the call, the press and the home', async () => {
    const { body } = await receivedOf();
    expect(JSON.parse(body).data).toEqual({
      call_id: 'CB-1.1.1',
      key: 'red',
      joined: false,
      count: 1,
      test: false,
      stored: true,
      route: 'first',
      age_ms: 0,
      age_is_lower_bound: false,
      device_id: 'CB-1',
      group: 'street-1',
      home: { reference: '4711', name: PERSONAL },
    });
  });

  it('names the former call, and says so when it joined, is a test, is late or is not stored', async () => {
    const { press, call } = deliveryOf(1);
    const changed = { joined: true, test: true, ageMs: 90_000, ageIsLowerBound: true, count: 3 };
    const delivery = deliveryOf(1, {
      press: { ...press, ...changed },
      call: { ...call, formerCallId: 'CB-1.1.0' },
      stored: false,
    });
    expect(JSON.parse((await receivedOf(delivery)).body).data).toMatchObject({
      former_call_id: 'CB-1.1.0',
      joined: true,
      test: true,
      stored: false,
      count: 3,
      age_ms: 90_000,
      age_is_lower_bound: true,
    });
  });

  it('says why this destination gets it: first, fallback, or which step of the escalation', async () => {
    const data = async (step: 'fallback' | number) =>
      JSON.parse((await receivedOf(deliveryOf(1, { step }))).body).data;
    expect(await data('fallback')).toMatchObject({ route: 'fallback' });
    expect(await data('fallback')).not.toHaveProperty('escalation');
    expect(await data(2)).toMatchObject({ route: 'escalation', escalation: 2 });
  });

  it('is signed: the bytes, the id and the moment', async () => {
    const received = await receivedOf();
    expect(() => signed(received)).not.toThrow();
    expect(() => signed({ ...received, body: `${received.body} ` })).toThrow();
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const headers = { ...received.headers, [name]: `${received.headers[name]}1` };
      expect(() => signed({ ...received, headers })).toThrow();
    }
  });

  it('is signed with every secret while they rotate: a receiver with any of them is content', async () => {
    const next = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const webhook = webhookTo(server.origin, Date.now, new HostLookup(), {
      secret: `${next} ${SECRET}`,
    });
    await webhook.deliver(deliveryOf(1), never());
    const { headers, body } = server.received[0] as Received;
    expect(String(headers['webhook-signature'])).toMatch(/^v1,\S{44} v1,\S{44}$/);
    for (const secret of [next, SECRET]) {
      const verify = () => new Webhook(secret).verify(body, headers as Record<string, string>);
      expect(verify).not.toThrow();
    }
  });

  it('is signed anew at every attempt, with the same id and the same bytes', async () => {
    let now = Date.now() - 2 * MINUTE;
    const webhook = webhookTo(server.origin, () => now);
    await webhook.deliver(deliveryOf(1), never());
    now += 90_000;
    await webhook.deliver(deliveryOf(1), never());
    const [first, second] = server.received as [Received, Received];
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe('CB-1/1/1');
    expect(first.headers['webhook-id']).toBe('CB-1/1/1');
    const stamp = (received: Received) => Number(received.headers['webhook-timestamp']);
    expect(stamp(second) - stamp(first)).toBe(90);
    for (const received of [first, second]) expect(() => signed(received)).not.toThrow();
  });

  it('survives every character in the home', async () => {
    const name = '王小明 “O’Neill” \u0000\u2028 <&> 🆘';
    const { body } = await receivedOf(deliveryOf(1, { home: { reference: '1', name } }));
    expect(JSON.parse(body).data.home.name).toBe(name);
  });
});

describe('what goes into a log', () => {
  it('names the system’s reason when nobody listens', async () => {
    const outcome = await webhookTo(await deadOrigin()).deliver(deliveryOf(1), never());
    expect(outcome).toEqual({ kind: 'failed', code: 'UNREACHABLE', detail: 'ECONNREFUSED' });
  });

  const secrets = /Maria|Gartenweg|4711|hunter2|whsec|token/;
  for (const path of ['/events?token=hunter2', '/hunter2']) {
    it(`never shows a secret in an address like ${path}, nor the home`, async () => {
      const answers = [
        () => answerWith(500),
        () => answerWith(302, { location: '/x?token=hunter2' }),
        () => {
          server.answer = (response) => response.socket?.destroy();
        },
      ];
      for (const answer of answers) {
        answer();
        const outcome = await webhookTo(server.origin + path).deliver(deliveryOf(1), never());
        expect(JSON.stringify(outcome)).not.toMatch(secrets);
      }
      const dead = webhookTo((await deadOrigin()) + path);
      expect(JSON.stringify(await dead.deliver(deliveryOf(1), never()))).not.toMatch(secrets);
    });
  }

  it('never shows a password in an address that cannot be used', async () => {
    const webhook = webhookTo('http://user:hunter2@127.0.0.1:9/');
    const outcome = await webhook.deliver(deliveryOf(1), never());
    expect(outcome).toMatchObject({ kind: 'failed', code: 'UNREACHABLE' });
    expect(JSON.stringify(outcome)).not.toMatch(secrets);
  });
});
