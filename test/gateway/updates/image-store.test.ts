// The store of images: what it has taken is there after a restart, and what is damaged there is told and not used.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Log } from '#gateway/domain/ports/log.ts';
import { readImage } from '#gateway/updates/image-file.ts';
import { ImageStore } from '#gateway/updates/image-store.ts';
import { imageFile } from '#simulator/updates/image.ts';
import { tempFolder } from '../temp.ts';

const quiet = { info() {}, warn() {}, error() {} };

async function open(folder: string, log: Log = quiet): Promise<ImageStore> {
  const store = new ImageStore(folder, log, () => 1_000);
  await store.start();
  return store;
}

it('an image that was taken is there after a restart, byte for byte', async () => {
  const folder = await tempFolder();
  const file = imageFile();
  const { sha256 } = await (await open(folder)).put(file, () => false);
  const later = await open(folder);
  expect(later.list()).toMatchObject([{ sha256, version: '0.3.0' }]);
  expect(Buffer.from(await later.payloadOf(sha256))).toEqual(Buffer.from(readImage(file).payload));
  expect(await readFile(join(folder, 'images', `${sha256}.image`))).toEqual(file);
});

it('an image that is damaged is not taken, and nothing is left of it', async () => {
  const folder = await tempFolder();
  const store = await open(folder);
  const damaged = imageFile().fill(0, 400, 401);
  await expect(store.put(damaged, () => false)).rejects.toMatchObject({
    code: expect.stringMatching(/^IMAGE_/),
  });
  expect(store.list()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

it('a file that was damaged on disk is told at the start and when it is asked for, and can be given anew', async () => {
  const folder = await tempFolder();
  const first = await open(folder);
  const { sha256 } = await first.put(imageFile(), () => false);
  const path = join(folder, 'images', `${sha256}.image`);
  const file = await readFile(path);
  await writeFile(path, file.subarray(0, -1));
  await expect(first.payloadOf(sha256)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
  const told: object[] = [];
  const store = await open(folder, { ...quiet, warn: (fields) => void told.push(fields) });
  expect(told).toMatchObject([{ code: 'IMAGE_DAMAGED' }]);
  expect(store.has(sha256)).toBe(false);
  await store.put(imageFile(), () => false);
  expect(await store.payloadOf(sha256)).toHaveLength(readImage(file).bytes);
});

it('the same firmware under another version is refused while a rollout needs it, and else takes its place', async () => {
  const store = await open(await tempFolder());
  await store.put(imageFile({ version: '1.0.0' }), () => false);
  const other = imageFile({ version: '2.0.0' });
  await expect(store.put(other, () => true)).rejects.toMatchObject({ code: 'IMAGE_EXISTS' });
  await store.put(other, () => false);
  expect(store.list()).toMatchObject([{ version: '2.0.0' }]);
});

it('of many images the newest are kept, and those that a rollout needs', async () => {
  const store = await open(await tempFolder());
  const needed = await store.put(imageFile({ scripts: { main: 'first' } }), () => true);
  for (let at = 0; at < 14; at++) {
    await store.put(
      imageFile({ scripts: { main: `script ${at}` } }),
      (sha256) => sha256 === needed.sha256,
    );
  }
  expect(store.list()).toHaveLength(11);
  expect(store.has(needed.sha256)).toBe(true);
});

it('an image on a disk that takes no more is refused, with what the system says', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'images'), 'a file where the folder should be');
  const store = new ImageStore(folder, quiet, () => 1_000);
  await expect(store.put(imageFile(), () => false)).rejects.toMatchObject({
    code: 'IMAGE_NOT_STORED',
  });
});

it('a folder that can not be read keeps no gateway from starting, and is told', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'images'), 'a file in its place');
  const told: string[] = [];
  const store = await open(folder, { ...quiet, error: (_fields, text) => void told.push(text) });
  expect(store.list()).toEqual([]);
  expect(told).toEqual(['images not readable: none can be sent']);
});
