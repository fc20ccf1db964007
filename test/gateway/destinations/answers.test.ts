// What each answer of a platform means: by its status, the moment that it names, and a body that contradicts it.
import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigSchema } from '#gateway/config/index.ts';
import { type HttpAnswer, outcomeOf } from '#gateway/destinations/http-answer.ts';
import { destinationsOf } from '#gateway/ports.ts';
import { caseOf, deliveryOf, greenOf } from '#test/contract/deliveries.ts';
import { type Received, SECRET, TestServer, webhookTo } from './server.ts';

const NOW = Date.UTC(2026, 9, 21, 7, 0, 0);
const outcome = (status: number, more: Partial<HttpAnswer> = {}) =>
  outcomeOf({ status, ...more }, NOW);

describe('a status', () => {
  for (const status of [200, 201, 204]) {
    it(`${status} is an acceptance`, () => {
      expect(outcome(status)).toEqual({ kind: 'accepted' });
    });
  }

  it('202 is unknown: it arrived, and the accept deadline runs on', () => {
    expect(outcome(202)).toEqual({ kind: 'unknown' });
  });

  for (const status of [410, 413, 415, 422]) {
    it(`${status} is refused for ever`, () => {
      const detail = `HTTP ${status}`;
      expect(outcome(status)).toEqual({ kind: 'refused', code: 'REFUSED', detail });
    });
  }

  // 400 too: many answer it to a signature that they can't verify, and that is mended by a person.
  for (const status of [203, 206, 301, 304, 307, 400, 401, 403, 404, 409]) {
    it(`${status} is REFUSED, and tried again: somebody may mend it`, () => {
      const detail = `HTTP ${status}`;
      expect(outcome(status)).toEqual({ kind: 'failed', code: 'REFUSED', detail });
    });
  }

  for (const status of [500, 502, 504, 599]) {
    it(`${status} is BROKEN`, () => {
      expect(outcome(status)).toMatchObject({ kind: 'failed', code: 'BROKEN' });
    });
  }

  for (const status of [429, 503]) {
    it(`${status} is BUSY`, () => {
      const detail = `HTTP ${status}`;
      expect(outcome(status)).toEqual({ kind: 'failed', code: 'BUSY', detail });
    });
  }
});

describe('the moment that 429 and 503 name', () => {
  const asked = (retryAfter: string, date?: string) => outcome(503, { retryAfter, date });

  it('is in some seconds', () => {
    expect(asked('7')).toMatchObject({ code: 'BUSY', afterMs: 7_000 });
    expect(asked('0')).toMatchObject({ afterMs: 0 });
  });

  it('is at a date, by the clock of the platform when it says what that shows', () => {
    expect(asked('Wed, 21 Oct 2026 07:00:30 GMT')).toMatchObject({ afterMs: 30_000 });
    const fast = 'Wed, 21 Oct 2026 09:59:50 GMT';
    expect(asked('Wed, 21 Oct 2026 10:00:00 GMT', fast)).toMatchObject({ afterMs: 10_000 });
  });

  it('is now when its date is over', () => {
    expect(asked('Wed, 21 Oct 2026 06:00:00 GMT')).toMatchObject({ afterMs: 0 });
  });

  for (const value of [
    '',
    ' ',
    '-1',
    'soon',
    '1e9',
    '999999999',
    '3601',
    'NaN',
    '0x10',
    '7 7',
    '1.5',
    'Wed, 21 Oct 2099 07:28:00 GMT',
    'Wed, 32 Oct 2026 07:28:00 GMT',
    '2026-10-21T07:00:30Z',
  ]) {
    it(`is not believed when it is "${value}"`, () => {
      expect(asked(value)).toEqual({ kind: 'failed', code: 'BUSY', detail: 'HTTP 503' });
    });
  }
});

describe('on the wire', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await new TestServer().start();
  });
  afterEach(() => server.stop());

  const never = () => new AbortController().signal;
  const answerWith = (status: number, headers: Record<string, string> = {}, body = '{}') => {
    server.answer = (response: ServerResponse) => response.writeHead(status, headers).end(body);
  };
  const deliver = () => webhookTo(`${server.origin}/events`).deliver(deliveryOf(1), never());

  for (const status of [301, 302, 303, 307, 308]) {
    it(`${status} is not followed: a resident's data goes nowhere else`, async () => {
      answerWith(status, { location: `${server.origin}/elsewhere` });
      expect(await deliver()).toMatchObject({ kind: 'failed', code: 'REFUSED' });
      expect(server.received.map(({ url }) => url)).toEqual(['/events']);
    });
  }

  it('an error in a 200 is seen, whatever kind of JSON it says it is', async () => {
    const body = '{"accepted":false,"why":"Maria"}';
    for (const [type, text] of [
      ['application/json', body],
      ['application/problem+json; charset=utf-8', body],
      ['text/json', body],
      ['application/json', `\ufeff${body}`],
    ] as const) {
      answerWith(200, { 'content-type': type }, text);
      const outcome = await deliver();
      expect(outcome).toMatchObject({ kind: 'failed', code: 'BROKEN' });
      expect(JSON.stringify(outcome)).not.toMatch(/Maria/);
    }
  });

  it('and so is one in JSON that is called a page, a text, or nothing: many platforms leave the type as it is', async () => {
    for (const type of ['text/html; charset=utf-8', 'text/plain', undefined]) {
      answerWith(200, type === undefined ? {} : { 'content-type': type }, '{"code":500,"msg":"x"}');
      expect(await deliver()).toMatchObject({ kind: 'failed', code: 'BROKEN' });
    }
  });

  it('the words of a page in HTML and of an image are not', async () => {
    for (const [type, body] of [
      ['text/html', '<p>{"accepted":false}</p>'],
      ['image/png', '{"accepted":false}'],
    ] as const) {
      answerWith(200, { 'content-type': type }, body);
      expect(await deliver()).toEqual({ kind: 'accepted' });
    }
  });

  it('JSON that is none is no acceptance: nobody can tell what it says', async () => {
    answerWith(200, { 'content-type': 'application/json' }, '{"accepted":false');
    expect(await deliver()).toMatchObject({ kind: 'failed', code: 'BROKEN' });
  });

  it('with accepted_when nothing is an acceptance but what it names, whatever the type and the status', async () => {
    const acceptedWhen = { field: 'code', equals: [1] };
    const webhook = webhookTo(server.origin, Date.now, undefined, { acceptedWhen });
    const said = async (status: number, body: string, type = 'application/json') => {
      answerWith(status, { 'content-type': type }, body);
      return await webhook.deliver(deliveryOf(1), never());
    };
    expect(await said(200, '{"code":1,"msg":"Maria"}')).toEqual({ kind: 'accepted' });
    expect(await said(201, '{"code":"1"}', 'application/octet-stream')).toEqual({
      kind: 'accepted',
    });
    expect(await said(202, '{"code":1}')).toEqual({ kind: 'unknown' });
    expect(await said(500, '{"code":1}')).toMatchObject({ kind: 'failed', code: 'BROKEN' });
    for (const [status, body] of [
      [200, '{"code":0,"msg":"Maria"}'],
      [200, '{}'],
      [200, ''],
      [200, '<p>1</p>'],
      [204, ''],
    ] as [number, string][]) {
      expect([body, await said(status, body)]).toEqual([
        body,
        {
          kind: 'failed',
          code: 'BROKEN',
          detail: `HTTP ${status}, but "code" in its body is not as accepted_when says`,
        },
      ]);
    }
  });

  it('with accepted_when half an answer is none', async () => {
    const acceptedWhen = { field: 'code', equals: 1 };
    const webhook = webhookTo(server.origin, Date.now, undefined, { acceptedWhen });
    server.answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '99' });
      response.write('{"code":1}', () => response.destroy());
    };
    expect(await webhook.deliver(deliveryOf(1), never())).toMatchObject({ code: 'BROKEN' });
  });

  it('accepted_when is what the configuration says', async () => {
    answerWith(200, { 'content-type': 'application/json' }, '{"code":1}');
    const of = (changes: object) => {
      const site = { type: 'webhook', url: server.origin, secret: { env: 'S' }, ...changes };
      const config = ConfigSchema.parse({ destinations: { site } });
      return destinationsOf(config, { site: { secret: SECRET } }, {}).site;
    };
    for (const [accepted_when, kind] of [
      [undefined, 'failed'],
      [{ field: 'code', equals: 1 }, 'accepted'],
      ['status', 'accepted'],
    ]) {
      const changes = accepted_when === undefined ? {} : { accepted_when };
      expect(await of(changes)?.deliver(deliveryOf(1), never())).toMatchObject({ kind });
    }
  });

  it('a platform that can not verify our signature, by its clock or its secret, is REFUSED, and verifies the next attempt', async () => {
    let secret = SECRET;
    server.answer = (response) => {
      const { headers, body } = server.received.at(-1) as Received;
      try {
        new Webhook(secret).verify(body, headers as Record<string, string>);
        response.writeHead(204).end();
      } catch {
        response.writeHead(401).end();
      }
    };
    let offMs = 0;
    const webhook = webhookTo(server.origin, () => Date.now() + offMs);
    for (offMs of [-301_000, 301_000]) {
      expect(await webhook.deliver(deliveryOf(1), never())).toEqual({
        kind: 'failed',
        code: 'REFUSED',
        detail: 'HTTP 401',
      });
    }
    offMs = 0;
    secret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect(await webhook.deliver(deliveryOf(1), never())).toMatchObject({ code: 'REFUSED' });
    secret = SECRET;
    expect(await webhook.deliver(deliveryOf(1), never())).toEqual({ kind: 'accepted' });
  });

  it('410 is forgotten with a reload', async () => {
    const webhook = webhookTo(server.origin);
    answerWith(410);
    await webhook.deliver(greenOf(1), never());
    answerWith(200);
    webhook.renew();
    expect(await webhook.deliver(greenOf(1), never())).toEqual({ kind: 'accepted' });
  });

  it('410 stops all but red until a reload, or red is accepted again', async () => {
    const webhook = webhookTo(server.origin);
    answerWith(410);
    const gone = { kind: 'refused', code: 'REFUSED', detail: 'HTTP 410' };
    expect(await webhook.deliver(greenOf(1), never())).toEqual(gone);
    answerWith(200);
    for (const delivery of [greenOf(2), caseOf()]) {
      expect(await webhook.deliver(delivery, never())).toMatchObject({ kind: 'refused' });
    }
    expect(server.received).toHaveLength(1);
    expect(await webhook.deliver(deliveryOf(3), never())).toEqual({ kind: 'accepted' });
    expect(await webhook.deliver(greenOf(2), never())).toEqual({ kind: 'accepted' });
  });
});
