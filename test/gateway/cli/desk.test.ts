// `call-button desk` alone: plain on this machine, over TLS beyond it, and the lines by which a gateway finds it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';

const BIN = fileURLToPath(new URL('../../../gateway/cli/bin.ts', import.meta.url));

async function start(...options: string[]) {
  return await startIn('C', '0', ...options);
}

async function startIn(language: string, port: string, ...options: string[]) {
  const data = await tempFolder();
  const args = ['--import', import.meta.resolve('tsx'), BIN, 'desk', '--data', data, ...options];
  const child = spawn(process.execPath, [...args, '--port', port], {
    env: { ...process.env, LC_ALL: language },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const desk = { data, output: '', exit: once(child, 'exit') };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      desk.output += bytes;
    });
  }
  return desk;
}

const URL_OF = /url: (https?):\/\/([^:]+):(\d+)\/v1\/events/;

it('on this machine is plain, and beyond it encrypted with a certificate of its own that the gateway is told', async () => {
  const here = await start();
  const [, scheme] = await until(() => URL_OF.exec(here.output));
  expect(scheme).toBe('http');
  expect(here.output).not.toContain('ca:');
  const beyond = await start('--host', '0.0.0.0');
  const [, encrypted, host, port] = await until(() => URL_OF.exec(beyond.output));
  expect([encrypted, host]).toEqual(['https', hostname()]);
  const file = join(beyond.data, 'tls', 'cert.pem');
  expect(beyond.output).toContain(`ca: ${file}`);
  const socket = connect({
    port: Number(port),
    servername: host as string,
    ca: await readFile(file),
  });
  await once(socket, 'secureConnect');
  socket.destroy();
});

it('is plain beyond this machine only when that is said', async () => {
  const desk = await start('--host', '0.0.0.0', '--allow-plain');
  const [, scheme] = await until(() => URL_OF.exec(desk.output));
  expect(scheme).toBe('http');
});

it('on a port that is taken ends, and says what may have it and what to do, in both languages', async () => {
  const here = await start();
  const [, , , port = ''] = await until(() => URL_OF.exec(here.output));
  for (const [language, words] of [
    ['C', /another desk[\s\S]*platform[\s\S]*--port/],
    ['zh_CN.UTF-8', /另一个值班台[\s\S]*platform[\s\S]*--port/],
  ] as const) {
    const second = await startIn(language, port);
    expect(await second.exit).toEqual([2, null]);
    expect(second.output).toMatch(words);
    expect(second.output).toContain('ADDRESS_UNAVAILABLE');
  }
});

it('refuses a certificate that is not there, or has no key, and says which', async () => {
  const desk = await start('--cert', '/no/such.pem');
  expect(await desk.exit).toEqual([2, null]);
  expect(desk.output).toContain('/no/such.pem');
  expect(desk.output).toContain('CERTIFICATE_INVALID');
});
