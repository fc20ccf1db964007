// `call-button platform`: somebody without a platform tries a route, with what the command itself prints.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GatewayCommand } from '#test/gateway/cli/gateway-command.ts';
import { tempFolder } from '#test/gateway/temp.ts';
import { until } from '#test/support/until.ts';

const BIN = fileURLToPath(new URL('../../gateway/cli/bin.ts', import.meta.url));

function callButton(folder: string, ...words: string[]) {
  const args = ['--import', import.meta.resolve('tsx'), BIN, ...words];
  const env = { ...process.env, LC_ALL: '', LANG: 'C' };
  const child = spawn(process.execPath, args, { cwd: folder, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ran = { child, said: '', code: once(child, 'close').then(([code]) => code) };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      ran.said += text;
    });
  }
  return ran;
}

/** Port 0: any that is free. A command takes none, for the address goes into a configuration. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function platform(folder: string, ...words: string[]) {
  const ran = callButton(folder, 'platform', '--port', `${await freePort()}`, ...words);
  await until(() => ran.said.includes('Ctrl-C') && /telephone|never answers/.test(ran.said));
  return ran;
}

/** What it says is to be put into the configuration, beside listeners of this test. */
async function gatewayAsTold(folder: string, said: string, http: number) {
  const [, yaml] = said.split('\n\n');
  const config = join(folder, 'gateway.yaml');
  const listeners = `mqtt: { port: 0 }\nhttp: { port: ${http} }\nadmin: off\n`;
  await writeFile(config, `${yaml}\ndata: ${folder}/data\n${listeners}`);
  const gateway = new GatewayCommand(config, {});
  await gateway.says(({ msg }) => msg === 'gateway ready');
  return config;
}

describe('call-button platform', { timeout: 120_000 }, () => {
  it('prints the destination that a gateway takes as it is, accepts its call and telephones back', async () => {
    const folder = await tempFolder();
    const http = await freePort();
    const address = `http://127.0.0.1:${http}`;
    const stand = await platform(folder, '--gateway', address, '--answer', '0.1');
    const config = await gatewayAsTold(folder, stand.said, http);
    const tried = callButton(folder, 'gateway', '--config', config, '--test-route', 'red');
    expect(await tried.code).toBe(0);
    await until(() => stand.said.includes('test, red press of '));
    expect(stand.said).toMatch(/test, red press of \S+: 200/);
    expect((await stat(join(folder, 'platform.secret'))).mode & 0o077).toBe(0);
    stand.child.kill('SIGINT');
    expect(await stand.code).toBe(0);
    // The next start has the same secret, so that the configuration stays good.
    const secret = await readFile(join(folder, 'platform.secret'), 'utf8');
    const again = await platform(folder, '--status', '503');
    expect(again.said).toContain('answers everything with 503');
    expect(await readFile(join(folder, 'platform.secret'), 'utf8')).toBe(secret);
  });

  it('misbehaves as it is told, and the test of the route says so', async () => {
    for (const [words, said] of [
      [['--status', '503'], '503'],
      [['--hang'], 'no answer'],
    ] as const) {
      const folder = await tempFolder();
      const http = await freePort();
      const stand = await platform(folder, ...words);
      const config = await gatewayAsTold(folder, stand.said, http);
      const tried = callButton(folder, 'gateway', '--config', config, '--test-route', 'red');
      expect(await tried.code).toBe(1);
      await until(() => stand.said.includes(`: ${said}`));
    }
  });

  it('tells a wrong signature, a taken port and options that contradict each other', async () => {
    const folder = await tempFolder();
    const stand = await platform(folder);
    const url = /url: "(\S+)"/.exec(stand.said)?.[1] ?? '';
    const { status } = await fetch(url, { method: 'POST', body: '{}' });
    expect(status).toBe(401);
    await until(() => stand.said.includes('wrong signature'));
    const twice = callButton(folder, 'platform', '--port', new URL(url).port);
    expect(await twice.code).toBe(2);
    expect(twice.said).toMatch(
      /duty desk[\s\S]*name another with --port[\s\S]*ADDRESS_UNAVAILABLE/,
    );
    for (const words of [
      ['--hang', '--status', '500'],
      ['--status', '99'],
      ['--slow', '-1'],
    ]) {
      const wrong = callButton(folder, 'platform', ...words);
      expect(await wrong.code).toBe(2);
      expect(wrong.said).not.toContain('    at ');
    }
  });
});
