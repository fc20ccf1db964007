// The HTTP listener: reports count only when they are signed, fresh and well formed; health shows no names.
import { once } from 'node:events';
import { request } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Refusals } from '#gateway/device-link/refusals.ts';
import { GatewayError } from '#gateway/domain/errors.ts';
import { judgeHealth } from '#gateway/monitoring/health.ts';
import { Http } from '#gateway/reports/http.ts';
import { ACCEPTED, CallsBench } from '../delivery/bench.ts';
import { press } from '../presses.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const SECOND_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const FOREIGN_SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const WELL = { connected: 2, devices: 3, journalProblem: undefined, unrouted: [], isServing: true };
const ANSWERED = { call_id: 'CB-1.1.1', stage: 'answered' };

let bench: CallsBench;
let refusals: Refusals;
let http: Http;
let port: number;
let onDuty: unknown[];

beforeEach(async () => {
  bench = new CallsBench();
  await bench.calls.start();
  refusals = new Refusals(bench.log);
  const secrets = { red: SECRET, other: SECOND_SECRET };
  onDuty = [];
  const duty = {
    heard: (by: readonly string[], officers: number) => {
      onDuty.push([...by, officers]);
      return 7;
    },
  };
  const health = () => judgeHealth({ ...WELL, refusals: refusals.counts() }, Date.now());
  http = new Http({ calls: bench.calls, refusals, secrets, health, duty });
  port = await http.start('127.0.0.1', 0);
  onTestFinished(() => http.stop());
  await bench.calls.take(press());
  await bench.red.last.answer(ACCEPTED);
});

interface Signing {
  secret?: string;
  at?: Date;
  id?: string;
}

function headersFor(body: string, { secret = SECRET, at = new Date(), id = 'r-1' }: Signing = {}) {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

async function post(body: string | Buffer, headers: Record<string, string>, path = '/v1/reports') {
  const url = `http://127.0.0.1:${port}${path}`;
  const response = await fetch(url, { method: 'POST', body, headers });
  return { status: response.status, body: await response.json() };
}

/** With the headers as they are: fetch mends some and refuses others. Returns the status. */
async function sent(body: string, headers: Record<string, string>): Promise<number> {
  const asked = request({ port, host: '127.0.0.1', method: 'POST', path: '/v1/reports', headers });
  const [response] = await once(asked.end(body), 'response');
  response.resume();
  return response.statusCode;
}

const report = (value: unknown, signing?: Signing) => {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return post(body, headersFor(body, signing));
};

const stage = () => bench.calls.openCallsOf('CB-1')[0]?.stage;

describe('a signed report', () => {
  it('moves the call on and is answered with where the call is', async () => {
    expect(await report(ANSWERED)).toEqual({ status: 200, body: ANSWERED });
    expect(stage()).toBe('answered');
  });

  it('is signed with the new secret from the moment at which that is replaced', async () => {
    http.replaceSecrets({ red: FOREIGN_SECRET });
    expect((await report(ANSWERED)).status).toBe(401);
    expect((await report(ANSWERED, { secret: FOREIGN_SECRET })).status).toBe(200);
  });

  it('may come again, and may come late', async () => {
    await report({ ...ANSWERED, stage: 'dispatched' });
    expect(await report(ANSWERED)).toMatchObject({ status: 200, body: { stage: 'dispatched' } });
  });

  it('may carry more than this version knows, under any content type', async () => {
    const body = JSON.stringify({ ...ANSWERED, operator: 7 });
    for (const type of ['text/plain', 'application/cloudevents+json']) {
      const headers = { ...headersFor(body), 'content-type': type };
      expect((await post(body, headers)).status).toBe(200);
    }
  });

  it('counts whatever its content type is called: the signature decides', async () => {
    const body = JSON.stringify(ANSWERED);
    const types = [
      'json',
      '',
      'application/json charset=utf-8',
      ';',
      'a/b/c',
      '*/*',
      '"',
      'x'.repeat(300),
    ];
    for (const type of types) {
      const headers = { ...headersFor(body), 'content-type': type };
      expect([type, await sent(body, headers)]).toEqual([type, 200]);
    }
    const { 'content-type': _, ...without } = headersFor(body);
    expect(await sent(body, without)).toBe(200);
    expect(refusals.counts()).toEqual({});
  });

  it('may begin with a byte order mark', async () => {
    const body = `\ufeff${JSON.stringify(ANSWERED)}`;
    expect(await report(body)).toEqual({ status: 200, body: ANSWERED });
  });

  it('counts for calls of its own destination only', async () => {
    const answer = await report(ANSWERED, { secret: SECOND_SECRET });
    expect(answer).toMatchObject({ status: 409, body: { code: 'REPORT_NOT_DELIVERED' } });
    expect(stage()).toBe('accepted');
  });

  it('may carry several signatures, one of which is right', async () => {
    const body = JSON.stringify(ANSWERED);
    const headers = headersFor(body);
    const several = `v1,${Buffer.alloc(32).toString('base64')} ${headers['webhook-signature']}`;
    expect((await post(body, { ...headers, 'webhook-signature': several })).status).toBe(200);
  });

  it('on a call that nobody knows is 404', async () => {
    const answer = await report({ ...ANSWERED, call_id: 'CB-9.9.9' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'REPORT_UNKNOWN_CALL' } });
  });

  it('on a call that was offered to nobody yet is 409', async () => {
    const release = bench.journal.hold();
    const taken = bench.calls.take(press({ key: 'green', seq: 2 }));
    const answer = await report({ ...ANSWERED, call_id: 'CB-1.1.2' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'REPORT_NOT_DELIVERED' } });
    release();
    await taken;
  });

  it('that cannot be written is 503: the platform reports again', async () => {
    bench.journal.failure = new Error('IO error: /var/lib/journal: no space left');
    const answer = await report(ANSWERED);
    expect(answer).toMatchObject({ status: 503, body: { code: 'JOURNAL_FAILED' } });
    expect(JSON.stringify(answer)).not.toContain('/var/lib');
    bench.journal.failure = undefined;
    expect((await report(ANSWERED)).status).toBe(200);
  });
});

describe('a report that nobody vouches for is 401', () => {
  const body = JSON.stringify(ANSWERED);
  const forged: [string, () => Promise<{ status: number; body: unknown }>][] = [
    ['without a signature', () => post(body, { 'content-type': 'application/json' })],
    ['without a body', () => post('', headersFor(body))],
    ['with the secret of somebody else', () => report(ANSWERED, { secret: FOREIGN_SECRET })],
    ['with another body', () => post(body.replace('answered', 'closed'), headersFor(body))],
    ['with a body one bit off', () => post(flipped(body), headersFor(body))],
    ['with another id', () => post(body, { ...headersFor(body), 'webhook-id': 'r-2' })],
    ['with another moment', () => post(body, { ...headersFor(body), 'webhook-timestamp': '1' })],
    ['with no moment', () => post(body, { ...headersFor(body), 'webhook-timestamp': 'now' })],
    ['with an empty signature', () => post(body, { ...headersFor(body), 'webhook-signature': '' })],
    [
      'with a signature of zeros',
      () => {
        const signature = `v1,${Buffer.alloc(32).toString('base64')}`;
        return post(body, { ...headersFor(body), 'webhook-signature': signature });
      },
    ] as [string, () => Promise<{ status: number; body: unknown }>],
  ];
  for (const [how, send] of forged) {
    it(`and changes nothing: ${how}`, async () => {
      expect(await send()).toMatchObject({ status: 401, body: { code: 'REPORT_SIGNATURE' } });
      expect(stage()).toBe('accepted');
      expect(refusals.counts()).toEqual({ REPORT_SIGNATURE: 1 });
    });
  }
});

function flipped(body: string): Buffer {
  const bytes = Buffer.from(body);
  bytes[10] = (bytes[10] as number) ^ 1;
  return bytes;
}

describe('a signed report that is malformed is 400', () => {
  const malformed: unknown[] = [
    'not json',
    '{',
    'null',
    '[]',
    '""',
    '0',
    {},
    [ANSWERED],
    { ...ANSWERED, call_id: 1 },
    { ...ANSWERED, call_id: '' },
    { stage: 'answered' },
    { ...ANSWERED, call_id: 'x'.repeat(65) },
    { call_id: 'CB-1.1.1' },
    ...['stored', 'unanswered', 'ANSWERED', '', 3, null].map((value) => ({
      ...ANSWERED,
      stage: value,
    })),
  ];
  for (const value of malformed) {
    it(`and changes nothing: ${JSON.stringify(value).slice(0, 60)}`, async () => {
      expect(await report(value)).toMatchObject({
        status: 400,
        body: { code: 'REPORT_MALFORMED' },
      });
      expect(stage()).toBe('accepted');
    });
  }
});

describe('a report that is refused', () => {
  it('has a code and is counted, whatever is wrong with its type and its body', async () => {
    const body = JSON.stringify(ANSWERED);
    const unsigned = { 'content-type': 'json' };
    expect(await post(body, unsigned)).toMatchObject({ body: { code: 'REPORT_SIGNATURE' } });
    expect(await post(new Uint8Array([0xff, 0xfe]) as Buffer, unsigned)).toMatchObject({
      body: { code: 'REPORT_SIGNATURE' },
    });
    expect(await report('\ufeff\ufeff{}')).toMatchObject({ body: { code: 'REPORT_MALFORMED' } });
    const large = 'x'.repeat(16_385);
    expect(await post(large, { 'content-type': 'a/b/c' })).toMatchObject({
      body: { code: 'REPORT_TOO_LARGE' },
    });
    expect(refusals.counts()).toEqual({
      REPORT_SIGNATURE: 2,
      REPORT_MALFORMED: 1,
      REPORT_TOO_LARGE: 1,
    });
  });
});

describe('the listener', () => {
  it('reads no more than 16 KiB', async () => {
    const body = JSON.stringify({ ...ANSWERED, more: 'x'.repeat(16_384) });
    const answer = await post(body, headersFor(body));
    expect(answer).toMatchObject({ status: 413, body: { code: 'REPORT_TOO_LARGE' } });
    expect(stage()).toBe('accepted');
  });

  it('knows no other paths and methods', async () => {
    const origin = `http://127.0.0.1:${port}`;
    const paths = ['/', '/v1/reports', '/v1', '/healthz/', '/%', '/v1//reports'];
    for (const path of paths) {
      const { status } = await fetch(origin + path);
      expect([400, 404]).toContain(status);
    }
    expect((await fetch(`${origin}/healthz`, { method: 'DELETE' })).status).toBe(404);
  });

  it('answers what is no HTTP without falling over', async () => {
    const broken = request({ port, host: '127.0.0.1', method: 'POST', path: '/v1/reports' });
    broken.setHeader('content-length', '100');
    broken.on('error', () => {});
    await new Promise<void>((resolve) => broken.write('{', () => resolve()));
    broken.destroy();
    expect((await report(ANSWERED)).status).toBe(200);
  });

  it('shows its health: counts, no names', async () => {
    await post('x', {});
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ok',
      reasons: [],
      connected: 2,
      devices: 3,
      refusals: { REPORT_SIGNATURE: 1 },
    });
  });

  it('that finds its port taken says ADDRESS_UNAVAILABLE', async () => {
    const health = () => judgeHealth({ ...WELL, refusals: {} }, Date.now());
    const second = new Http({ calls: bench.calls, refusals, secrets: {}, health });
    onTestFinished(() => second.stop());
    const error = await second.start('127.0.0.1', port).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GatewayError);
    expect(error).toMatchObject({ code: 'ADDRESS_UNAVAILABLE' });
    expect(String(error)).toContain(`127.0.0.1:${port}`);
  });
});

describe('who is on duty', () => {
  const say = (body: string, signing?: Signing) =>
    post(body, headersFor(body, signing), '/v1/duty');

  it('is told by a desk that signs as its platform does, and the answer is how many buttons there are', async () => {
    expect(await say('{"officers":2}')).toEqual({ status: 200, body: { devices: 7 } });
    expect(onDuty).toEqual([['red', 2]]);
  });

  it('is believed of nobody else, and nothing but a number of officers is understood', async () => {
    const wrong: [string, Signing, number, string][] = [
      ['{"officers":2}', { secret: FOREIGN_SECRET }, 401, 'REPORT_SIGNATURE'],
      ['{"officers":2}', { at: new Date(0) }, 401, 'REPORT_CLOCK'],
      ['{"officers":"many"}', {}, 400, 'REPORT_MALFORMED'],
    ];
    for (const [body, signing, status, code] of wrong) {
      expect(await say(body, signing)).toMatchObject({ status, body: { code } });
    }
    expect(onDuty).toEqual([]);
  });
});
