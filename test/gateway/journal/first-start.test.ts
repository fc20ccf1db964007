// A first start that a power cut ends leaves nothing that keeps the next one from starting; what was written is never begun anew.
import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { LevelRegistry } from '#gateway/registry/level-registry.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { tempFolder } from '../temp.ts';

/** A MANIFEST of LevelDB in which no file is, as a first start writes it. */
const MANIFEST = Buffer.from(
  '56f9b8f81c0001011a6c6576656c64622e4279746577697365436f6d70617261746f72a49c8bbe0800010203090003040400',
  'hex',
);

/** What a disk may have of a first start, by the moment of the cut and by what it had not synced. */
const CUT_OFF: Record<string, Record<string, string | Buffer>> = {
  'nothing but an empty MANIFEST': { 'MANIFEST-000001': '' },
  'a MANIFEST without CURRENT': { 'MANIFEST-000001': MANIFEST },
  'CURRENT beside its place': { 'MANIFEST-000001': MANIFEST, '000001.dbtmp': 'MANIFEST-000001\n' },
  'an empty CURRENT': { 'MANIFEST-000001': MANIFEST, CURRENT: '' },
  'CURRENT that names an empty MANIFEST': { 'MANIFEST-000001': '', CURRENT: 'MANIFEST-000001\n' },
  'CURRENT that names half a MANIFEST': {
    'MANIFEST-000001': MANIFEST.subarray(0, 21),
    CURRENT: 'MANIFEST-000001\n',
  },
  'CURRENT that names a MANIFEST that is gone': {
    'MANIFEST-000002': MANIFEST,
    '000003.log': '',
    CURRENT: 'MANIFEST-000001\n',
  },
  'the first write, cut off, and no CURRENT': {
    'MANIFEST-000002': MANIFEST,
    '000003.log': Buffer.from('0badc0ffee2a000101', 'hex'),
  },
};

async function leave(folder: string, files: Record<string, string | Buffer>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}

const clock = new MovingClock();
const log = { debug() {}, info() {}, warn() {}, error() {} };

describe.each(Object.entries(CUT_OFF))('after a first start of which is left %s', (_, files) => {
  it('the journal begins anew and keeps what it is given', async () => {
    const folder = join(await tempFolder(), 'journal');
    await leave(folder, files);
    const journal = new LevelJournal({ folder, clock });
    await journal.start();
    const press = pressOf(1);
    await journal.appendPress(press, () => opens(press));
    await journal.stop();
    await journal.start();
    expect((await journal.openPresses()).map(({ seq }) => seq)).toEqual([1]);
    await journal.stop();
  });

  it('the registry begins anew', async () => {
    const data = await tempFolder();
    await leave(join(data, 'registry'), files);
    const former = { read: async () => new Map() };
    const registry = new LevelRegistry({ data, clock, log, former } as never);
    await registry.start();
    await registry.stop();
    await registry.start();
    expect(registry.count).toBe(0);
    await registry.stop();
  });
});

describe('a journal that was written to', () => {
  async function written(folder: string): Promise<LevelJournal> {
    const journal = new LevelJournal({ folder, clock });
    await journal.start();
    const press = pressOf(1);
    await journal.appendPress(press, () => opens(press));
    await journal.stop();
    return journal;
  }

  const DAMAGE: Record<string, (folder: string, manifest: string) => Promise<void>> = {
    'has lost CURRENT': (folder) => rm(join(folder, 'CURRENT')),
    'has an empty CURRENT': (folder) => truncate(join(folder, 'CURRENT')),
    'has an empty MANIFEST': (_, manifest) => truncate(manifest),
    'has half a MANIFEST': (_, manifest) => truncate(manifest, 20),
    'has lost its MANIFEST': (_, manifest) => rm(manifest),
  };

  it.each(
    Object.entries(DAMAGE),
  )('and %s is damaged, and is never begun anew', async (_, damage) => {
    const folder = await tempFolder();
    const journal = await written(folder);
    const names = await readdir(folder);
    const manifest = names.find((name) => name.startsWith('MANIFEST')) as string;
    await damage(folder, join(folder, manifest));
    await expect(journal.start()).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE' });
    await journal.stop();
    await expect(journal.start()).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE' });
    expect((await readdir(folder)).filter((name) => /\.log$/.test(name))).toHaveLength(1);
  });
});
