// The devices file: what it gives, what it refuses, and how a test device gets into it.
import { chmod, chown, lstat, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '#gateway/domain/errors.ts';
import {
  addTestDevice,
  DeviceList,
  readDeviceFile,
  readRunningDevices,
} from '#gateway/registry/device-file.ts';
import { tempFile, tempFolder } from '../temp.ts';

const KEY = '0123456789abcdef'.repeat(4);
const device = (more = '') => `devices:\n  - { device_id: CB-1, key: "${KEY}"${more} }\n`;

async function errorOf(work: Promise<unknown>): Promise<GatewayError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GatewayError);
  expect((error as GatewayError).message).not.toMatch(/0123456789|abcdef01/);
  return error as GatewayError;
}

const read = async (yaml: string) => readDeviceFile(await tempFile('devices.yaml', yaml));

describe('the devices file', () => {
  it('gives each device with its key, its group and its home', async () => {
    const more = ', key_version: 3, group: g, home: { reference: "4711", floor: "2" }';
    expect(await read(device(more))).toEqual([
      {
        deviceId: 'CB-1',
        group: 'g',
        state: 'in_service',
        blocked: false,
        keys: [{ version: 3, secret: Buffer.from(KEY, 'hex') }],
        home: { reference: '4711', floor: '2' },
      },
    ]);
  });

  it('needs no more than an id and a key', async () => {
    const [first] = await read(device());
    expect(first).toMatchObject({ group: '', home: { reference: '' }, blocked: false });
    expect(first?.keys[0]?.version).toBe(1);
  });

  for (const state of ['in_service', 'suspended', 'retired']) {
    it(`${state === 'in_service' ? 'lets in' : 'keeps out'} a device that is ${state}`, async () => {
      const [first] = await read(device(`, state: ${state}`));
      expect(first?.blocked).toBe(state !== 'in_service');
    });
  }

  for (const yaml of ['', '# none yet\n', 'devices: []\n', '{}']) {
    it(`may be empty: ${JSON.stringify(yaml)}`, async () => {
      expect(await read(yaml)).toEqual([]);
    });
  }

  const entry = (text: string) => `devices:\n  - { ${text} }\n`;
  const mistakes: [yaml: string, path: string][] = [
    [entry(`device_id: CB-1`), 'devices[0].key'],
    [entry(`key: "${KEY}"`), 'devices[0].device_id'],
    [entry(`device_id: CB1, key: "${KEY}"`), 'devices[0].device_id'],
    [entry(`device_id: "CB 1", key: "${KEY}"`), 'devices[0].device_id'],
    [entry(`device_id: "CB-1\\n", key: "${KEY}"`), 'devices[0].device_id'],
    [entry(`device_id: "${'x'.repeat(33)}", key: "${KEY}"`), 'devices[0].device_id'],
    [entry(`device_id: 12345, key: "${KEY}"`), 'devices[0].device_id'],
    [entry(`device_id: CB-1, key: "${KEY}00"`), 'devices[0].key'],
    [entry(`device_id: CB-1, key: "${KEY.slice(2)}"`), 'devices[0].key'],
    [entry(`device_id: CB-1, key: "${KEY.toUpperCase()}"`), 'devices[0].key'],
    [entry(`device_id: CB-1, key: "${KEY.slice(0, -1)}g"`), 'devices[0].key'],
    [device(', key_version: 0'), 'devices[0].key_version'],
    [device(', key_version: 4294967296'), 'devices[0].key_version'],
    [device(', state: gone'), 'devices[0].state'],
    [device(', home: {}'), 'devices[0].home.reference'],
    [device(', home: { reference: 4711 }'), 'devices[0].home.reference'],
    [device(', home: { reference: "1", floor: 2 }'), 'devices[0].home.floor'],
    [device(', colour: red'), 'devices[0]'],
    ['devices: {}', 'devices'],
    ['device: []', '(whole file)'],
    ['[]', '(whole file)'],
  ];
  for (const [yaml, path] of mistakes) {
    it(`names ${path} in ${yaml.replaceAll(/[0-9a-fA-F]{40,}/g, '…').replaceAll('\n', ' ')}`, async () => {
      const { code, message } = await errorOf(read(yaml));
      expect(code).toBe('DEVICES_INVALID');
      expect(message).toContain(`devices.yaml: ${path}: `);
    });
  }

  it('refuses a device that is there twice, by its place', async () => {
    const twice = device() + device().split('\n')[1];
    const { code, message } = await errorOf(read(twice));
    expect(code).toBe('DEVICES_INVALID');
    expect(message).toContain('devices[1].device_id: CB-1 is there twice');
  });

  const broken = [`a: b: ${KEY}`, `key: [${KEY}`, `${KEY}: 1\n${KEY}: 2`, `a: *x${KEY}`, `"${KEY}`];
  for (const [index, yaml] of broken.entries()) {
    it(`that is no YAML is DEVICES_UNREADABLE, and no key in it is shown (${index + 1})`, async () => {
      expect((await errorOf(read(yaml))).code).toBe('DEVICES_UNREADABLE');
    });
  }

  it('that is not there is DEVICES_UNREADABLE', async () => {
    const { code, message } = await errorOf(readDeviceFile('/no/such/devices.yaml'));
    expect(code).toBe('DEVICES_UNREADABLE');
    expect(message).toContain('/no/such/devices.yaml: no such file');
  });
});

describe('a new test device', () => {
  it('makes the file, for its own user only, with a key that nobody has had', async () => {
    const file = join(await tempFolder(), 'devices.yaml');
    await addTestDevice(file, 'CB-1');
    await addTestDevice(file, 'CB-2');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const devices = await readDeviceFile(file);
    expect(devices.map(({ deviceId }) => deviceId)).toEqual(['CB-1', 'CB-2']);
    expect(devices[0]?.home.reference).toBe('test-home-of-CB-1');
    expect(devices[0]?.keys[0]?.secret).not.toEqual(devices[1]?.keys[0]?.secret);
  });

  it('leaves comments and other devices as they are', async () => {
    const before = `# the houses of the north\n${device().trimEnd()} # flat 3\n`;
    const file = await tempFile('devices.yaml', before);
    await addTestDevice(file, 'CB-2');
    const after = await readFile(file, 'utf8');
    expect(after).toContain('# the houses of the north');
    expect(after).toContain('# flat 3');
    expect(await readDeviceFile(file)).toMatchObject([{ deviceId: 'CB-1' }, { deviceId: 'CB-2' }]);
  });

  it('closes a file that others could read: it holds keys', async () => {
    const file = await tempFile('devices.yaml', device());
    await chmod(file, 0o644);
    await addTestDevice(file, 'CB-2');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('goes into the file that a link leads to, and the link stays one', async () => {
    const file = await tempFile('real.yaml', device());
    const link = join(await tempFolder(), 'devices.yaml');
    await symlink(file, link);
    await addTestDevice(link, 'CB-2');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readDeviceFile(file)).toMatchObject([{ deviceId: 'CB-1' }, { deviceId: 'CB-2' }]);
    expect(await readdir(dirname(link))).toEqual(['devices.yaml']);
  });

  it.skipIf(process.getuid?.() !== 0)('added by root leaves the file to its owner', async () => {
    const file = await tempFile('devices.yaml', device());
    await chown(file, 1_234, 5_678);
    await addTestDevice(file, 'CB-2');
    expect(await stat(file)).toMatchObject({ uid: 1_234, gid: 5_678 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('may have an id that looks like a number', async () => {
    const file = join(await tempFolder(), 'devices.yaml');
    for (const id of ['12345', '1e10', '0x1F', 'true', 'null']) await addTestDevice(file, id);
    const ids = (await readDeviceFile(file)).map(({ deviceId }) => deviceId);
    expect(ids).toEqual(['12345', '1e10', '0x1F', 'true', 'null']);
  });

  it('leaves nothing beside the file', async () => {
    const file = await tempFile('devices.yaml', device());
    await writeFile(`${file}.new`, 'left by a crash', { mode: 0o644 });
    await addTestDevice(file, 'CB-2');
    expect(await readdir(dirname(file))).toEqual(['devices.yaml']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  const refused: [string, string, string, string][] = [
    ['that is there already', device(), 'CB-1', 'DEVICE_EXISTS'],
    ['with a name that no device has', device(), 'a b', 'DEVICE_ID_INVALID'],
    ['in a file whose devices are no list', 'devices: {}\n', 'CB-2', 'DEVICES_INVALID'],
    ['in a file that is something else', 'just words\n', 'CB-2', 'DEVICES_INVALID'],
  ];
  for (const [what, yaml, id, code] of refused) {
    it(`${what} is refused, and the file stays as it was`, async () => {
      const file = await tempFile('devices.yaml', yaml);
      expect((await errorOf(addTestDevice(file, id))).code).toBe(code);
      expect(await readFile(file, 'utf8')).toBe(yaml);
    });
  }

  it('goes into an empty file as well', async () => {
    const file = await tempFile('devices.yaml', '# none yet\n');
    await addTestDevice(file, 'CB-2');
    expect(await readDeviceFile(file)).toMatchObject([{ deviceId: 'CB-2' }]);
  });

  it('in a folder that is not there is DEVICES_UNREADABLE', async () => {
    const file = join(await tempFolder(), 'no', 'devices.yaml');
    expect((await errorOf(addTestDevice(file, 'CB-2'))).code).toBe('DEVICES_UNREADABLE');
  });
});

describe('the directory', () => {
  it('finds devices by their id once it is started, and knows how many there are', async () => {
    const file = await tempFile('devices.yaml', device());
    const directory = new DeviceList(() => readDeviceFile(file));
    expect(directory.find('CB-1')).toBeUndefined();
    await directory.start();
    expect(directory.find('CB-1')?.deviceId).toBe('CB-1');
    for (const id of ['cb-1', '', '__proto__', 'toString']) {
      expect(directory.find(id)).toBeUndefined();
    }
    expect(directory.size).toBe(1);
  });
});

it('that a newer rule refuses runs on as before, and what is wrong with it is told', async () => {
  const file = await tempFile('devices.yaml', device(', group: "north "'));
  expect(await errorOf(readDeviceFile(file))).toMatchObject({ code: 'DEVICES_INVALID' });
  const { devices, doubt } = await readRunningDevices(file);
  expect(devices).toMatchObject([{ group: 'north ' }]);
  expect(doubt).toContain('devices[0].group: ');
  const good = await tempFile('devices.yaml', device(', group: north'));
  expect((await readRunningDevices(good)).doubt).toBeUndefined();
  const broken = await tempFile('devices.yaml', device(', groups: north'));
  expect(await errorOf(readRunningDevices(broken))).toMatchObject({ code: 'DEVICES_INVALID' });
});
