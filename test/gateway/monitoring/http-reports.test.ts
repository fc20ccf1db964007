// The way back: reports that come early, late, repeated, in floods, off time, or from nobody; each with its answer.
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Refusals } from '#gateway/device-link/refusals.ts';
import { judgeHealth } from '#gateway/monitoring/health.ts';
import { Http } from '#gateway/reports/http.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { ACCEPTED, CallsBench } from '../delivery/bench.ts';
import { HOUR, MINUTE, press, SECOND } from '../presses.ts';

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const CALL = 'CB-1.1.1';

let bench: CallsBench;
let time: MovingClock;
let http: Http;
let port: number;

beforeEach(async () => {
  bench = await new CallsBench().start();
  time = new MovingClock();
  const facts = { connected: 0, devices: 1, journalProblem: undefined, unrouted: [] };
  http = new Http({
    calls: bench.calls,
    refusals: new Refusals(bench.log),
    time,
    secrets: { red: `${secretOf(2)} ${secretOf(1)}`, green: secretOf(3) },
    health: () => judgeHealth({ ...facts, refusals: {}, isServing: true }, 0),
    events: () => 'asyncapi: 3.0.0\n',
  });
  port = await http.start('127.0.0.1', 0);
  onTestFinished(() => http.stop());
});

interface Signing {
  secret?: string;
  /** From now on, milliseconds. */
  off?: number;
}

async function send(value: unknown, { secret = secretOf(1), off = 0 }: Signing = {}) {
  const body = Buffer.isBuffer(value) ? value.toString() : JSON.stringify(value);
  const at = new Date(time.utc() + off);
  const headers = {
    'webhook-id': 'r-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('r-1', at, body),
  };
  return await post(body, headers);
}

async function post(body: string, headers: Record<string, string>) {
  const url = `http://127.0.0.1:${port}/v1/reports`;
  const response = await fetch(url, { method: 'POST', body, headers });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
}

const report = (stage: string, call_id = CALL, signing?: Signing) =>
  send({ call_id, stage }, signing);

async function accepted(): Promise<void> {
  await bench.calls.take(press());
  await bench.red.last.answer(ACCEPTED);
}

describe('a report that comes early', () => {
  it('while the press is still being handed over counts, and is its acceptance', async () => {
    await bench.calls.take(press());
    expect(await report('answered')).toMatchObject({ status: 200, body: { stage: 'answered' } });
    await bench.red.last.answer({ kind: 'unknown' });
    expect(await bench.journal.openPresses()).toEqual([]);
  });

  it('before its destination was offered the call is 409: report again later', async () => {
    await bench.calls.take(press());
    const early = await report('answered', CALL, { secret: secretOf(3) });
    expect(early).toMatchObject({ status: 409, body: { code: 'REPORT_NOT_DELIVERED' } });
  });
});

describe('a report that comes late or again', () => {
  it('is answered with where the call is, as often as it comes', async () => {
    await accepted();
    for (let time = 0; time < 3; time++) {
      expect(await report('closed')).toMatchObject({ status: 200, body: { stage: 'closed' } });
    }
    for (const stage of ['accepted', 'answered', 'dispatched']) {
      expect(await report(stage)).toMatchObject({ status: 200, body: { stage: 'closed' } });
    }
    const news = bench.heard().filter((one) => one === `${CALL} closed 1`);
    expect(news).toHaveLength(1);
  });

  it('on a call that closed itself is 200, too', async () => {
    await accepted();
    await bench.clock.advance(25 * HOUR);
    expect(await report('answered')).toMatchObject({ status: 200, body: { stage: 'closed' } });
  });

  it('on a call that the journal has forgotten is 404', async () => {
    expect(await report('closed', 'CB-1.1.99')).toMatchObject({
      status: 404,
      body: { code: 'REPORT_UNKNOWN_CALL' },
    });
  });
});

describe('a report while secrets rotate', () => {
  it('counts with any of those of its destination', async () => {
    await accepted();
    expect((await report('answered', CALL, { secret: secretOf(1) })).status).toBe(200);
    expect((await report('dispatched', CALL, { secret: secretOf(2) })).status).toBe(200);
    expect((await report('closed', CALL, { secret: secretOf(4) })).status).toBe(401);
  });
});

describe('the moment of a report', () => {
  for (const off of [-5 * MINUTE, 5 * MINUTE]) {
    it(`counts while the clocks are ${off / SECOND} s apart`, async () => {
      await accepted();
      expect((await report('answered', CALL, { off })).status).toBe(200);
    });
  }

  for (const off of [-5 * MINUTE - SECOND, 5 * MINUTE + SECOND]) {
    it(`that is ${off / SECOND} s off is REPORT_CLOCK, with our time for whoever looks for the wrong clock`, async () => {
      await accepted();
      const answer = await report('answered', CALL, { off });
      const gateway_time = new Date(time.utc()).toISOString();
      expect(answer).toMatchObject({ status: 401, body: { code: 'REPORT_CLOCK', gateway_time } });
      expect(bench.calls.openCallsOf('CB-1')[0]?.stage).toBe('accepted');
    });
  }

  it('tells nothing to somebody who has no secret', async () => {
    const answer = await report('answered', CALL, { secret: secretOf(9), off: -HOUR });
    expect(answer.body).toEqual({ code: 'REPORT_SIGNATURE', message: expect.any(String) });
  });
});

describe('a signature', () => {
  const body = JSON.stringify({ call_id: CALL, stage: 'answered' });
  const good = () => {
    const at = new Date(time.utc());
    return {
      'webhook-id': 'r-1',
      'webhook-timestamp': String(at.getTime() / 1_000),
      'webhook-signature': new Webhook(secretOf(1)).sign('r-1', at, body),
    };
  };

  it('that is one bit off is REPORT_SIGNATURE, whichever bit', async () => {
    await accepted();
    const signature = Buffer.from(good()['webhook-signature'].slice(3), 'base64');
    for (const bit of [0, 7, 100, 255]) {
      const flipped = Buffer.from(signature);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      const headers = { ...good(), 'webhook-signature': `v1,${flipped.toString('base64')}` };
      expect(await post(body, headers)).toMatchObject({
        status: 401,
        body: { code: 'REPORT_SIGNATURE' },
      });
    }
  });

  for (const value of ['v1', 'v1,', ',', 'v2,AAAA', 'v1a,AAAA', 'v1,%%%', 'v1,'.repeat(2_000)]) {
    it(`"${value.slice(0, 12)}" is none`, async () => {
      const headers = { ...good(), 'webhook-signature': value };
      expect((await post(body, headers)).status).toBe(401);
    });
  }

  for (const value of ['', '-1', '1e9', '0x10', ' 1', '1.5', '9'.repeat(13)]) {
    it(`of the moment "${value}" is none`, async () => {
      const headers = { ...good(), 'webhook-timestamp': value };
      expect((await post(body, headers)).status).toBe(401);
    });
  }
});

describe('a flood of reports on calls that nobody knows', () => {
  const flood = async () => {
    const answers: Awaited<ReturnType<typeof report>>[] = [];
    for (let call = 0; call < 70; call++) answers.push(await report('closed', `CB-9.9.${call}`));
    return answers;
  };

  it('is REPORT_FLOOD after 60, with the moment at which to try again', async () => {
    const answers = await flood();
    const codes = answers.map(({ body }) => body.code);
    expect(codes.slice(0, 60).every((code) => code === 'REPORT_UNKNOWN_CALL')).toBe(true);
    expect(codes.slice(60).every((code) => code === 'REPORT_FLOOD')).toBe(true);
    expect(answers.at(-1)).toMatchObject({ status: 429 });
    expect(answers.at(-1)?.headers.get('retry-after')).toBe('1');
  });

  it('does not starve a report on a call that is open, nor another platform', async () => {
    await accepted();
    await bench.calls.take(press({ key: 'green', seq: 2 }));
    await bench.green.last.answer(ACCEPTED);
    await flood();
    expect((await report('answered')).status).toBe(200);
    const other = await report('closed', 'CB-9.9.9', { secret: secretOf(3) });
    expect(other.status).toBe(404);
  });

  it('is over soon after it ends', async () => {
    await flood();
    await time.advance(5 * SECOND);
    const codes: number[] = [];
    for (let call = 0; call < 7; call++) codes.push((await report('closed', 'CB-9.9.9')).status);
    expect(codes).toEqual([404, 404, 404, 404, 404, 429, 429]);
  });
});

describe('garbage', () => {
  for (const value of ['\u0000', '{"call_id":', '[[[[', '"\ud800"', '1e999']) {
    it(`that is signed is REPORT_MALFORMED: ${JSON.stringify(value)}`, async () => {
      const answer = await send(Buffer.from(value));
      expect(answer).toMatchObject({ status: 400, body: { code: 'REPORT_MALFORMED' } });
    });
  }
});

describe('the description of the events', () => {
  it('is served', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/asyncapi.yaml`);
    expect(response.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect(await response.text()).toBe('asyncapi: 3.0.0\n');
  });
});
