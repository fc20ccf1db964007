// What the gateway of a benchmark is started with, and the brokers that it is compared with.
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '#gateway/config/index.ts';
import { readDeviceFile } from '#gateway/registry/device-file.ts';
import { findMosquitto } from '#simulator/bench/gateway-baselines.ts';
import { configureGateway } from '#simulator/bench/gateway-run.ts';
import { deviceIdOf, secretOf } from '#simulator/bench/parts/devices.ts';
import { Scope } from '#simulator/bench/scope.ts';

async function configured(platform?: string) {
  const scope = new Scope();
  onTestFinished(() => scope.stop());
  const { folder, port } = await configureGateway(scope, {
    devices: 3,
    ...(platform === undefined ? {} : { platform }),
  });
  return { port, config: await readConfig(join(folder, 'gateway.yaml')), folder };
}

describe('the gateway of a benchmark', () => {
  it('has a configuration that it understands, and its journal in a folder of its own', async () => {
    const { port, config, folder } = await configured();
    expect(config.mqtt).toMatchObject({ host: '127.0.0.1', port });
    expect(config.data).toBe(join(folder, 'data'));
    expect(config.destinations).toEqual({});
  });

  it('sends red to the platform and keeps green', async () => {
    const { folder } = await configured('http://127.0.0.1:9/events');
    const { routes } = JSON.parse(await readFile(join(folder, 'gateway.yaml'), 'utf8'));
    expect(routes).toEqual({ red: 'platform' });
  });

  it('knows the devices with the keys that the load has', async () => {
    const { config } = await configured();
    const devices = await readDeviceFile(config.devices as string);
    expect(devices.map(({ deviceId }) => deviceId)).toEqual([0, 1, 2].map(deviceIdOf));
    for (const { deviceId, keys } of devices) {
      expect(Buffer.from(keys[0]?.secret ?? [])).toEqual(Buffer.from(secretOf(deviceId)));
    }
  });
});

describe('Mosquitto', () => {
  it('is found on the path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'call-button-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const program = join(folder, 'mosquitto');
    await writeFile(program, '');
    await chmod(program, 0o755);
    expect(findMosquitto(`/nowhere:${folder}`)).toBe(program);
  });
});
