// A reload: what counts at once, what needs a restart, and that a wrong configuration is no configuration.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Config, ConfigSchema, type Loaded, load, Reloader } from '#gateway/config/index.ts';
import { reloadable } from '#gateway/config/reload.ts';
import { GatewayError } from '#gateway/domain/errors.ts';
import { FakeLog } from '../delivery/bench.ts';
import { tempFolder } from '../temp.ts';

const PLATFORM = { type: 'webhook', url: 'https://x.test', secret: { env: 'S' } };
const MQTTS = { port: 8883, cert: 'a.crt', key: 'a.key' };
const BEFORE: Config = ConfigSchema.parse({
  destinations: { platform: PLATFORM },
  mqtts: MQTTS,
  routes: { red: 'platform' },
});

const configWith = (changes: object): Config =>
  ConfigSchema.parse({
    destinations: { platform: PLATFORM },
    mqtts: MQTTS,
    routes: { red: 'platform' },
    ...changes,
  });

describe('what counts at once', () => {
  const changes: [string, object][] = [
    ['routes', { routes: { red: 'platform', green: 'platform' } }],
    ['destinations', { destinations: { platform: { ...PLATFORM, url: 'https://y.test' } } }],
    ['devices', { devices: 'other.yaml' }],
    ['log', { log: 'debug' }],
    ['supervision', { supervision: { silent_after: '1h' } }],
    ['flood', { flood: 'off' }],
    ['journal', { journal: { keep: '30d' } }],
    ['mqtts', { mqtts: { ...MQTTS, cert: 'b.crt' } }],
  ];
  for (const [path, change] of changes) {
    it(`is ${path}`, () => {
      const result = reloadable(BEFORE, configWith(change));
      expect(result).toEqual({ config: configWith(change), changed: [path], needsRestart: [] });
    });
  }

  it('is nothing, when nothing is different', () => {
    const nothing = { config: BEFORE, changed: [], needsRestart: [] };
    expect(reloadable(BEFORE, configWith({}))).toEqual(nothing);
  });
});

describe('what needs a restart', () => {
  const changes: [string, object][] = [
    ['data', { data: 'elsewhere' }],
    ['name', { name: 'other' }],
    ['mqtt', { mqtt: { port: 1884 } }],
    ['mqtt', { mqtt: 'off' }],
    ['http', { http: { port: 1 } }],
    ['mqtts.port', { mqtts: { ...MQTTS, port: 8884 } }],
    ['mqtts.host', { mqtts: { ...MQTTS, host: '127.0.0.1' } }],
    ['mqtts', { mqtts: 'off' }],
  ];
  for (const [path, change] of changes) {
    it(`is ${path} in ${JSON.stringify(change)}: it stays, and the rest counts`, () => {
      const result = reloadable(BEFORE, configWith({ ...change, log: 'warn' }));
      expect(result.needsRestart).toEqual([path]);
      expect(result.changed).toEqual(['log']);
      expect(result.config).toEqual({ ...BEFORE, log: 'warn' });
    });
  }
});

describe('what is read for a reload', () => {
  const files = async () => {
    const folder = await tempFolder();
    const [config, devices, secret] = ['c.yaml', 'd.yaml', 's'].map((name) => join(folder, name));
    const key = 'ab'.repeat(32);
    await writeFile(secret!, `whsec_${Buffer.alloc(32, 5).toString('base64')}`);
    await writeFile(devices!, `devices: [{ device_id: CB-1234, key: "${key}" }]\n`);
    await writeFile(
      config!,
      `devices: ${devices}\ndesk: off\ndestinations: { p: { type: webhook, url: "https://x.test", secret: { file: ${secret} } } }\nroutes: { red: p }\n`,
    );
    return { config: config!, devices: devices!, secret: secret! };
  };

  it('is configuration, devices and secrets together', async () => {
    const { config } = await files();
    const loaded = await load(config);
    expect(loaded.devices.map(({ deviceId }) => deviceId)).toEqual(['CB-1234']);
    expect(Object.keys(loaded.secrets)).toEqual(['p']);
    expect(loaded.certificate).toBeUndefined();
  });

  it('is nothing at all when one of them is wrong', async () => {
    for (const file of ['config', 'devices', 'secret'] as const) {
      const paths = await files();
      await writeFile(paths[file], 'hunter2: [');
      const error = await load(paths.config).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(GatewayError);
      expect(String(error)).not.toContain('hunter2');
    }
  });

  it('takes the devices of the command line before those of the file', async () => {
    const { config, devices } = await files();
    const error = await load(config, `${devices}.absent`).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'DEVICES_UNREADABLE' });
  });
});

describe('a reload', () => {
  const loadedWith = (config: Config): Loaded => ({
    config,
    devices: [],
    secrets: {},
    certificate: undefined,
  });

  function reloaderOf(load: () => Promise<Loaded>) {
    const log = new FakeLog();
    const applied: Config[] = [];
    const apply = async ({ config }: Loaded) => void applied.push(config);
    return { log, applied, reloader: new Reloader({ config: BEFORE, load, apply, log }) };
  }

  it('applies the new configuration and says what is different', async () => {
    const { reloader, applied, log } = reloaderOf(async () =>
      loadedWith(configWith({ log: 'warn' })),
    );
    await reloader.reload();
    expect(applied).toEqual([configWith({ log: 'warn' })]);
    expect(reloader.config.log).toBe('warn');
    expect(log.lines).toEqual([
      { level: 'info', fields: { changed: ['log'], devices: 0 }, message: 'reloaded' },
    ]);
  });

  it('names each path that needs a restart, with its code, at every reload', async () => {
    const { reloader, applied, log } = reloaderOf(async () =>
      loadedWith(configWith({ data: 'x', http: { port: 1 } })),
    );
    for (const round of [1, 2]) {
      await reloader.reload();
      expect(applied).toHaveLength(round);
      expect(reloader.config).toEqual(BEFORE);
      const warned = log.lines.splice(0).filter(({ level }) => level === 'warn');
      expect(warned.map(({ fields }) => fields)).toEqual([
        expect.objectContaining({ code: 'CONFIG_NEEDS_RESTART', path: 'data' }),
        expect.objectContaining({ code: 'CONFIG_NEEDS_RESTART', path: 'http' }),
      ]);
    }
  });

  it('of a wrong configuration changes nothing, says its code, and the next one works', async () => {
    let isWrong = true;
    const { reloader, applied, log } = reloaderOf(async () => {
      if (isWrong) throw new GatewayError('DEVICES_INVALID', 'd.yaml: devices[0].key: expected');
      return loadedWith(configWith({ log: 'warn' }));
    });
    await reloader.reload();
    expect(applied).toEqual([]);
    expect(reloader.config).toBe(BEFORE);
    expect(log.lines[0]).toMatchObject({ level: 'error', fields: { code: 'DEVICES_INVALID' } });
    isWrong = false;
    await reloader.reload();
    expect(applied).toHaveLength(1);
  });

  it('waits for the one before', async () => {
    const order: string[] = [];
    const { reloader } = reloaderOf(async () => {
      order.push('begin');
      await new Promise((resolve) => setImmediate(resolve));
      order.push('end');
      return loadedWith(BEFORE);
    });
    await Promise.all([reloader.reload(), reloader.reload()]);
    expect(order).toEqual(['begin', 'end', 'begin', 'end']);
  });
});
