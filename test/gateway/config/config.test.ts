// The configuration: its defaults, and that every mistake is told with its path and what was expected.
import { afterEach, describe, expect, it } from 'vitest';
import {
  ConfigSchema,
  intakeOptions,
  readConfig,
  readSecret,
  routePlan,
  supervisionOptions,
} from '#gateway/config/index.ts';
import { DEFAULT_INTAKE } from '#gateway/device-link/options.ts';
import { GatewayError } from '#gateway/domain/errors.ts';
import { EMPTY_PLAN } from '#gateway/domain/route.ts';
import { DEFAULT_SUPERVISION } from '#gateway/domain/supervision/options.ts';
import { realPorts } from '#gateway/main.ts';
import { tempFile } from '../temp.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

async function errorOf(work: Promise<unknown>): Promise<GatewayError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GatewayError);
  return error as GatewayError;
}

const mistakeIn = async (yaml: string) => errorOf(readConfig(await tempFile('config.yaml', yaml)));

const PLATFORM = 'platform: { type: webhook, url: "https://x.test", secret: { env: S } }';

describe('the defaults', () => {
  it('listen on loopback, MQTT 1883 and HTTP 8080, and know no device and no destination but the desk', async () => {
    expect(await readConfig(undefined)).toMatchObject({
      data: 'data',
      name: 'call-button',
      log: 'info',
      destinations: { desk: { type: 'desk' } },
      mqtt: { host: '127.0.0.1', port: 1883, allow_plain: false },

      mqtts: 'off',
      http: { host: '127.0.0.1', port: 8080 },
    });
    expect(routePlan(ConfigSchema.parse({}))).toEqual(EMPTY_PLAN);
  });

  for (const yaml of ['', '# nothing yet\n', '{}', '---\n']) {
    it(`are those of a file with ${JSON.stringify(yaml)}`, async () => {
      expect(await readConfig(await tempFile('c.yaml', yaml))).toEqual(await readConfig(undefined));
    });
  }

  it('of supervision and intake are those of the parts themselves', () => {
    expect(supervisionOptions(ConfigSchema.parse({}))).toEqual(DEFAULT_SUPERVISION);
    expect(intakeOptions(ConfigSchema.parse({}))).toEqual(DEFAULT_INTAKE);
  });

  it('stand for what a file leaves out', async () => {
    const file = await tempFile('c.yaml', 'mqtt: { port: 0 }\n');
    expect((await readConfig(file)).mqtt).toMatchObject({ host: '127.0.0.1', port: 0 });
  });
});

describe('a good file', () => {
  it('gives its destinations and routes', async () => {
    const yaml = `destinations:\n  ${PLATFORM}\nroutes: { red: platform, green: platform }\n`;
    const config = await readConfig(await tempFile('c.yaml', yaml));
    expect(config.routes).toMatchObject({ red: 'platform', green: 'platform' });
    expect(config.destinations.platform).toMatchObject({ secret: { env: 'S' } });
  });
});

describe('MQTT that is not encrypted', () => {
  const hostIn = async (yaml: string) => (await readConfig(await tempFile('c.yaml', yaml))).mqtt;

  for (const host of ['127.0.0.1', '127.8.0.1', 'localhost', '"::1"']) {
    it(`may listen on ${host}, which no other machine reaches`, async () => {
      expect(await hostIn(`mqtt: { host: ${host} }\n`)).toMatchObject({ port: 1883 });
    });
  }

  for (const host of ['0.0.0.0', '192.168.1.5', '"::"', 'gateway.local', '127.evil.test']) {
    it(`listens on ${host} only when the configuration allows it by name`, async () => {
      const { message } = await mistakeIn(`mqtt: { host: ${host} }\n`);
      expect(message).toContain('mqtt.host: ');
      expect(message).toContain('allow_plain: true');
      const allowed = `mqtt: { host: ${host}, allow_plain: true }\n`;
      expect(await hostIn(allowed)).toMatchObject({ port: 1883 });
    });
  }

  for (const off of ['off', 'false', '"off"']) {
    it(`is switched off with ${off}`, async () => {
      expect(await hostIn(`mqtt: ${off}\n`)).toBe('off');
    });
  }
});

describe('a mistake', () => {
  const mistakes: [yaml: string, path: string, expected: RegExp][] = [
    ['mqtt: { port: 70000 }', 'mqtt.port', /1 to 65535/],
    ['mqtt: { port: -1 }', 'mqtt.port', /1 to 65535/],
    ['mqtt: { port: 1.5 }', 'mqtt.port', /1 to 65535/],
    ['mqtt: { port: "1883" }', 'mqtt.port', /1 to 65535/],
    ['http: 8080', 'http', /expected object/],
    ['data: ""', 'data', /expected some text/],
    ['data: null', 'data', /expected string/],
    ['log: loud', 'log', /expected one of: debug, info, warn, error, silent/],
    ['mqqt: {}', '(whole file)', /mqqt/],
    ['mqtt: { prot: 1 }', 'mqtt', /prot/],
    ['- a', '(whole file)', /expected object/],
    ['just words', '(whole file)', /expected object/],
    [`destinations: { p: { type: smtp } }`, 'destinations.p.type', /webhook/],
    [
      `destinations: { p: { type: webhook, url: x, secret: { env: S } } }`,
      'destinations.p.url',
      /http/,
    ],
    [
      `destinations: { p: { type: webhook, url: "ftp://x.test", secret: { env: S } } }`,
      'destinations.p.url',
      /http/,
    ],
    [
      `destinations: { p: { type: webhook, url: "https://u:hunter2@x.test/a", secret: { env: S } } }`,
      'destinations.p.url',
      /no user and password/,
    ],
    [
      `destinations: { p: { type: webhook, url: "https://x.test", secret: ${SECRET} } }`,
      'destinations.p.secret',
      /expected object, found string/,
    ],
    ['routes: { red: nobody }', 'routes.red', /no destination is named "nobody"/],
    ['routes: { red: toString }', 'routes.red', /no destination is named "toString"/],
    ['routes: { blue: x }', 'routes', /blue/],
    ['mqtt: on', 'mqtt', /expected off.*expected object/],
    ['mqtts: { cert: a.pem }', 'mqtts.key', /both cert and key, or neither/],
    ['mqtts: { port: 0, keys: a }', 'mqtts', /"keys"/],
    ['journal: { keep: 730 }', 'journal.keep', /a time with its unit.*730d/],
    ['journal: { keep: 1h }', 'journal.keep', /from 1d/],
    ['supervision: off', 'supervision', /expected object/],
    ['supervision: { offline_after: 5 }', 'supervision.offline_after', /15m/],
    ['supervision: { battery: { low: 10 } }', 'supervision.battery.critical', /less than low/],
    ['supervision: { battery: { low: 0.3 } }', 'supervision.battery.low', /whole number, 1 to 99/],
    ['flood: { red_per_minute: 59 }', 'flood.red_per_minute', /60 to/],
    ['flood: { per_minut: 1 }', 'flood', /"per_minut"/],
    ['routes: { red: 7 }', 'routes.red', /name of a destination.*expected object/],
    ['routes: { red: { fallback: { to: a, after: 1s } } }', 'routes.red.to', /name of a dest/],
    ['routes: { red: { to: a, accept: 2 } }', 'routes.red.accept', /with its unit/],
    ['routes: { red: { to: a, retry: [] } }', 'routes.red.retry', /at least one/],
    ['routes: { red: { to: a, retry: [0s] } }', 'routes.red.retry[0]', /from 50ms/],
    ['routes: { status: { to: a, answer: 1m } }', 'routes.status', /"answer"/],
    [
      'routes: { groups: { north: { red: { to: a, late: x } } } }',
      'routes.groups.north.red.late',
      /with its unit/,
    ],
    [
      `destinations: { p: { type: webhook, url: "https://x.test", secret: { env: S }, ${'whsec'}_abc: 1 } }`,
      'destinations.p',
      /a strange key/,
    ],
  ];
  for (const [yaml, path, expected] of mistakes) {
    it(`in ${yaml} is told with ${path} and what was expected`, async () => {
      const { code, message } = await mistakeIn(yaml);
      expect(code).toBe('CONFIG_INVALID');
      expect(message).toContain(`config.yaml: ${path}: `);
      expect(message).toMatch(expected);
      expect(message).not.toMatch(/whsec|hunter2/);
    });
  }

  it('is not the only one that is told', async () => {
    const { message } = await mistakeIn('mqtt: { port: x }\nhttp: { port: y }\n');
    expect(message).toContain('mqtt.port');
    expect(message).toContain('http.port');
  });

  it('in the file name is CONFIG_UNREADABLE with the name', async () => {
    const { code, message } = await errorOf(readConfig('/no/such/config.yaml'));
    expect(code).toBe('CONFIG_UNREADABLE');
    expect(message).toContain('/no/such/config.yaml');
  });

  const broken = [
    'a: b: hunter2',
    'a: [hunter2',
    'a: 1\na: hunter2',
    'a: *hunter2',
    '\ta: hunter2',
  ];
  for (const yaml of broken) {
    it(`of YAML such as ${JSON.stringify(yaml)} is CONFIG_UNREADABLE, and never quoted`, async () => {
      const { code, message } = await mistakeIn(yaml);
      expect(code).toBe('CONFIG_UNREADABLE');
      expect(message).toContain('config.yaml: ');
      expect(message).not.toContain('hunter2');
    });
  }

  it('of YAML is told by its line', async () => {
    expect((await mistakeIn('log: info\nlog: warn\n')).message).toContain('line 2, column 1');
  });
});

describe('a secret', () => {
  afterEach(() => {
    delete process.env.CALL_BUTTON_TEST_SECRET;
  });

  it('comes from the environment or from a file, with the blanks around it taken off', async () => {
    process.env.CALL_BUTTON_TEST_SECRET = `${SECRET}\n`;
    expect(await readSecret('p', { env: 'CALL_BUTTON_TEST_SECRET' })).toBe(SECRET);
    expect(await readSecret('p', { file: await tempFile('s', ` ${SECRET}\n`) })).toBe(SECRET);
  });

  it('that is not there is SECRET_MISSING with the path and where it should be', async () => {
    const inVariable = await errorOf(readSecret('destinations.p.secret', { env: 'NO_SUCH_ONE' }));
    expect(inVariable.code).toBe('SECRET_MISSING');
    expect(inVariable.message).toContain('destinations.p.secret');
    expect(inVariable.message).toContain('environment variable NO_SUCH_ONE');
    const inFile = await errorOf(readSecret('p', { file: '/no/such/file' }));
    expect(inFile.message).toContain('nothing in file /no/such/file');
  });

  const bad = ['', 'hunter2', 'whsec_', 'whsec_hunter2', `${SECRET} ${SECRET}`, `x${SECRET}`];
  for (const value of bad) {
    it(`such as ${JSON.stringify(value.slice(0, 16))} is refused and never shown`, async () => {
      process.env.CALL_BUTTON_TEST_SECRET = value;
      const error = await errorOf(readSecret('p', { env: 'CALL_BUTTON_TEST_SECRET' }));
      expect(error.code).toBe(value === '' ? 'SECRET_MISSING' : 'SECRET_INVALID');
      expect(error.message).not.toMatch(/hunter2|BQUF/);
    });
  }

  it('that passes can be used to sign', async () => {
    for (const bytes of [24, 32, 64]) {
      const value = `whsec_${Buffer.alloc(bytes, 5).toString('base64')}`;
      const file = await tempFile('s', value);
      const secret = { file };
      const destinations = { p: { type: 'webhook', url: 'https://x.test', secret } };
      const ports = await realPorts(ConfigSchema.parse({ destinations, log: 'silent' }));
      expect(Object.values(ports.secrets)).toEqual([{ secret: value }]);
    }
  });
});
