// --check-config: every problem at once, or what the gateway would do; never a secret, a key or a home.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import selfsigned from 'selfsigned';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkConfig } from '#gateway/config/index.ts';
import { languageOf } from '#gateway/messages/language.ts';
import { tempFolder } from '../temp.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const KEY = 'cd'.repeat(32);

let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await tempFolder();
  await writeFile(at('secret'), SECRET);
  await writeFile(
    at('devices.yaml'),
    `devices:
  - { device_id: CB-0001, key: "${KEY}", group: north, home: { reference: Maria, street: Gartenweg } }
  - { device_id: CB-0002, key: "${KEY}", group: north, state: suspended }
  - { device_id: CB-0003, key: "${KEY}" }
`,
  );
});

async function check(yaml: string, devices?: string) {
  await writeFile(at('c.yaml'), yaml);
  return await checkConfig(at('c.yaml'), devices);
}

const good = (more = '') => `data: ${at('data')}
devices: ${at('devices.yaml')}
destinations:
  platform: { type: webhook, url: "https://platform.test/in?token=hunter2", secret: { file: ${at('secret')} } }
  duty: { type: webhook, url: "https://duty.test", secret: { file: ${at('secret')} } }
routes:
  red: { to: platform, fallback: { to: duty, after: 10s }, escalate: [{ to: duty, after: 90s }] }
  green: platform
  status: duty
  groups: { north: { green: { to: duty, accept: 7s } } }
${more}`;

describe('a good configuration', () => {
  it('is told as what the gateway would do', async () => {
    const { ok, text } = await check(good());
    expect(ok).toBe(true);
    for (const words of [
      '127.0.0.1:1883',
      'red → platform',
      'accepted within 2s, answered within 1m',
      'not accepted after 10s: duty too',
      'not answered after 90s: duty too',
      'group north, green → duty',
      'accepted within 7s',
      'https://platform.test',
      'north: 1 in service, 1 suspended',
      '(no group): 1 in service',
      '730d',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('shows no secret, no key, no path of a destination and no home', async () => {
    const { text } = await check(good());
    expect(text).not.toMatch(/whsec|hunter2|token|cdcd|Maria|Gartenweg/);
  });

  it('is told with warnings, and stays good', async () => {
    const { ok, text } = await check(good().replace('north: { green', 'noth: { green'));
    expect(ok).toBe(true);
    expect(text).toMatch(/Please look at\n {2}routes\.groups\.noth: .*did you mean "north"/);
  });

  it('without routes and without a desk keeps presses, and says so', async () => {
    const { text } = await check('desk: off\n');
    expect(text).toContain('kept, not forwarded');
    expect(text).not.toContain('duty desk');
  });

  it('may be none at all', async () => {
    const { ok, text } = await checkConfig(undefined, undefined);
    expect(ok).toBe(true);
    expect(text).toContain('red → desk');
    expect(text).toContain('127.0.0.1:8090        the duty desk, on this machine only');
    expect(text).toContain('and no device in the registry: nobody can connect');
  });
});

describe('a destination', () => {
  const at127 = (url: string) => good().replace('https://duty.test', url);

  for (const url of ['http://duty.test', 'http://192.168.1.5:8080/in', 'http://[fd00::1]/']) {
    it(`at ${url} is warned of: residents' data would go there unencrypted`, async () => {
      const { ok, text } = await check(at127(url));
      expect(ok).toBe(true);
      expect(text).toMatch(/destinations\.duty\.url: names, addresses .* unencrypted: use https/);
    });
  }

  for (const url of [
    'http://127.0.0.1:9',
    'http://localhost:9',
    'http://[::1]:9',
    'https://x.test',
  ]) {
    it(`at ${url} is not`, async () => {
      expect((await check(at127(url))).text).not.toContain('unencrypted');
    });
  }
});

describe('all mistakes are told in one pass', () => {
  it('each with its line, also what only follows from the whole, secrets and devices', async () => {
    await writeFile(
      at('devices.yaml'),
      `devices:
  - { device_id: CB-0001, key: "${KEY}" }
  - { device_id: CB-0001, key: "${KEY}" }
  - { device_id: CB-0001, key: "${KEY}" }
`,
    );
    const { ok, text } = await check(`data: ${at('data')}
devices: ${at('devices.yaml')}
log: loud
mqtt: { prot: 1 }
destinations:
  platform: { type: webhook, url: "https://p.test", secret: hunter2 }
  duty: { type: webhook, url: "https://d.test", secret: { file: ${at('absent')} } }
routes:
  red: platfrom
  gren: duty
`);
    expect(ok).toBe(false);
    expect(text.replaceAll(`${folder}/`, '').split('\n').slice(2, -1)).toEqual([
      'c.yaml: log: expected one of: debug, info, warn, error, silent (line 3)',
      'c.yaml: mqtt: not known: "prot" (did you mean "port"?); known here: host, port, allow_plain (line 4)',
      'c.yaml: destinations.platform.secret: expected object, found string: write { env: NAME } or { file: PATH }, for the secret itself never stands in this file (line 6)',
      'c.yaml: routes: not known: "gren" (did you mean "green"?); known here: red, green, status, groups (line 10)',
      'c.yaml: routes.red: no destination is named "platfrom" (did you mean "platform"?); known here: duty, platform (line 9)',
      expect.stringContaining('CONFIG_INVALID'),
      '',
      'devices.yaml: devices[1].device_id: CB-0001 is there twice (line 3)',
      'devices.yaml: devices[2].device_id: CB-0001 is there twice (line 4)',
      expect.stringContaining('DEVICES_INVALID'),
      '',
      'destinations.duty.secret: nothing in file absent',
      expect.stringContaining('SECRET_MISSING'),
    ]);
    expect(text).toMatch(/^8 problems:/);
    expect(text).not.toContain('hunter2');
  });

  it('and none that only follows from another one', async () => {
    const { text } = await check(`data: ${at('data')}
mqtt: { port: x }
http: { port: 1883 }
destinatons:
  platform: { type: webhook, url: "https://p.test", secret: { file: ${at('secret')} } }
routes: { red: platform }
`);
    expect(text).toMatch(/^2 problems:/);
    expect(text).toContain('not known: "destinatons" (did you mean "destinations"?)');
    expect(text).not.toContain('no destination is named');
    expect(text).not.toContain('is the port of');
  });
});

describe('problems', () => {
  it('are told all at once, each with its path and code', async () => {
    const yaml = good('mqtts: { cert: /no/cert.pem, key: /no/key.pem }\n')
      .replaceAll(at('secret'), at('absent'))
      .replace(at('devices.yaml'), at('nothing.yaml'));
    const { ok, text } = await check(yaml);
    expect(ok).toBe(false);
    expect(text).toMatch(/^4 problems:/);
    for (const words of [
      'destinations.platform.secret',
      'destinations.duty.secret',
      'SECRET_MISSING',
      'nothing.yaml',
      'DEVICES_UNREADABLE',
      '/no/cert.pem',
      'CERTIFICATE_INVALID',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('are a master key that is not there, or is none, and it is never shown', async () => {
    const absent = await check(good(`registry: { master_key: { file: ${at('absent')} } }\n`));
    expect(absent.text).toContain(`master key: ${at('absent')}: no such file`);
    await writeFile(at('master'), 'hunter2hunter2');
    const { ok, text } = await check(good(`registry: { master_key: { file: ${at('master')} } }\n`));
    expect([ok, text.includes('hunter2')]).toEqual([false, false]);
    expect(text).toContain('(REGISTRY_LOCKED)');
    await writeFile(at('master'), 'ab'.repeat(32));
    expect(
      await check(good(`registry: { master_key: { file: ${at('master')} } }\n`)),
    ).toMatchObject({
      ok: true,
    });
  });

  it('of the configuration hide none of the devices', async () => {
    await writeFile(at('devices.yaml'), 'devices: [{ device_id: CB-1 }]');
    const { ok, text } = await check('mqtt: { port: 70000 }\n', at('devices.yaml'));
    expect(ok).toBe(false);
    expect(text).toContain('mqtt.port');
    expect(text).toContain('devices[0].key');
  });

  it('are a data folder that is a file, or may not be written', async () => {
    await writeFile(at('data'), '');
    expect((await check(good())).text).toMatch(/data: .*data: is a file/);
    if (process.getuid?.() === 0) return;
    await mkdir(at('closed'));
    await chmod(at('closed'), 0o500);
    const { ok } = await check(good().replace(at('data'), at('closed/data')));
    expect(ok).toBe(false);
  });
});

describe('a certificate', () => {
  const pair = (days: number) =>
    selfsigned.generate([{ name: 'commonName', value: 'gateway.test' }], {
      notAfterDate: new Date(Date.now() + days * 86_400_000),
    });
  const MQTTS = () => `mqtts: { cert: ${at('tls.crt')}, key: ${at('tls.key')} }\n`;
  const write = async (cert: string, key: string) => {
    await writeFile(at('tls.crt'), cert);
    await writeFile(at('tls.key'), key);
  };

  it('is told with its end, and warned of before it comes', async () => {
    const { cert, private: key } = await pair(90);
    await write(cert, key);
    const long = await check(good(MQTTS()));
    expect(long.ok).toBe(true);
    expect(long.text).toMatch(/0\.0\.0\.0:8883 .*good until \d{4}-\d\d-\d\d/);
    expect(long.text).not.toContain('renew it');
    const soon = await pair(5);
    await write(soon.cert, soon.private);
    expect((await check(good(MQTTS()))).text).toContain('renew it');
  });

  it('with the key of another is a problem, and so is what is none', async () => {
    const certified = await pair(90);
    const other = await pair(90);
    const wrong: [string, string, RegExp][] = [
      [certified.cert, other.private, /not the key of the certificate/],
      ['hunter2', certified.private, /no certificate in PEM/],
      [certified.cert, 'hunter2', /no private key in PEM/],
    ];
    for (const [cert, key, expected] of wrong) {
      await write(cert, key);
      const { ok, text } = await check(good(MQTTS()));
      expect(ok).toBe(false);
      expect(text).toMatch(expected);
      expect(text).not.toContain('hunter2');
    }
  });
});

describe('the words', () => {
  it('are Chinese where the terminal is', async () => {
    await writeFile(at('c.yaml'), good());
    const { text } = await checkConfig(at('c.yaml'), undefined, 'zh');
    expect(text).toContain('红键 → platform');
    expect(text).toContain('2s 内被受理');
  });

  it('follow LC_ALL, then LC_MESSAGES, then LANG', () => {
    expect(languageOf({ LANG: 'zh_CN.UTF-8' })).toBe('zh');
    expect(languageOf({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe('en');
    expect(languageOf({ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'zh_CN' })).toBe('zh');
    expect(languageOf({ LANG: 'zhx' })).toBe('en');
    expect(languageOf({})).toBe('en');
  });
});
