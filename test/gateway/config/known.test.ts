// --check-config looks into the registry too: at rest, through a running gateway, and says when it could not.
import { rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkConfig } from '#gateway/config/index.ts';
import { Dispatcher } from '#gateway/management/dispatcher.ts';
import type { ApiSubjects } from '#gateway/management/endpoint.ts';
import { Control, controlPath } from '#gateway/management/socket-server.ts';
import {
  ADMIN,
  bytesUnder,
  HOME,
  install,
  LI,
  OPERATOR,
  registryIn,
} from '#test/support/registry.ts';
import { tempFolder } from '../temp.ts';

const KEY = 'cd'.repeat(32);
const SIA = 'arc: { type: sia, receiver: { host: arc.test, port: 7700 }, account: "12AB" }';
const NOT_LOOKED_AT =
  'registry: its devices were not looked at; what is said of groups and accounts is about the devices file only: ';

let folder: string;
let data: string;
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await tempFolder();
  data = at('data');
});

async function check(more = '', language: 'en' | 'zh' = 'en') {
  const routes = 'routes: { red: arc, groups: { north: { red: arc }, south: { red: arc } } }';
  await writeFile(at('c.yaml'), `data: ${data}\ndestinations: { ${SIA} }\n${routes}\n${more}\n`);
  return await checkConfig(at('c.yaml'), undefined, language);
}

async function devicesFile(...devices: string[]): Promise<string> {
  const entries = devices.map((device) => `  - { key: "${KEY}", ${device} }\n`).join('');
  await writeFile(at('devices.yaml'), `devices:${entries === '' ? ' []' : `\n${entries}`}`);
  return `devices: ${at('devices.yaml')}`;
}

/** Two in service in homes, of which one has an account; one that is new, one suspended, one retired. */
async function fill() {
  const { registry } = registryIn(data);
  await registry.start();
  await install(registry, 'CB-0001');
  await install(registry, 'CB-0002', 'tested');
  await registry.change(LI, 'CB-0002', { account: '1234' });
  await registry.register(LI, { deviceId: 'CB-0003', group: '' });
  await install(registry, 'CB-0004');
  await registry.change(OPERATOR, 'CB-0004', { state: 'suspended' });
  await install(registry, 'CB-0005');
  await registry.change(ADMIN, 'CB-0005', { state: 'retired' });
  return registry;
}

const SEEN = `knows the devices of the registry
  north: 1 tested, 1 in service, 1 suspended, 1 retired
  (no group): 1 new
`;
const NAMELESS = 'devices whose home has no sia_account (3 to 16 hex digits): 2.';

describe('of a gateway that does not run', () => {
  it('the devices are told by group and state, and count where groups and accounts are checked', async () => {
    await (await fill()).stop();
    const { ok, text } = await check();
    expect(ok).toBe(true);
    expect(text).toContain(SEEN);
    expect(text).toContain(NAMELESS);
    expect(text).not.toContain('no device is in the group "north"');
    expect(text).toContain('routes.groups.south: no device is in the group "south"');
    expect(text).not.toMatch(/not looked at|nobody can connect/);
    for (const personal of Object.values(HOME.resident)) expect(text).not.toContain(personal);
  });

  it('not a byte is changed, and the registry is free for a gateway that starts meanwhile', async () => {
    await (await fill()).stop();
    const untouched = await bytesUnder(data);
    expect(untouched.length).toBeGreaterThan(3);
    expect((await check()).text).toContain(SEEN);
    expect(await bytesUnder(data)).toEqual(untouched);
    // One process at a time can open it: who only looks doesn't.
    const { registry } = registryIn(data);
    await registry.start();
    expect((await check()).text).toContain(SEEN);
    await registry.stop();
  });

  it('a registry that lies on another disk, behind a link, is left alone all the same', async () => {
    await (await fill()).stop();
    await rename(join(data, 'registry'), at('other-disk'));
    await symlink(at('other-disk'), join(data, 'registry'));
    const untouched = await bytesUnder(at('other-disk'));
    expect((await check()).text).toContain(SEEN);
    expect(await bytesUnder(at('other-disk'))).toEqual(untouched);
    const { registry } = registryIn(data);
    await registry.start();
    expect((await check()).text).toContain(SEEN);
    await registry.stop();
  });

  it('an id that is in the file too is the registry’s, and counts once', async () => {
    await (await fill()).stop();
    const file = await devicesFile(
      'device_id: CB-0001, group: south',
      'device_id: CB-0009, group: west, home: { reference: a }',
    );
    const { text } = await check(file);
    expect(text).toContain('devices.yaml\n  west: 1 in service\n');
    expect(text).toContain(SEEN);
    expect(text).toContain('no device is in the group "south"');
    expect(text).toContain('hex digits): 3.');
  });

  it('a master key that is another is a problem: the gateway would not start', async () => {
    await (await fill()).stop();
    await writeFile(join(data, 'master.key'), 'ab'.repeat(32));
    const { ok, text } = await check();
    expect(ok).toBe(false);
    expect(text).toContain('(REGISTRY_LOCKED)');
    expect((await check('', 'zh')).text).toContain('data/registry: 此主密钥不是该登记库的主密钥');
  });

  it('with no device anywhere it is said that nobody can connect', async () => {
    expect((await check()).text).toContain(
      'devices: no devices file, and no device in the registry: nobody can connect',
    );
    const { registry } = registryIn(data);
    await registry.start();
    await registry.stop();
    const { ok, text } = await check(await devicesFile());
    expect(ok).toBe(true);
    expect(text).toContain('devices: no device in the devices file, and none in the registry');
    const chinese = (await check('', 'zh')).text;
    expect(chinese).toContain('没有设备文件，登记库中也没有设备：没有设备可以连接');
  });
});

describe('of a running gateway', () => {
  async function running(answers: boolean) {
    const registry = await fill();
    const { tokens } = registry;
    const subjects = { registry, tokens, rotated: () => undefined } as unknown as ApiSubjects;
    const dispatcher = new Dispatcher(subjects);
    const answer = (asked: unknown) => dispatcher.answerSocket('/registry', ADMIN, asked);
    const control = new Control({
      backup: async () => [] as never,
      requests: new Map(answers ? [['/registry', answer]] : []),
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
    await control.start(controlPath({ data }));
    onTestFinished(async () => {
      await control.stop();
      await registry.stop();
    });
    return registry;
  }

  it('the devices are asked for over its control socket, however many there are', async () => {
    const registry = await running(true);
    expect((await check()).text).toContain(SEEN);
    const many = Array.from({ length: 2_000 }, (_, index) => ({
      deviceId: `CB-1${String(index).padStart(4, '0')}`,
      group: 'south',
      home: { reference: '' },

      state: 'in_service' as const,
      key: { version: 1, secret: Buffer.from(KEY, 'hex') },
    }));
    await registry.importDevices(ADMIN, many, () => undefined);
    const { text } = await check();
    expect(text).toContain('south: 2000 in service');
    expect(text).not.toContain('no device is in the group');
  });

  it('that does not tell them, it is said in one line that they were not looked at', async () => {
    await running(false);
    const { ok, text } = await check();
    expect(ok).toBe(true);
    const lines = text.split('\n').filter((line) => line.includes(NOT_LOOKED_AT));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('the gateway is of another version');
    expect(text).not.toMatch(/devices of the registry\n|nobody can connect/);
    const chinese = (await check('', 'zh')).text;
    expect(chinese).toContain(
      'registry: 没有查看其中的设备；关于分组和账号的提示只针对设备文件：网关的版本不同',
    );
  });
});
