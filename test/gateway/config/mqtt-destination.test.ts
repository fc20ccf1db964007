// The MQTT destination in the configuration: what it needs, what it may leave out, and what is wrong with the rest.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkConfig, load } from '#gateway/config/index.ts';
import { authority, type Pem, signedBy } from '../destinations/certificates.ts';
import { tempFolder } from '../temp.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

let ca: Pem;
let own: Pem;
let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  ca = await authority('Ours');
  own = await signedBy(ca, { host: 'gateway.test' });
});
beforeEach(async () => {
  folder = await tempFolder();
  await writeFile(at('password'), 'hunter2\n');
  await writeFile(at('secret'), SECRET);
  await writeFile(at('ca.crt'), ca.cert);
  await writeFile(at('own.crt'), own.cert);
  await writeFile(at('own.key'), own.key);
});

async function written(changes: object): Promise<string> {
  const city = { type: 'mqtt', url: 'mqtts://broker.test', ...changes };
  const config = { data: at('data'), destinations: { city }, routes: { red: 'city' } };
  await writeFile(at('c.yaml'), JSON.stringify(config));
  return at('c.yaml');
}

const check = async (changes: object) => await checkConfig(await written(changes), undefined);

describe('an MQTT destination', () => {
  it('needs an address and nothing else', async () => {
    const { config, secrets } = await load(await written({}));
    expect(config.destinations.city).toEqual({
      type: 'mqtt',
      url: 'mqtts://broker.test',
      prefix: 'callbutton',
      keepalive: 15_000,

      home: 'full',
      devices_per_second: 50,
    });
    expect(secrets.city).toEqual({});
  });

  it('has its password, its secret for reports over HTTP and its certificates from where it says', async () => {
    const { secrets } = await load(
      await written({
        user: 'gateway',
        password: { file: at('password') },
        secret: { file: at('secret') },

        ca: at('ca.crt'),
        cert: at('own.crt'),
        key: at('own.key'),
      }),
    );
    expect(secrets.city).toEqual({
      password: 'hunter2',
      secret: SECRET,
      ca: ca.cert,
      cert: own.cert,
      key: own.key,
    });
  });

  it('is told by its host, and never with its user or password', async () => {
    const { ok, text } = await check({ user: 'joe', password: { file: at('password') } });
    expect(ok).toBe(true);
    expect(text).toContain('city: mqtt, mqtts://broker.test');
    expect(text).not.toMatch(/hunter2|joe/);
  });
});

describe('a mistake in it', () => {
  const mistakes: [changes: object, said: RegExp][] = [
    [{ url: 'https://broker.test' }, /city\.url: expected mqtt:\/\/host:port/],
    [{ url: 'mqtt://u:p@broker.test' }, /city\.url: expected no user and password/],
    [{ url: 'mqtt://broker.test/topic' }, /city\.url: expected nothing behind the port/],
    [{ url: 'mqtt://broker.test', ca: 'ca.crt' }, /city\.url: expected mqtts/],
    [{ password: { env: 'X' } }, /city\.user: expected a user/],
    [{ user: 'x', password: 'hunter2' }, /city\.password/],
    [{ cert: 'own.crt' }, /city\.key: expected both cert and key/],
    [{ prefix: 'a/#' }, /city\.prefix: expected levels/],
    [{ prefix: '/a' }, /city\.prefix: expected levels/],
    [{ prefix: 'a//b' }, /city\.prefix: expected levels/],
    [{ prefix: '' }, /city\.prefix: expected levels/],
    [{ client_id: 'a b' }, /city\.client_id: expected 1 to 50/],
    [{ keepalive: '1s' }, /city\.keepalive: .*from 5s/],
    [{ home: 'none' }, /city\.home/],
    [{ devices_per_second: 1_001 }, /city\.devices_per_second/],
    [{ devices_per_second: 0.5 }, /city\.devices_per_second/],
    [{ qos: 2 }, /city: .*qos/],
  ];
  for (const [changes, said] of mistakes) {
    it(`is told with its place: ${JSON.stringify(changes)}`, async () => {
      const { ok, text } = await check(changes);
      expect(ok).toBe(false);
      expect(text).toMatch(said);
      expect(text).not.toContain('hunter2');
    });
  }

  it('of a file or a secret is told with its code', async () => {
    for (const [changes, code] of [
      [{ ca: at('none') }, 'CERTIFICATE_INVALID'],
      [{ ca: at('password') }, 'CERTIFICATE_INVALID'],
      [{ cert: at('ca.crt'), key: at('own.key') }, 'CERTIFICATE_INVALID'],
      [{ user: 'x', password: { file: at('none') } }, 'SECRET_MISSING'],
      [{ secret: { file: at('password') } }, 'SECRET_INVALID'],
    ] as const) {
      const { ok, text } = await check(changes);
      expect([ok, text]).toEqual([false, expect.stringContaining(code)]);
    }
  });
});
