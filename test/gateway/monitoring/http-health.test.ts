// /healthz, /readyz and /metrics over HTTP: the status code says the same as the words.
import { connect } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Refusals } from '#gateway/device-link/refusals.ts';
import { type HealthFacts, judgeHealth } from '#gateway/monitoring/health.ts';
import { Metrics } from '#gateway/monitoring/metrics.ts';
import { Http } from '#gateway/reports/http.ts';
import { CallsBench } from '../delivery/bench.ts';

let facts: HealthFacts;
let origin: string;
let http: Http;
let port: number;

beforeEach(async () => {
  const { calls, log } = new CallsBench();
  const refusals = new Refusals(log);
  facts = {
    connected: 2,
    devices: 5,
    journalProblem: undefined,
    unrouted: [],
    isServing: true,
    refusals: { SEAL_WRONG: 3 },
  };
  const metrics = new Metrics('0.0.0');
  metrics.start({ connected: () => 2, refusals: () => ({}) });
  http = new Http({
    calls,
    refusals,
    secrets: {},
    metrics: () => metrics.text(),
    health: () => judgeHealth(facts, Date.now()),
  });
  port = await http.start('127.0.0.1', 0);
  origin = `http://127.0.0.1:${port}`;
  onTestFinished(async () => {
    metrics.stop();
    await http.stop();
  });
});

async function get(path: string) {
  const response = await fetch(origin + path);
  return { status: response.status, body: await response.json() };
}

describe('/healthz', () => {
  it('is 200 with status, reasons and counts', async () => {
    expect(await get('/healthz')).toEqual({
      status: 200,
      body: {
        status: 'ok',
        reasons: [],
        connected: 2,
        devices: 5,
        refusals: { SEAL_WRONG: 3 },
      },
    });
  });

  it('stays 200 while presses get through', async () => {
    facts.unrouted = ['green'];
    expect(await get('/healthz')).toMatchObject({ status: 200, body: { status: 'degraded' } });
  });

  it('is 503 while presses can not be stored', async () => {
    facts.journalProblem = { since: Date.now(), reason: 'disk full' };
    expect(await get('/healthz')).toMatchObject({ status: 503, body: { status: 'failing' } });
  });
});

describe('/readyz', () => {
  it('is 200 only when started, not stopping, and the journal works', async () => {
    expect(await get('/readyz')).toMatchObject({ status: 200, body: { ready: true } });
    facts.isServing = false;
    expect(await get('/readyz')).toMatchObject({ status: 503, body: { ready: false } });
    facts.isServing = true;
    facts.journalProblem = { since: Date.now(), reason: 'disk full' };
    expect(await get('/readyz')).toMatchObject({ status: 503, body: { ready: false } });
  });
});

describe('/metrics', () => {
  it("is Prometheus' text", async () => {
    const response = await fetch(`${origin}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await response.text()).toMatch(/^callbutton_connected 2$/m);
  });
});

describe('the listener protects itself', () => {
  /** What comes back for these bytes until the connection ends. */
  const answerTo = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });

  it('from headers without end', async () => {
    const header = `X-Long: ${'x'.repeat(16_384)}\r\n`;
    expect(await answerTo(`GET /healthz HTTP/1.1\r\nHost: x\r\n${header}\r\n`)).toMatch(/ 431 /);
  });

  it('from what is no HTTP', async () => {
    expect(await answerTo('\x16\x03\x01 hello\r\n\r\n')).toMatch(/ 400 /);
  });

  it('from too many connections, and serves again when they are gone', async () => {
    const sockets = await Promise.all(
      Array.from(
        { length: 300 },
        () =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect(port, '127.0.0.1', () => resolve(socket));
            socket.on('error', () => {});
          }),
      ),
    );
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.on('close', () => resolve());
            socket.destroy();
          }),
      ),
    );
    await expect.poll(async () => (await get('/healthz').catch(() => undefined))?.status).toBe(200);
  });
});
