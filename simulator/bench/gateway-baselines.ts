// Brokers to compare the gateway with: bare Aedes, and Mosquitto where it is installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { freePort } from '../gateway-process.ts';
import { Part } from './part.ts';
import type { Scope } from './scope.ts';

const AEDES = new URL('./parts/bare-aedes.ts', import.meta.url);

/** Debian puts it where only the administrator's PATH looks. */
const ALSO_IN = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'];
const READY_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 20;

export async function startAedes(scope: Scope): Promise<{ aedes: Part; port: number }> {
  const aedes = await Part.start(scope, AEDES);
  return { aedes, port: await aedes.call<number>('start') };
}

/** Its program; undefined where it isn't installed. */
export function findMosquitto(path = process.env.PATH ?? ''): string | undefined {
  return [...path.split(delimiter), ...ALSO_IN]
    .map((folder) => join(folder, 'mosquitto'))
    .find((file) => existsSync(file));
}

/** On loopback, for everybody, with nothing kept on disk, and with `settings` besides. Returns the port. */
export async function startMosquitto(
  scope: Scope,
  program: string,
  ...settings: string[]
): Promise<number> {
  const port = await freePort();
  const file = join(await scope.folder(), 'mosquitto.conf');
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence false'];
  await writeFile(
    file,
    [...lines, 'max_inflight_messages 0', 'log_type none', ...settings, ''].join('\n'),
  );
  const child = spawn(program, ['-c', file], { stdio: 'ignore' });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`Mosquitto ended with code ${code}`);
  });
  ended.catch(() => {});
  await scope.onStop(async () => {
    child.kill('SIGKILL');
    await ended.catch(() => {});
  });
  await Promise.race([listens(port), ended]);
  return port;
}

/** Resolves when somebody listens. Throws when nobody does in time. */
export async function listens(port: number, withinMs = READY_WITHIN_MS): Promise<void> {
  for (let waited = 0; waited < withinMs; waited += LOOK_EVERY_MS) {
    const socket = connect({ port, host: '127.0.0.1' });
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await setTimeoutAsync(LOOK_EVERY_MS);
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`the broker did not listen within ${withinMs / 1e3} s`);
}
