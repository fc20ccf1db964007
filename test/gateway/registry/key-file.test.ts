// The file of derived keys that older gateways wrote: taken over into the registry once, whole or not at all.
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RotatedKeys } from '#gateway/domain/administration/rotation.ts';
import { failNextBatch } from '#test/contract/journal-harness.ts';
import { bytesUnder, registryIn } from '#test/support/registry.ts';
import { tempFolder } from '../temp.ts';

const hex = (byte: number, bytes: number) => Buffer.alloc(bytes, byte).toString('hex');

function keys(byte: number): RotatedKeys {
  const secret = Buffer.alloc(32, byte);
  return {
    base: { version: 1, mark: 'ab' },
    current: { version: 2, secret },
    next: { key: { version: 3, secret }, nonce: Buffer.alloc(16, byte) },
  };
}

/** As gateways before the registry wrote it. */
function fileOf(entries: Record<string, number>): string {
  const devices = Object.entries(entries).map(([deviceId, byte]) => [
    deviceId,
    {
      base: { version: 1, mark: 'ab' },
      current: { version: 2, secret: hex(byte, 32) },
      next: { version: 3, secret: hex(byte, 32), nonce: hex(byte, 16) },
    },
  ]);
  return JSON.stringify({
    format: 'call-button keys 1',
    devices: Object.fromEntries(devices),
  });
}

async function opened(folder: string) {
  const { registry, lines } = registryIn(folder);
  await registry.start();
  await registry.keys.start();
  const close = async () => {
    await registry.keys.stop();
    await registry.stop();
  };
  return { keys: registry.keys, registry, lines, close };
}

describe('the file of keys', () => {
  it('is taken over at the first start, and nothing of it is left in the clear', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'keys.json'), fileOf({ 'CB-1': 1, 'CB-2': 2 }));
    const first = await opened(folder);
    expect(first.keys.find('CB-1')).toEqual(keys(1));
    await first.close();
    expect((await readdir(folder)).toSorted()).toEqual(['master.key', 'registry']);
    for (const [, bytes] of await bytesUnder(folder)) {
      expect(bytes.includes(Buffer.alloc(32, 1))).toBe(false);
      expect(bytes.includes(hex(1, 32))).toBe(false);
    }
    const second = await opened(folder);
    expect(second.keys.find('CB-2')).toEqual(keys(2));
    expect(second.keys.problem).toBeUndefined();
    await second.close();
  });

  it('that comes back with an old backup changes nothing of what is newer', async () => {
    const folder = await tempFolder();
    const first = await opened(folder);
    await first.keys.put([['CB-1', keys(9)]]);
    await first.close();
    await writeFile(join(folder, 'keys.json'), fileOf({ 'CB-1': 1, 'CB-2': 2 }));
    const second = await opened(folder);
    expect(second.keys.find('CB-1')).toEqual(keys(9));
    expect(second.keys.find('CB-2')).toEqual(keys(2));
    await second.close();
  });

  it('stays, and its keys are good, when they can not be written now', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'keys.json'), fileOf({ 'CB-1': 1 }));
    const { registry, lines } = registryIn(folder);
    await registry.start();
    failNextBatch();
    await registry.keys.start();
    expect(registry.keys.find('CB-1')).toEqual(keys(1));
    expect(lines).toContainEqual(expect.objectContaining({ code: 'KEYS_UNREADABLE' }));
    await registry.stop();
    const again = await opened(folder);
    expect(again.keys.find('CB-1')).toEqual(keys(1));
    await again.close();
    expect(await readdir(folder)).not.toContain('keys.json');
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
      const { keys: rows, lines, close } = await opened(folder);
      expect(lines).toMatchObject([{ code: 'KEYS_UNREADABLE' }]);
      expect(rows.problem).toContain(path);
      await expect(rows.put([['CB-1', keys(1)]])).rejects.toThrow(path);
      await close();
      expect(await readFile(path, 'utf8')).toBe(text);
    });
  }
});

describe('derived keys in the registry', () => {
  it('are there when it is opened again, any number put at the same time', async () => {
    const folder = await tempFolder();
    const first = await opened(folder);
    const all = Array.from({ length: 200 }, (_, at) => `CB-${at}`);
    await Promise.all(all.map((id, at) => first.keys.put([[id, keys(at % 256)]])));
    first.keys.forget('CB-7', { base: keys(7).base, current: keys(3).current! });
    await first.close();
    const again = await opened(folder);
    for (const [at, id] of all.entries()) {
      const { next: _, ...rest } = keys(3);
      expect(again.keys.find(id)).toEqual(id === 'CB-7' ? rest : keys(at % 256));
    }
    await again.close();
  });

  it('that can not be written change nothing, and say why without a key', async () => {
    const folder = await tempFolder();
    const { keys: rows, close } = await opened(folder);
    await rows.put([['CB-1', keys(1)]]);
    failNextBatch();
    const putting = rows.put([
      ['CB-1', keys(9)],
      ['CB-2', keys(9)],
    ]);
    // Whoever asks in between waits for the same write.
    expect(rows.find('CB-1')).toEqual(keys(9));
    const waiting = rows.put([]);
    await expect(putting).rejects.toThrow(/^registry: disk full$/);
    await expect(waiting).rejects.toThrow('disk full');
    expect(rows.find('CB-1')).toEqual(keys(1));
    expect(rows.find('CB-2')).toBeUndefined();
    await close();
  });
});
