// The registry on LevelDB: the contract, and what only a disk can do to it.
import { chmod, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { describe, expect, it } from 'vitest';
import { failNextBatch } from '#test/contract/journal-harness.ts';
import { registryContract } from '#test/contract/registry.contract.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import {
  ADMIN,
  bytesUnder,
  HOME,
  install,
  LI,
  openedIn,
  RESIDENT,
  registryIn,
} from '#test/support/registry.ts';
import { tempFolder } from '../temp.ts';

const ID = 'CB-0001';

describe('the registry on LevelDB', () => {
  registryContract(async () => {
    const data = await tempFolder();
    const clock = new MovingClock();
    const harness = {
      ...(await openedIn(data, { clock })),
      async reopen() {
        await harness.registry.stop();
        harness.registry = (await openedIn(data, { clock })).registry;
      },
    };
    return harness;
  });
});

/** A data folder with a device in service, its gateway stopped. */
async function filled(more: string[] = []) {
  const data = await tempFolder();
  const { registry, lines } = registryIn(data);
  await registry.start();
  const made = await install(registry, ID);
  for (const [at, deviceId] of more.entries()) {
    await install(registry, deviceId, 'in_service', { ...HOME, reference: `r${at}` });
  }
  const token = await registry.tokens.create(ADMIN, 'li-phone', 'installer');
  await registry.stop();
  return { data, token, lines, ...made };
}

async function changeRows(data: string, change: (level: ClassicLevel) => Promise<void>) {
  const level = new ClassicLevel(join(data, 'registry'));
  await level.open();
  await change(level);
  await level.close();
}

describe('what is on the disk', () => {
  it('says nothing of keys, tokens and residents to who has not the master key', async () => {
    const { data, key, token, lines } = await filled();
    const secrets = [
      key.secret,
      Buffer.from(Buffer.from(key.secret).toString('hex')),
      Buffer.from(key.secret).toString('base64'),
      token,
      token.slice(3),
      'li-phone',
      LI.name,
      ...Object.values(RESIDENT),
      HOME.reference,
      HOME.community,
      'MARKED',
      'installer',
    ].map((one) => Buffer.from(one));
    const files = await bytesUnder(join(data, 'registry'));
    expect(files.some(([, bytes]) => bytes.includes(ID))).toBe(true);
    for (const [path, bytes] of files) {
      for (const secret of secrets) expect([path, bytes.includes(secret)]).toEqual([path, false]);
    }
    expect((await stat(join(data, 'master.key'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(data, 'registry'))).mode & 0o777).toBe(0o700);
    const said = JSON.stringify(lines);
    for (const secret of ['MARKED', token, Buffer.from(key.secret).toString('hex')]) {
      expect(said).not.toContain(secret);
    }
  });

  it('is locked without its master key, with another one, and with a malformed one', async () => {
    const { data } = await filled();
    const own = join(data, 'master.key');
    const right = await readFile(own, 'utf8');
    const locked = { code: 'REGISTRY_LOCKED' };
    const starting = () => registryIn(data).registry.start();
    for (const wrong of ['', 'MARKED', right.slice(2), `${'0'.repeat(64)}\n`]) {
      await writeFile(own, wrong);
      const error = await starting().catch((reason) => reason);
      expect(error).toMatchObject(locked);
      expect(error.message).not.toContain(wrong.trim() || 'nothing can be in it');
    }
    await rm(own);
    await expect(starting()).rejects.toMatchObject(locked);
    // And none was made in its place.
    await expect(stat(own)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(own, right.toUpperCase());
    await expect((await openedIn(data)).registry.device(ID)).toMatchObject({ state: 'in_service' });
  });

  it('is opened with the master key that the configuration names, and no other', async () => {
    const data = await tempFolder();
    const file = join(data, 'elsewhere');
    const masterKey = { file };
    await expect(registryIn(data, { masterKey }).registry.start()).rejects.toMatchObject({
      code: 'REGISTRY_LOCKED',
      message: expect.stringContaining('no such file'),
    });
    await writeFile(file, `${'5a'.repeat(32)}\n`);
    const { registry } = registryIn(data, { masterKey });
    await registry.start();
    await registry.register(LI, { deviceId: ID, group: '' });
    await registry.stop();
    await expect(stat(join(data, 'master.key'))).rejects.toMatchObject({ code: 'ENOENT' });
    process.env.TEST_MASTER_KEY = '5A'.repeat(32);
    const fromEnv = { masterKey: { env: 'TEST_MASTER_KEY' } };
    expect((await openedIn(data, fromEnv)).registry.device(ID)).toMatchObject({ state: 'new' });
    const nothing = { masterKey: { env: 'NO_SUCH_VARIABLE' } };
    await expect(registryIn(data, nothing).registry.start()).rejects.toMatchObject({
      code: 'REGISTRY_LOCKED',
    });
  });

  it('with a changed bit in a row loses that device and no other, and says so', async () => {
    const { data } = await filled(['CB-0002', 'CB-0003']);
    await changeRows(data, async (level) => {
      const bytes = Buffer.from((await level.get('device!CB-0002')) as string, 'base64');
      bytes[40] = (bytes[40] as number) ^ 1;
      await level.put('device!CB-0002', bytes.toString('base64'));
    });
    const { registry, lines } = await openedIn(data);
    expect(lines).toMatchObject([{ code: 'REGISTRY_UNREADABLE', row: 'device!CB-0002' }]);
    expect(registry.problem).toContain('1 rows');
    expect(registry.record(ID)).toMatchObject({ blocked: false });
    expect(registry.record('CB-0003')).toMatchObject({ blocked: false });
    expect(registry.record('CB-0002')).toBeUndefined();
    // Nobody gets its place, neither here nor by an entry in a devices file.
    expect(registry.isKnown('CB-0002')).toBe(true);
    const again = registry.register(LI, { deviceId: 'CB-0002', group: '' });
    await expect(again).rejects.toMatchObject({ code: 'REGISTRY_UNREADABLE' });
    await expect(registry.issueKey(ADMIN, 'CB-0002')).rejects.toMatchObject({
      code: 'REGISTRY_UNREADABLE',
    });
    // Without a backup an admin lets it begin anew.
    await registry.register(ADMIN, { deviceId: 'CB-0002', group: '' });
    expect(registry.problem).toBeUndefined();
    expect(registry.record('CB-0002')).toMatchObject({ keys: [] });
  });

  it('with a changed bit in a key that was rotated does not let the former key in again', async () => {
    const { data } = await filled();
    const { registry: before } = registryIn(data);
    await before.start();
    const base = { version: 1, mark: 'ab' };
    await before.keys.put([
      ['CB-FILE', { base, current: { version: 2, secret: Buffer.alloc(32) } }],
    ]);
    await before.stop();
    await changeRows(data, (level) => level.put('rotated!CB-FILE', 'AAAA'.repeat(20)));
    const { registry } = await openedIn(data);
    // So the entry in the devices file is not asked.
    expect([registry.isKnown('CB-FILE'), registry.record('CB-FILE')]).toEqual([true, undefined]);
    await registry.register(ADMIN, { deviceId: 'CB-FILE', group: '' });
    await registry.stop();
    const { registry: after } = await openedIn(data);
    expect(await after.issueKey(LI, 'CB-FILE')).toMatchObject({ version: 1 });
  });

  it('with rows that changed places loses both: a key is good in its own row only', async () => {
    const { data } = await filled(['CB-0002']);
    await changeRows(data, async (level) => {
      const [one, other] = await level.getMany([`device!${ID}`, 'device!CB-0002']);
      await level.put(`device!${ID}`, other as string);
      await level.put('device!CB-0002', one as string);
    });
    const { registry } = await openedIn(data);
    expect([registry.record(ID), registry.record('CB-0002')]).toEqual([undefined, undefined]);
  });

  it('of a newer version, or without its list of files, is refused and left alone', async () => {
    const { data } = await filled();
    await changeRows(data, (level) => level.put('meta!format', '2'));
    await expect(registryIn(data).registry.start()).rejects.toMatchObject({
      code: 'REGISTRY_UNREADABLE',
      message: expect.stringContaining('format 2'),
    });
    await rm(join(data, 'registry', 'CURRENT'));
    await expect(registryIn(data).registry.start()).rejects.toMatchObject({
      code: 'REGISTRY_UNREADABLE',
    });
  });

  it('is there after a first start that was cut off before anything was written', async () => {
    const data = await tempFolder();
    const { registry } = registryIn(data);
    await registry.start();
    await registry.stop();
    await rm(join(data, 'registry'), { recursive: true });
    await mkdir(join(data, 'registry'));
    const key = await readFile(join(data, 'master.key'));
    await openedIn(data);
    expect(await readFile(join(data, 'master.key'))).toEqual(key);
  });
});

describe('a write that fails', () => {
  it('changes nothing, says so, and the next one works', async () => {
    const { data } = await filled();
    const clock = new MovingClock();
    const { registry } = await openedIn(data, { clock });
    const told: string[] = [];
    registry.onChange((deviceId) => void told.push(deviceId));
    failNextBatch();
    const suspending = registry.change(ADMIN, ID, { state: 'suspended' });
    await expect(suspending).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
    expect(registry.device(ID)).toMatchObject({ state: 'in_service' });
    expect(registry.record(ID)).toMatchObject({ blocked: false });
    expect(told).toEqual([]);
    expect(registry.problem).toContain('disk full');
    await registry.change(ADMIN, ID, { state: 'suspended' });
    expect(registry.problem).toBeUndefined();
    expect(registry.record(ID)).toMatchObject({ blocked: true });
  });

  it('of a key that was used is made good by itself: the older one stays forgotten', async () => {
    const { data } = await filled();
    const clock = new MovingClock();
    const { registry } = registryIn(data, { clock });
    await registry.start();
    registry.usedKey(ID, 1);
    const second = await registry.issueKey(ADMIN, ID);
    failNextBatch();
    expect(registry.usedKey(ID, 2)).toBe(true);
    await expect.poll(() => registry.problem).toContain('disk full');
    // It opens the database again, and reads everything anew.
    await clock.advance(1_000);
    await expect.poll(() => registry.problem).toBeUndefined();
    expect(registry.record(ID)?.keys).toEqual([second]);
    await registry.stop();
    const { registry: again } = await openedIn(data);
    expect(again.record(ID)?.keys).toEqual([second]);
    expect(await again.audit({ limit: 1 })).toMatchObject([
      { what: 'key.used', detail: { version: 2 } },
    ]);
  });

  it('in a folder that can not be used is told with the folder', async () => {
    const data = await tempFolder();
    await writeFile(join(data, 'registry'), '');
    await expect(registryIn(data).registry.start()).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
      message: expect.stringContaining(join(data, 'registry')),
    });
    const other = await filled();
    await openedIn(other.data);
    await expect(registryIn(other.data).registry.start()).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
    });
  });
});

it('a record is made once for as long as nothing about its device changes', async () => {
  const { data } = await filled(['CB-0002']);
  const { registry } = await openedIn(data);
  const one = registry.record(ID);
  const other = registry.record('CB-0002');
  await registry.change(ADMIN, ID, { group: 'south' });
  expect(registry.record(ID)).not.toBe(one);
  expect(registry.record('CB-0002')).toBe(other);
});

it('a copy of the folder at any moment has everything that resolved before', async () => {
  const data = await tempFolder();
  const { registry } = await openedIn(data);
  await install(registry, ID);
  const copy = await tempFolder();
  await cp(data, copy, { recursive: true });
  await chmod(join(copy, 'registry'), 0o700);
  await rm(join(copy, 'registry', 'LOCK'), { force: true });
  const { registry: again } = await openedIn(copy);
  expect(again.device(ID)).toEqual(registry.device(ID));
  expect(again.record(ID)).toEqual(registry.record(ID));
  expect(await again.audit({ limit: 99 })).toEqual(await registry.audit({ limit: 99 }));
});
