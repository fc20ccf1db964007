// What each answer of a platform means: by its status, the moment that it names, and a body that contradicts it.
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, outcomeOf } from '#gateway/destinations/answer.ts';
import { caseOf, deliveryOf, greenOf } from '#test/contract/deliveries.ts';
import { TestServer, webhookTo } from './server.ts';

const NOW = Date.UTC(2026, 9, 21, 7, 0, 0);
const outcome = (status: number, more: Partial<Answer> = {}) => outcomeOf({ status, ...more }, NOW);

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
    ...['', ' ', '-1', 'soon', '1e9', '999999999', '3601', 'NaN', '0x10', '7 7', '1.5'],
    ...['Wed, 21 Oct 2099 07:28:00 GMT', 'Wed, 32 Oct 2026 07:28:00 GMT', '2026-10-21T07:00:30Z'],
  ]) {
    it(`is not believed when it is "${value}"`, () => {
      expect(asked(value)).toEqual({ kind: 'failed', code: 'BUSY', detail: 'HTTP 503' });
    });
  }
});

describe('a success whose JSON body', () => {
  const noes = [
    ...[{ accepted: false }, { success: false }, { error: 'database is down' }],
    ...[{ error: { code: 7 } }, { errors: ['x'] }, { error: true }],
  ];
  for (const json of noes) {
    it(`says ${JSON.stringify(json)} is BROKEN: the light must not tell what is not true`, () => {
      const detail = 'HTTP 200, but its body says no';
      expect(outcome(200, { json })).toEqual({ kind: 'failed', code: 'BROKEN', detail });
    });
  }

  const others = [
    ...[undefined, null, 'error', 7, [], {}, { error: null }, { error: '' }, { errors: [] }],
    ...[{ error: 0 }, { error: {} }, { accepted: true }, { code: 500 }, { accepted: 'false' }],
  ];
  for (const json of others) {
    it(`says ${JSON.stringify(json)} is an acceptance: the status decides`, () => {
      expect(outcome(200, { json })).toEqual({ kind: 'accepted' });
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

  it('the words of a page in HTML, and of JSON that is none, are not', async () => {
    answerWith(200, { 'content-type': 'text/html' }, '{"accepted":false}');
    expect(await deliver()).toEqual({ kind: 'accepted' });
    answerWith(200, { 'content-type': 'application/json' }, '{"accepted":false');
    expect(await deliver()).toEqual({ kind: 'accepted' });
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
