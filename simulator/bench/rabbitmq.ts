// RabbitMQ with its MQTT plugin, where it is installed: a broker that, as we do, acknowledges what is on disk.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { PENDING_NOTHING } from '#protocol/device/password.ts';
import { upTopic } from '#protocol/device/topics.ts';
import { freePort } from '../gateway-process.ts';
import { LightSession } from '../lightweight/session.ts';
import { listens } from './gateway-baselines.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './parts/devices.ts';
import type { Scope } from './scope.ts';

/** Debian's command beside it changes to a user of its own, who may not read our folder. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const READY_WITHIN_MS = 60_000;
const KEEPER = 'keeper';

/** Its program; undefined where it isn't installed. */
export function findRabbitMq(): string | undefined {
  return existsSync(PROGRAM) ? PROGRAM : undefined;
}

/** On loopback, with all uplinks bound to one durable queue, in which they stay. Returns the port. */
export async function startRabbitMq(
  scope: Scope,
  program: string,
  devices: number,
): Promise<number> {
  const folder = await scope.folder();
  const port = await freePort();
  const amqpPort = await freePort();
  const plugins = join(folder, 'enabled_plugins');
  const config = join(folder, 'rabbitmq.conf');
  const definitions = join(folder, 'definitions.json');
  await writeFile(definitions, JSON.stringify(definitionsFor(devices)));
  await writeFile(plugins, '[rabbitmq_mqtt].\n');
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${amqpPort}`,
    `mqtt.listeners.tcp.1 = 127.0.0.1:${port}`,
    `load_definitions = ${definitions}`,
    // Presses that wait fill the disk for as long as the flood lasts: it is to go on all the same.
    'disk_free_limit.absolute = 1MB',
    'log.console = true',
    'log.console.level = error',
    'log.file = false',
  ];
  await writeFile(config, `${settings.join('\n')}\n`);
  const epmdPort = String(await freePort());
  // The directory of running nodes. RabbitMQ would start one that outlives it.
  const epmd = spawn('epmd', ['-address', '127.0.0.1', '-port', epmdPort], { stdio: 'ignore' });
  await scope.onStop(() => void epmd.kill('SIGKILL'));
  await once(epmd, 'spawn');
  const child = spawn(program, [], {
    stdio: 'ignore',
    // A group of its own: the program is a script that starts others.
    detached: true,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      RABBITMQ_NODENAME: `bench-${port}@localhost`,
      RABBITMQ_CONFIG_FILE: config,
      RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
      RABBITMQ_MNESIA_BASE: join(folder, 'data'),
      RABBITMQ_LOG_BASE: folder,
      RABBITMQ_DIST_PORT: String(await freePort()),
      ERL_EPMD_PORT: epmdPort,
    },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`RabbitMQ ended with code ${code}`);
  });
  ended.catch(() => {});
  await scope.onStop(async () => {
    process.kill(-(child.pid as number), 'SIGKILL');
    await ended.catch(() => {});
  });
  await Promise.race([listens(port, READY_WITHIN_MS), ended]);
  await bindQueue(port);
  return port;
}

/** Kept for a client that is away: a durable queue, bound to the topics of all uplinks. */
async function bindQueue(port: number): Promise<void> {
  const keeper = await connectAsync(`mqtt://127.0.0.1:${port}`, {
    clientId: KEEPER,
    username: KEEPER,
    password: KEEPER,
    clean: false,
  });
  await keeper.subscribeAsync(upTopic('+'), { qos: 1 });
  await keeper.endAsync();
}

/** Its users: the devices of a load, each with the password of its first connection. */
function definitionsFor(devices: number): object {
  const users = [{ name: KEEPER, password: KEEPER }];
  for (let index = 0; index < devices; index++) {
    const name = deviceIdOf(index);
    const session = new LightSession(name, { version: KEY_VERSION, secret: secretOf(name) }, 1);
    session.renew();
    users.push({ name, password: session.password(PENDING_NOTHING) });
  }
  return {
    vhosts: [{ name: '/' }],
    users: users.map(({ name, password }) => ({ name, password_hash: hashOf(password), tags: '' })),
    permissions: users.map(({ name }) => {
      return { user: name, vhost: '/', configure: '.*', write: '.*', read: '.*' };
    }),
  };
}

/** As its documentation says it ("Passwords"): four bytes of salt, then SHA-256 of the salt and the password. */
function hashOf(password: string): string {
  const salt = Buffer.alloc(4, 7);
  const hash = createHash('sha256').update(salt).update(password).digest();
  return Buffer.concat([salt, hash]).toString('base64');
}
