// `flows` in the configuration: where the editor may be, who its users are, and what a destination of type flow needs.
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkConfig, complete, readConfig } from '#gateway/config/index.ts';
import { hashPassword } from '#gateway/system/password.ts';
import { tempFile, tempFolder } from '../temp.ts';

const read = async (yaml: string) => readConfig(await tempFile('c.yaml', yaml));

describe('flows', () => {
  it('are off unless somebody writes them', async () => {
    expect((await read('mqtt: { port: 0 }\n')).flows).toBe('off');
    expect((await read('flows: off\n')).flows).toBe('off');
  });

  it('have an editor on loopback, 256 MB, and limits in their order', async () => {
    expect((await read('flows: {}\n')).flows).toEqual({
      host: '127.0.0.1',
      port: 1880,
      allow_plain: false,
      users: [],
      heap_mb: 256,

      unresponsive_after: 3_000,
      function_timeout: 1_000,
    });
  });

  const refused: [yaml: string, path: string, expected: RegExp][] = [
    ['flows: { host: 0.0.0.0 }', 'flows.host', /loopback.*cert and key.*allow_plain/],
    ['flows: { host: 192.168.1.5, port: 1 }', 'flows.host', /loopback/],
    ['flows: { cert: a.pem }', 'flows.key', /both/],
    ['flows: { key: a.pem }', 'flows.cert', /both/],
    ['flows: { port: 70000 }', 'flows.port', /1 to 65535/],
    ['flows: { heap_mb: 10 }', 'flows.heap_mb', /64 to 8192/],
    ['flows: { function_timeout: 3s }', 'flows.function_timeout', /less than unresponsive_after/],
    [
      'flows: { unresponsive_after: 100ms }',
      'flows.unresponsive_after',
      /500ms to 60s|500ms to 1m/,
    ],
    ['flows: { user: [] }', 'flows', /"user"/],
    [
      'flows: { users: [{ name: a, role: installer, password_hash: { env: A } }] }',
      'role',
      /admin/,
    ],
    ['flows: { users: [{ name: a, role: admin, password_hash: secret }] }', 'password_hash', /./],
    [
      'flows: { users: [{ name: a, role: admin, password_hash: { env: A } }, { name: a, role: operator, password_hash: { env: B } }] }',
      'flows.users[1].name',
      /taken/,
    ],
    ['flows: { port: 8080 }', 'flows.port', /8080 is the port of http/],
    ['destinations: { f: { type: flow } }', 'destinations.f', /no flows: write `flows: \{\}`/],
    ['flows: {}\ndestinations: { f: { type: flow, url: "http://x" } }', 'destinations.f', /"url"/],
  ];
  for (const [yaml, path, expected] of refused) {
    it(`are refused: ${yaml}`, async () => {
      const error = await read(`${yaml}\n`).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
      expect(error.message).toContain(path);
      expect(error.message).toMatch(expected);
    });
  }

  for (const yaml of [
    'flows: { host: 0.0.0.0, allow_plain: true }',
    'flows: { host: 0.0.0.0, cert: a.pem, key: b.pem }',
    'flows: {}\ndestinations: { f: { type: flow } }\nroutes: { red: f }',
  ]) {
    it(`are taken: ${yaml}`, async () => {
      expect((await read(`${yaml}\n`)).flows).not.toBe('off');
    });
  }
});

describe('the users of the editor', () => {
  const yaml = (folder: string) =>
    `flows: { users: [{ name: ann, role: admin, password_hash: { file: ${folder}/ann.hash } }] }\n`;

  it('are read with their hashes', async () => {
    const folder = await tempFolder();
    const passwordHash = await hashPassword('correct horse');
    await writeFile(join(folder, 'ann.hash'), `${passwordHash}\n`);
    expect((await complete(await read(yaml(folder)))).flows).toEqual({
      users: [{ name: 'ann', role: 'admin', passwordHash }],
      certificate: undefined,
    });
  });

  for (const [what, text, code] of [
    ['there is none', '', 'SECRET_MISSING'],
    ['it is a password', 'correct horse', 'PASSWORD_INVALID'],
  ] as const) {
    it(`are refused when where the hash should be ${what}, and what is there is not shown`, async () => {
      const folder = await tempFolder();
      await writeFile(join(folder, 'ann.hash'), text);
      const error = await complete(await read(yaml(folder))).catch((thrown) => thrown);
      expect(error).toMatchObject({ code });
      expect(error.message).toContain('flows.users[0].password_hash');
      expect(error.message).not.toContain('correct');
      const file = await tempFile('c.yaml', yaml(folder));
      const { ok, text: report } = await checkConfig(file, undefined);
      expect(ok).toBe(false);
      expect(report).toContain(code);
    });
  }
});

describe('--check-config', () => {
  const described = async (language: 'en' | 'zh') => {
    const data = await tempFolder();
    await chmod(data, 0o700);
    process.env.ANN_HASH = await hashPassword('correct horse');
    const users = 'users: [{ name: ann, role: admin, password_hash: { env: ANN_HASH } }]';
    const yaml = `data: ${data}\nflows: { ${users} }\ndestinations: { f: { type: flow } }\nroutes: { red: f }\n`;
    return (await checkConfig(await tempFile('c.yaml', yaml), undefined, language)).text;
  };

  it('says where the editor is, and which destination leads to the flows', async () => {
    const text = await described('en');
    expect(text).toMatch(/127\.0\.0\.1:1880 +the editor of the flows, not encrypted/);
    expect(text).toContain('f: flow, the flows of this gateway');
  });

  it('says it in Chinese too', async () => {
    expect(await described('zh')).toMatch(/127\.0\.0\.1:1880 +流程编辑器，不加密/);
  });
});
