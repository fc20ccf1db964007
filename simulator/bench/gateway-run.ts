// The gateway of a benchmark: a real process as an operator starts it, with the devices of the benchmarks.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../gateway-process.ts';
import { Part } from './part.ts';
import { BENCH_SECRET, deviceIdOf, KEY_VERSION, secretOf } from './parts/devices.ts';
import type { LoadToConnect } from './parts/load.ts';
import type { Scope } from './scope.ts';

const BIN = new URL('../../gateway/cli/bin.ts', import.meta.url);
const WATCH = new URL('./parts/watch.ts', import.meta.url);
const LOAD = new URL('./parts/load.ts', import.meta.url);
const PLATFORM = new URL('./parts/platform.ts', import.meta.url);
/** As the first line of the command has it. */
const NODE_ARGS = ['--max-semi-space-size=64'];
const SECRET_VARIABLE = 'CALL_BUTTON_BENCH_SECRET';

/** A slow start is a figure, not a failure. */
const READY_WITHIN_MS = 180_000;

/** A load comes from few devices: the budget of a single one would be what is measured. */
const NO_BUDGET = { flood: 'off' };

export interface ConfiguredGateway {
  folder: string;
  port: number;
}

export interface GatewayToRun {
  devices: number;
  /** Where red presses go. Undefined: nowhere. Green ones are only kept. */
  platform?: string;
  /** Of each device; all are of `bench` when it isn't said. */
  groupOf?: (index: number) => string;
}

/** Configuration and devices in a fresh folder. */
export async function configureGateway(
  scope: Scope,
  { devices, platform, groupOf }: GatewayToRun,
): Promise<ConfiguredGateway> {
  const to =
    platform === undefined
      ? {}
      : {
          destinations: {
            platform: { type: 'webhook', url: platform, secret: { env: SECRET_VARIABLE } },
          },
          routes: { red: 'platform' },
        };
  return await configureGatewayWith(scope, { devices, groupOf, config: to });
}

/** The same with destinations and routes of its own. */
export interface GatewayToRunWith {
  devices: number;
  groupOf?: ((index: number) => string) | undefined;
  /** Beside what every gateway of a benchmark has. */
  config: object;
  env?: Record<string, string>;
}

export async function configureGatewayWith(
  scope: Scope,
  { devices, groupOf, config: to }: GatewayToRunWith,
): Promise<ConfiguredGateway> {
  const folder = await scope.folder();
  const port = await freePort();
  const config = {
    data: join(folder, 'data'),
    devices: join(folder, 'devices.yaml'),
    ...NO_BUDGET,
    desk: 'off',
    ...to,
    mqtt: { port },
    http: { port: await freePort() },
  };
  // JSON is YAML too.
  await writeFile(join(folder, 'gateway.yaml'), JSON.stringify(config));
  await writeFile(config.devices, JSON.stringify({ devices: devicesOf(devices, groupOf) }), {
    mode: 0o600,
  });
  return { folder, port };
}

/** Resolves when it says that it is ready. It answers the calls of `parts/watch.ts`. */
export async function runGateway(
  scope: Scope,
  { folder }: ConfiguredGateway,
  env: Record<string, string> = {},
): Promise<Part> {
  const part = await Part.start(scope, BIN, {
    args: ['gateway', '--config', join(folder, 'gateway.yaml')],
    nodeArgs: NODE_ARGS,
    preload: WATCH,
    env: { [SECRET_VARIABLE]: BENCH_SECRET, ...env },
  });
  let giveUp: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const text = `the gateway was not ready within ${READY_WITHIN_MS / 1e3} s`;
    giveUp = setTimeout(() => reject(new Error(text)), READY_WITHIN_MS);
  });
  await Promise.race([part.printed('"gateway ready"'), late]).finally(() => clearTimeout(giveUp));
  return part;
}

export interface RunningGateway {
  gateway: Part;
  port: number;
}

export async function startGateway(scope: Scope, toRun: GatewayToRun): Promise<RunningGateway> {
  const configured = await configureGateway(scope, toRun);
  return { gateway: await runGateway(scope, configured), port: configured.port };
}

export async function startGatewayWith(
  scope: Scope,
  toRun: GatewayToRunWith,
): Promise<RunningGateway> {
  const configured = await configureGatewayWith(scope, toRun);
  return { gateway: await runGateway(scope, configured, toRun.env), port: configured.port };
}

/** The stand-in platform in a process of its own, and the address for the webhook. */
export async function startPlatform(scope: Scope): Promise<{ platform: Part; url: string }> {
  const platform = await Part.start(scope, PLATFORM);
  return { platform, url: await platform.call<string>('start') };
}

/** A process that holds the connections of many devices. It answers the calls of `parts/load.ts`. */
export async function startLoad(scope: Scope, toConnect: LoadToConnect): Promise<Part> {
  const load = await Part.start(scope, LOAD);
  await load.call('connect', toConnect);
  return load;
}

function devicesOf(count: number, groupOf = (_index: number) => 'bench'): object[] {
  return Array.from({ length: count }, (_, index) => {
    const deviceId = deviceIdOf(index);
    const key = Buffer.from(secretOf(deviceId)).toString('hex');
    return {
      device_id: deviceId,
      key,
      key_version: KEY_VERSION,
      group: groupOf(index),
      home: { reference: `home-${index}` },
    };
  });
}
