// gateway.example.yaml: every key that there is, and each with its default.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ConfigSchema, readConfig, routePlan } from '#gateway/config/index.ts';
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';

const EXAMPLE = fileURLToPath(new URL('../../../gateway/gateway.example.yaml', import.meta.url));

/** Paths of all keys; a list counts as one value. */
function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  const below = Object.entries(value).flatMap(([key, one]) => keysOf(one, `${path}.${key}`));
  return below.length > 0 ? below : [path];
}

describe('the example', () => {
  it('is a good configuration', async () => {
    await expect(readConfig(EXAMPLE)).resolves.toBeDefined();
  });

  it('has the defaults, but for the devices, the destinations and where the routes lead', async () => {
    const { devices, destinations: _, routes: __, ...rest } = await readConfig(EXAMPLE);
    const defaults = ConfigSchema.parse({});
    expect(devices).toBe('devices.yaml');
    expect(rest).toEqual({ ...rest, ...pick(defaults, Object.keys(rest)) });
  });

  it('names every key of the defaults', async () => {
    const written = keysOf(parse(await readFile(EXAMPLE, 'utf8')));
    const missing = keysOf(ConfigSchema.parse({})).filter((key) => !written.includes(key));
    expect(missing).toEqual(['.destinations']);
  });

  it('has the default limits in its routes', async () => {
    const { routes } = routePlan(await readConfig(EXAMPLE));
    expect(routes.red.limits).toEqual(DEFAULT_LIMITS.red);
    expect(routes.green.limits).toEqual(DEFAULT_LIMITS.green);
    expect(routes.status.limits).toEqual(DEFAULT_LIMITS.status);
  });

  it('stays good when what stands in comments is switched on', async () => {
    const text = await readFile(EXAMPLE, 'utf8');
    const on = text
      .replace('mqtts: off\n', '')
      .replace('flows: off\n', '')
      .replace('desk: auto\n', '')
      .replace('  groups: {}\n', '')
      .replace('registry: {}\n', '')
      .replace(/^( *)# ((mqtts|flows|desk|groups|city|registry):\n)/gm, '$1$2')
      .replace(/^( *)# ( +[\w-]+:.*)$/gm, '$1$2');
    const config = ConfigSchema.parse(parse(on));
    expect(config.mqtts).toEqual({
      host: '0.0.0.0',
      port: 8883,
      names: ['gateway.example'],

      cert: '/etc/call-button/tls.crt',
      key: '/etc/call-button/tls.key',
    });
    expect(config.flows).toEqual({
      ...(ConfigSchema.parse({ flows: {} }).flows as object),

      cert: '/etc/call-button/editor.crt',
      key: '/etc/call-button/editor.key',
      users: [{ name: 'ann', role: 'admin', password_hash: { file: '/etc/call-button/ann.hash' } }],
    });
    expect(config.desk).toEqual({
      host: '127.0.0.1',
      port: 8090,
      leader_notice: {
        url: 'https://sms.example/desk',
        secret: { env: 'LEADER_SECRET' },
        nobody_after: 60_000,
      },
      telephone_url: 'https://pbx.example/dial?to={number}',
      retention: { notes: 365 * 86_400_000, persons: 1_095 * 86_400_000 },
    });
    expect(Object.keys(config.routes.groups)).toEqual(['building-3']);
    expect(config.registry.master_key).toEqual({ env: 'CALL_BUTTON_MASTER_KEY' });
    expect(config.destinations.city).toMatchObject({ type: 'mqtt', devices_per_second: 50 });
  });
});

function pick(from: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}
