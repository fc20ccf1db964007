// The control socket: for the gateway's user only, there again after a crash, and never in the way of the gateway's end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isGatewayRunning, requestBackup } from '#gateway/management/socket-client.ts';
import { Control, type ControlDeps, socketPath } from '#gateway/management/socket-server.ts';
import { awaited } from '#test/support/until.ts';
import { tempFolder } from '../temp.ts';

const requests = new Map();

async function* twice(): AsyncGenerator<Buffer> {
  yield Buffer.from('one ');
  yield Buffer.from('two');
}

/** A control socket in a fresh folder. */
async function start(deps: Partial<ControlDeps> = {}) {
  const path = join(await tempFolder(), 'control.sock');
  const said: string[] = [];
  const log = {
    info: (_: object, message: string) => void said.push(message),
    warn: (_: object, message: string) => void said.push(message),
    error: (_: object, message: string) => void said.push(message),
  };
  const control = new Control({ backup: async () => twice(), requests, log, ...deps });
  await control.start(path);
  onTestFinished(() => control.stop());
  return { path, control, said };
}

async function read(path: string): Promise<string> {
  const bytes = await requestBackup(path);
  return Buffer.concat((await bytes?.toArray()) ?? []).toString();
}

describe('the control socket', () => {
  it('hands over what the journal gives, and is only for its user', async () => {
    const { path, said } = await start();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await isGatewayRunning(path)).toBe(true);
    expect(await read(path)).toBe('one two');
    expect(said).toEqual(['journal read for a backup']);
  });

  it('leaves new files of the process as readable as before', async () => {
    const before = process.umask();
    await start();
    expect(process.umask()).toBe(before);
  });

  it('is gone when it has stopped, and may be stopped twice or before it started', async () => {
    const { path, control } = await start();
    await control.stop();
    await control.stop();
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await isGatewayRunning(path)).toBe(false);
    expect(await requestBackup(path)).toBeUndefined();
    const log = { info() {}, warn() {}, error() {} };
    await new Control({ backup: async () => twice(), requests, log }).stop();
  });

  it('takes the place of what a killed gateway left', async () => {
    const path = join(await tempFolder(), 'control.sock');
    const server = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log(1))`;
    const child = spawn(process.execPath, ['-e', server]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect((await stat(path)).isSocket()).toBe(true);
    expect(await isGatewayRunning(path)).toBe(false);
    expect(await requestBackup(path)).toBeUndefined();
    const control = new Control({
      backup: async () => twice(),
      requests,
      log: { info() {}, warn() {}, error() {} },
    });
    await control.start(path);
    onTestFinished(() => control.stop());
    expect(await read(path)).toBe('one two');
  });

  it('never removes a file that is no socket', async () => {
    const path = join(await tempFolder(), 'control.sock');
    await writeFile(path, 'mine');
    const control = new Control({
      backup: async () => twice(),
      requests,
      log: { info() {}, warn() {}, error() {} },
    });
    await expect(control.start(path)).rejects.toMatchObject({ code: 'CONTROL_UNAVAILABLE' });
    await control.stop();
    expect((await stat(path)).isFile()).toBe(true);
    expect(await isGatewayRunning(path)).toBe(false);
  });

  it('says so when its path is too long for a socket, and the gateway can go on', async () => {
    const folder = join(await tempFolder(), 'x'.repeat(90));
    await mkdir(folder);
    const path = join(folder, 'control.sock');
    const control = new Control({
      backup: async () => twice(),
      requests,
      log: { info() {}, warn() {}, error() {} },
    });
    await expect(control.start(path)).rejects.toMatchObject({ code: 'CONTROL_UNAVAILABLE' });
    expect(await requestBackup(path)).toBeUndefined();
    expect(await isGatewayRunning(path)).toBe(false);
  });

  it('is reached from where it is short to name', () => {
    const here = process.cwd();
    expect(socketPath(join(here, 'data', 'control.sock'))).toBe('data/control.sock');
    expect(socketPath(`/${'x'.repeat(106)}`)).toHaveLength(107);
    expect(() => socketPath(`/${'x'.repeat(107)}`)).toThrow('108 bytes');
    expect(() => socketPath(`/${'ß'.repeat(60)}`)).toThrow('121 bytes');
  });

  it('answers nothing but a backup', async () => {
    const { path } = await start();
    for (const [method, url] of [
      ['GET', '/backup'],
      ['POST', '/'],
      ['POST', '/backup/x'],
    ]) {
      const asked = request({ socketPath: path, method, path: url }).end();
      const [response] = await once(asked, 'response');
      response.resume();
      expect(response.statusCode).toBe(404);
    }
  });

  it('tells why when the journal can not be read, at once or halfway', async () => {
    const failing = await start({
      backup: async () => {
        throw new Error('the disk is full');
      },
    });
    await expect(read(failing.path)).rejects.toThrow('the disk is full');
    const breaking = await start({
      backup: async () =>
        (async function* () {
          yield Buffer.from('one ');
          throw new Error('the journal was opened again');
        })(),
    });
    await expect(read(breaking.path)).rejects.toThrow('aborted');
    expect(breaking.said).toEqual(['reading the journal for a backup failed']);
  });

  it('lets go of the journal when whoever asked has gone, and when the gateway stops', async () => {
    for (const who of ['client', 'gateway']) {
      let letGo = () => {};
      const isLetGo = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const endless = async function* () {
        try {
          for (;;) yield Buffer.alloc(65_536);
        } finally {
          letGo();
        }
      };
      const { path, control } = await start({ backup: async () => endless() });
      const response = await requestBackup(path);
      response?.on('error', () => {});
      await once(response as NodeJS.ReadableStream, 'readable');
      if (who === 'client') response?.destroy();
      else await control.stop();
      await awaited(isLetGo, `the journal is let go when the ${who} has gone`);
    }
  });

  it('is told from a server that speaks something else', async () => {
    const path = join(await tempFolder(), 'control.sock');
    const server = createServer((socket) => socket.end('hello\r\n'));
    await once(server.listen(path), 'listening');
    onTestFinished(() => void server.close());
    await expect(requestBackup(path)).rejects.toThrow(path);
  });
});
