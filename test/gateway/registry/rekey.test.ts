// Another master key: everything is there under the new one, and nothing opens with the old.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rekey } from '#gateway/registry/rekey.ts';
import { ADMIN, bytesUnder, install, openedIn, registryIn } from '#test/support/registry.ts';
import { tempFolder } from '../temp.ts';

const ID = 'CB-0001';
const locked = { code: 'REGISTRY_LOCKED' };

async function filled() {
  const data = await tempFolder();
  const { registry } = registryIn(data);
  await registry.start();
  await install(registry, ID);
  const token = await registry.tokens.create(ADMIN, 'desk', 'operator');
  const before = { record: registry.record(ID), audit: await registry.audit({ limit: 99 }) };
  await registry.stop();
  const newKey = join(await tempFolder(), 'new');
  await writeFile(newKey, 'c5'.repeat(32));
  return { data, token, newKey, ...before };
}

it('a registry is what it was under another master key, and the old one is good for nothing', async () => {
  const { data, token, newKey, record, audit } = await filled();
  const own = join(data, 'master.key');
  const old = await readFile(own);
  const sealed = (await bytesUnder(join(data, 'registry'))).map(([, bytes]) => bytes);
  const { rows, damaged, writtenTo } = await rekey({ data }, newKey);
  expect([rows > 10, damaged, writtenTo]).toEqual([true, 0, own]);
  expect((await stat(own)).mode & 0o777).toBe(0o600);
  // Nothing of what the old key opens is left in LevelDB's files.
  const row = Buffer.concat(sealed)
    .toString('latin1')
    .match(/[A-Za-z0-9+/]{200,}/)?.[0] as string;
  expect(row.length).toBeGreaterThan(100);
  for (const [path, bytes] of await bytesUnder(join(data, 'registry'))) {
    expect([path, bytes.includes(row.slice(0, 60))]).toEqual([path, false]);
  }
  const { registry } = registryIn(data);
  await registry.start();
  expect(registry.record(ID)).toEqual(record);
  expect(registry.tokens.verify(token)).toEqual({ name: 'desk', role: 'operator' });
  expect(await registry.audit({ limit: 99 })).toEqual(audit);
  await registry.stop();
  await writeFile(own, old);
  await expect(registryIn(data).registry.start()).rejects.toMatchObject(locked);
});

it('a master key that the configuration places is left to whoever placed it', async () => {
  const { data, newKey } = await filled();
  const place = { data, registry: { master_key: { file: join(data, 'master.key') } } };
  const old = await readFile(join(data, 'master.key'));
  expect((await rekey(place, newKey)).writtenTo).toBeUndefined();
  expect(await readFile(join(data, 'master.key'))).toEqual(old);
  const { registry } = await openedIn(data, { masterKey: { file: newKey } });
  expect(registry.device(ID)).toBeDefined();
});

it('nothing is changed while a gateway runs, without a registry, or with a key that is none', async () => {
  const { data, newKey } = await filled();
  await writeFile(join(data, 'short'), 'c5');
  await expect(rekey({ data }, join(data, 'short'))).rejects.toMatchObject(locked);
  await expect(rekey({ data }, join(data, 'none'))).rejects.toMatchObject(locked);
  await expect(rekey({ data: await tempFolder() }, newKey)).rejects.toMatchObject({
    code: 'REGISTRY_FAILED',
  });
  const { registry } = await openedIn(data);
  await expect(rekey({ data }, newKey)).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
  expect(registry.device(ID)).toBeDefined();
});
