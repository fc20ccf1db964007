// Against a gateway that runs already: looked at first, loaded within limits, never started or killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { probe } from '#simulator/gateway-elsewhere.ts';
import { freePort, GatewayProcess } from '#simulator/gateway-process.ts';
import { SECRET } from '#test/support/test-gateway.ts';

const BIN = new URL('../../gateway/cli/bin.ts', import.meta.url).pathname;

const SCENARIO = `title: Small
about: for a test
duration: 3s
settle: 8s
homes:
  - { count: 2, kind: whole, power_on: { over: 500ms } }
  - { count: 4, kind: light, power_on: { over: 500ms } }
load: [{ at: 1s, for: 2s, press: both, red_share: 50%, rate: 5/s }]
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'call-button-elsewhere-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'small.yaml'), SCENARIO);
});

interface Ended {
  code: number | null;
  output: string;
}

async function simulate(
  args: string[],
  onOutput = (_: string, __: ChildProcess) => {},
): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', BIN, 'simulate', join(folder, 'small.yaml'), '--out', folder, ...args],
    { env: { ...process.env, S: SECRET }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      output += bytes;
      onOutput(output, child);
    });
  }
  const [code] = await once(child, 'exit');
  return { code, output };
}

/** A gateway as an operator runs it, with devices of a file and a platform on a port. */
async function running(): Promise<{ args: string[] }> {
  const gateway = new GatewayProcess();
  onTestFinished(() => gateway.stop());
  const platformPort = await freePort();
  const identities = await gateway.identify(6);
  const homes = identities.map((identity, index) => ({
    ...identity,
    index,
    kind: 'light' as const,
    group: 'g',
    powerOnAt: 0,
    heartbeatMs: 60_000,
  }));
  await gateway.start(homes, { url: `http://127.0.0.1:${platformPort}/events`, secret: SECRET });
  const { port } = gateway.address;
  const args = [
    '--gateway',
    `mqtt://127.0.0.1:${port}`,
    '--devices',
    gateway.devicesFile,
    '--http',
    gateway.httpUrl,
    '--platform-port',
    String(platformPort),
    '--secret-env',
    'S',
  ];
  return { args };
}

describe('a gateway that runs already', () => {
  it('is loaded and audited, twice in a row', async () => {
    const { args } = await running();
    for (let turn = 0; turn < 2; turn++) {
      const { code, output } = await simulate(args);
      expect(output).toContain('PASSED');
      expect(code).toBe(0);
    }
    const reports = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const report = JSON.parse(await readFile(join(folder, reports[0]!), 'utf8'));
    expect(report).toMatchObject({ verdict: 'passed', homes: { whole: 2, light: 4 } });
  });

  it('is left alone when Ctrl-C is pressed, and the report so far is written', async () => {
    let isPressed = false;
    const { args } = await running();
    const { output } = await simulate([...args, '--duration', '20'], (text, child) => {
      if (isPressed || !text.includes(' s of 20 s')) return;
      isPressed = true;
      child.kill('SIGINT');
    });
    expect(output).toContain('Report: ');
    const reports = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const report = JSON.parse(await readFile(join(folder, reports[0]!), 'utf8'));
    expect(report.interrupted).toBe(true);
  });
});

describe('what can be mended is told, with exit code 2 and nothing started', () => {
  const url = 'mqtt://127.0.0.1:1';
  const all = ['--platform-port', '1', '--secret-env', 'S', '--devices', 'none.yaml'];
  const cases: [string, string[], RegExp][] = [
    ['no devices file', ['--gateway', url], /needs --devices FILE/],
    ['no platform', ['--gateway', url, '--devices', 'x'], /needs --platform-port and --secret-env/],
    [
      'a host beyond this machine',
      ['--gateway', 'mqtt://192.0.2.1:1883', ...all],
      /add: --allow 192\.0\.2\.1/,
    ],
    ['too high a rate', ['--gateway', url, ...all, '--max-rate', '1'], /the limit is 1\/s/],
    [
      'too long a run',
      ['--gateway', url, ...all, '--max-minutes', '1', '--duration', '600'],
      /limit is 1 min/,
    ],
    ['a devices file that is not there', ['--gateway', url, ...all], /none\.yaml: no such file/],
    ['an address that is none', ['--gateway', 'nowhere'], /Expected an address/],
  ];
  it.each(cases)('%s', async (_, args, message) => {
    const { code, output } = await simulate(args);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/\n\s+at /);
    expect([1, 2]).toContain(code);
  });
});

describe('the first look at a gateway', () => {
  async function server(answer: (socket: import('node:net').Socket) => void): Promise<number> {
    const made = createServer(answer).listen(0, '127.0.0.1');
    await once(made, 'listening');
    onTestFinished(() => {
      made.close();
    });
    return (made.address() as { port: number }).port;
  }

  it('says that nobody listens', async () => {
    await expect(probe('127.0.0.1', await freePort())).rejects.toThrow(
      /ECONNREFUSED.*is the gateway running/,
    );
  });

  it('says that nonsense came', async () => {
    const port = await server((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(probe('127.0.0.1', port)).rejects.toThrow(/answers, but not MQTT/);
  });

  it('says that the connection was closed', async () => {
    const port = await server((socket) => socket.end());
    await expect(probe('127.0.0.1', port)).rejects.toThrow(
      /closes the connection without an answer/,
    );
  });
});
