// What must survive is whole on disk before anybody is told so, in the order in which a power cut does no harm.
import type * as Files from 'node:fs/promises';
import { chown, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keepDeployed } from '#gateway/flows/store.ts';
import { makeFolder, removeDurably, renameDurably, writeDurably } from '#gateway/system/durable.ts';
import { tempFolder } from '../temp.ts';

/** What the file system was asked for, in order, with the names as seen from the folder. */
const { asked } = vi.hoisted(() => ({ asked: [] as string[] }));

/** The real file system, which notes what it is asked. */
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof Files>();
  const noted = (file: Files.FileHandle, name: string) =>
    new Proxy(file, {
      get(target, property) {
        const value = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          asked.push(`${String(property)} ${name}`);
          return value.apply(target, given);
        };
      },
    });
  return {
    ...real,
    open: async (path: string, ...rest: []) =>
      noted(await real.open(path, ...rest), basename(path)),
    rename: (from: string, to: string) => {
      asked.push(`rename ${basename(from)} ${basename(to)}`);
      return real.rename(from, to);
    },
  };
});

let file: string;
let folder: string;

beforeEach(async () => {
  folder = await tempFolder();
  file = join(folder, 'kept');
  asked.length = 0;
});

describe('a file that must survive', () => {
  it('is synced before it has its name, and its folder afterwards', async () => {
    await writeDurably(file, 'new');
    expect(asked).toEqual([
      'writeFile kept.new',
      'sync kept.new',
      'close kept.new',
      'rename kept.new kept',
      `sync ${basename(folder)}`,
      `close ${basename(folder)}`,
    ]);
    expect(await readFile(file, 'utf8')).toBe('new');
  });

  it('is written part by part, and has its name only when all parts are on disk', async () => {
    async function* parts() {
      yield 'one ';
      expect(await readdir(folder)).toEqual(['kept.new']);
      yield 'two';
    }
    await writeDurably(file, parts());
    expect(await readFile(file, 'utf8')).toBe('one two');
    expect(await readdir(folder)).toEqual(['kept']);
  });

  it('stays as it was, with nothing beside it, when what is to be written breaks off', async () => {
    await writeFile(file, 'old');
    async function* parts() {
      yield 'half';
      throw new Error('broken off');
    }
    await expect(writeDurably(file, parts())).rejects.toThrow('broken off');
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['kept']);
  });

  it('is for its user alone, whatever a crash left beside it', async () => {
    await writeFile(`${file}.new`, 'left by a crash, and longer', { mode: 0o644 });
    await writeDurably(file, 'new');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe('new');
  });

  it('has the permissions that are asked for', async () => {
    await writeDurably(file, 'new', { mode: 0o640 });
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  it('takes the place of a link, and leaves alone what the link led to', async () => {
    await writeFile(join(folder, 'elsewhere'), 'old');
    await symlink(join(folder, 'elsewhere'), file);
    await writeDurably(file, 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('old');
  });

  it.skipIf(process.getuid?.() !== 0)('belongs to its owner before it says anything', async () => {
    await writeFile(file, 'old');
    await chown(file, 1_234, 5_678);
    await writeDurably(file, 'new', { owner: await stat(file) });
    expect(asked.indexOf('chown kept.new')).toBeLessThan(asked.indexOf('writeFile kept.new'));
    expect(await stat(file)).toMatchObject({ uid: 1_234, gid: 5_678 });
  });

  it('is renamed, and then its folder is synced', async () => {
    await writeFile(join(folder, 'before'), 'new');
    await renameDurably(join(folder, 'before'), file);
    expect(asked.slice(0, 2)).toEqual(['rename before kept', `sync ${basename(folder)}`]);
  });

  it('is removed, and then its folder is synced', async () => {
    await writeFile(file, 'old');
    await removeDurably(file);
    expect(await readdir(dirname(file))).toEqual([]);
    expect(asked[0]).toBe(`sync ${basename(folder)}`);
  });
});

it('what the process of the flows has written is synced before it has its name, and its folder afterwards', async () => {
  await writeFile(join(folder, 'flows_cred.json'), 'old');
  await writeFile(join(folder, 'flows_cred.json.$$$'), 'new');
  await keepDeployed(folder, 'flows_cred.json');
  expect(asked.filter((one) => !one.startsWith('close'))).toEqual([
    'sync flows_cred.json.$$$',
    'rename flows_cred.json.$$$ flows_cred.json',
    `sync ${basename(folder)}`,
  ]);
  expect(await readFile(join(folder, 'flows_cred.json'), 'utf8')).toBe('new');
});

describe('a folder that is made', () => {
  it('is in the folders above it when what is in it counts', async () => {
    await makeFolder(join(folder, 'a/b/c'));
    expect(asked.filter((one) => one.startsWith('sync'))).toEqual([
      'sync b',
      'sync a',
      `sync ${basename(folder)}`,
    ]);
    expect((await stat(join(folder, 'a/b/c'))).mode & 0o777).toBe(0o700);
  });

  it('and was there before costs nothing', async () => {
    await makeFolder(join(folder, 'a'));
    asked.length = 0;
    await makeFolder(join(folder, 'a'));
    expect(asked).toEqual([]);
  });
});
