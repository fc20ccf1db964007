// The file of derived keys: whole or not at all, for its user only, and what was put is there after a kill.
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RotatedKeys } from '#gateway/domain/administration/rotation.ts';
import { KeyFile } from '#gateway/provisioning/key-file.ts';
import { tempFolder } from './temp.ts';

const said: object[] = [];
const LOG = { info() {}, warn() {}, error: (fields: object) => void said.push(fields) };

function keys(byte: number): RotatedKeys {
  const secret = Buffer.alloc(32, byte);
  return {
    base: { version: 1, mark: 'ab' },
    current: { version: 2, secret },
    next: { key: { version: 3, secret }, nonce: Buffer.alloc(16, byte) },
  };
}

async function opened(folder: string): Promise<KeyFile> {
  const file = new KeyFile(join(folder, 'keys.json'), LOG);
  await file.start();
  return file;
}

describe('the file of keys', () => {
  it('has what was put when it is opened again, without a stop before', async () => {
    const folder = await tempFolder();
    const file = await opened(folder);
    expect(file.find('CB-1')).toBeUndefined();
    await file.put([
      ['CB-1', keys(1)],
      ['CB-2', keys(2)],
    ]);
    file.forget('CB-2', { base: keys(2).base, current: keys(3).current! });
    // Waits for the disk, as an empty put does.
    await file.put([]);
    const again = await opened(folder);
    expect(again.find('CB-1')).toEqual(keys(1));
    expect(again.find('CB-2')).toEqual({ base: keys(2).base, current: keys(3).current });
    expect(again.problem).toBeUndefined();
    expect(await readdir(folder)).toEqual(['keys.json']);
    expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600);
  });

  it('takes any number at the same time, in few writes', async () => {
    const folder = await tempFolder();
    const file = await opened(folder);
    const all = Array.from({ length: 3_000 }, (_, at) => `CB-${at}`);
    await Promise.all(all.map((id, at) => file.put([[id, keys(at % 256)]])));
    const again = await opened(folder);
    for (const [at, id] of all.entries()) expect(again.find(id)).toEqual(keys(at % 256));
  });

  it('that is only half written counts for nothing', async () => {
    const folder = await tempFolder();
    await (await opened(folder)).put([['CB-1', keys(1)]]);
    await writeFile(join(folder, 'keys.json.new'), '{"format": "call-button k');
    const file = await opened(folder);
    expect(file.find('CB-1')).toEqual(keys(1));
    await file.put([['CB-2', keys(2)]]);
    expect((await opened(folder)).find('CB-2')).toEqual(keys(2));
  });

  it('that can not be written changes nothing, and says why without a key', async () => {
    const folder = await tempFolder();
    const file = await opened(folder);
    await file.put([['CB-1', keys(1)]]);
    await writeFile(join(folder, 'blocked'), '');
    const blocked = new KeyFile(join(folder, 'blocked', 'keys.json'), LOG);
    await expect(blocked.put([['CB-1', keys(9)]])).rejects.toThrow('not a folder');
    expect(blocked.find('CB-1')).toBeUndefined();
    await blocked.stop();
  });

  for (const [what, text] of [
    ['nonsense', 'x'],
    ['JSON of another shape', '{"format":"call-button keys 1","devices":{"CB-1":{"current":{}}}}'],
    ['another format', '{"format":"call-button keys 2","devices":{}}'],
    ['half of itself', '{"format": "call-button keys 1", "devices": {\n"CB-1": {"base'],
  ] as const) {
    it(`that is ${what} is told, not used, and never written over`, async () => {
      const folder = await tempFolder();
      const path = join(folder, 'keys.json');
      await writeFile(path, text);
      await chmod(path, 0o600);
      said.length = 0;
      const file = await opened(folder);
      expect(said).toMatchObject([{ code: 'KEYS_UNREADABLE' }]);
      expect(file.problem).toContain(path);
      await expect(file.put([['CB-1', keys(1)]])).rejects.toThrow(path);
      file.forget('CB-1', keys(1));
      await file.stop();
      expect(await readFile(path, 'utf8')).toBe(text);
    });
  }
});
