// Backup and restore: the copy holds everything that was acknowledged before it began, and what is not whole is refused.

import { mkdtempSync, rmSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pressId } from '#gateway/domain/press.ts';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { prepareFolder, writeBackup } from '#gateway/journal/tools/backup.ts';
import { checkJournal } from '#gateway/journal/tools/check.ts';
import { restoreBackup } from '#gateway/journal/tools/restore.ts';
import { decodeRows, encodeRows, type Row, rowsOf } from '#gateway/journal/tools/rows.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { press, T0 } from '../../presses.ts';
import { tempFile, tempFolder } from '../../temp.ts';
import { Filled, filledFolder, open } from './journals.ts';

const KEYS = 'devices: [] # 0123';

const templates = mkdtempSync(join(tmpdir(), 'call-button-backup-'));
afterAll(() => rmSync(templates, { recursive: true, force: true }));
let template: Promise<string> | undefined;

/** A backup of a filled journal that was closed, with a devices file. */
async function backedUp(): Promise<string> {
  template ??= makeBackup();
  const folder = join(await tempFolder(), 'backup');
  await cp(await template, folder, { recursive: true });
  return folder;
}

async function makeBackup(): Promise<string> {
  const folder = join(templates, 'backup');
  await prepareFolder(folder);
  const devices = await tempFile('d.yaml', KEYS);
  await writeBackup(rowsOf(await open(await filledFolder())), folder, { devices }, T0);
  return folder;
}

async function restored(folder: string): Promise<string> {
  const data = await tempFolder();
  await restoreBackup(folder, join(data, 'journal'), {});
  return data;
}

describe('a backup', () => {
  it('is a copy of every key and value, with a manifest, for its user only', async () => {
    const data = await filledFolder();
    const level = await open(data);
    const folder = join(await tempFolder(), 'deep', 'backup');
    await prepareFolder(folder);
    const devices = await tempFile('d.yaml', KEYS);
    const { manifest, findings } = await writeBackup(rowsOf(level), folder, { devices }, T0);
    expect(findings.faults).toEqual(new Map());
    expect(manifest).toMatchObject({
      schema: '2',
      made_at: '2026-01-01T00:00:00.000Z',
      presses: 60,
      events: 12,
      notices: 2,
      newest_press_at: '2026-01-01T00:00:30.000Z',
    });
    expect(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).toEqual(manifest);
    expect((await readdir(folder)).toSorted()).toEqual([
      'devices.yaml',
      'journal',
      'manifest.json',
    ]);
    expect(await readFile(join(folder, 'devices.yaml'), 'utf8')).toBe(KEYS);
    const mode = async (name: string) => (await stat(join(folder, name))).mode & 0o777;
    expect(await mode('devices.yaml')).toBe(0o600);
    expect(await mode('.')).toBe(0o700);
    expect(await mode('journal')).toBe(0o700);
    const all = await level.iterator().all();
    expect(await (await open(folder)).iterator().all()).toEqual(all);
    expect(manifest.rows).toBe(all.length);
  });

  it('of a journal that crashed is as sound as that', async () => {
    const folder = await tempFolder();
    const level = await open(await filledFolder('crashed'));
    const { findings } = await writeBackup(rowsOf(level), folder, {}, T0);
    expect(findings).toMatchObject({ isSound: true, presses: 101, openPresses: 22 });
  });

  it('needs a folder that is new or empty', async () => {
    const folder = await tempFolder();
    await prepareFolder(folder);
    await writeFile(join(folder, 'x'), '');
    await expect(prepareFolder(folder)).rejects.toMatchObject({ code: 'BACKUP_FOLDER_NOT_EMPTY' });
    const file = await tempFile('x', '');
    await expect(prepareFolder(file)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    await expect(prepareFolder(join(file, 'y'))).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
  });

  it('that fails leaves nothing behind, so that it can be made again', async () => {
    const level = await open(await filledFolder());
    const folder = await tempFolder();
    async function* failing(): AsyncGenerator<Row[]> {
      for await (const rows of rowsOf(level)) {
        yield rows;
        throw new Error('the gateway has gone');
      }
    }
    await expect(writeBackup(failing(), folder, {}, T0)).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: expect.stringContaining('the gateway has gone'),
    });
    const missing = writeBackup(rowsOf(level), folder, { devices: '/nowhere/devices.yaml' }, T0);
    await expect(missing).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    expect(await readdir(folder)).toEqual([]);
    await writeBackup(rowsOf(level), folder, {}, T0);
  });

  it('that is not what was copied is no backup', async () => {
    async function* twice(): AsyncGenerator<Row[]> {
      for (const value of ['1', '2']) yield [[Buffer.from('meta!checkpoint'), Buffer.from(value)]];
    }
    const writing = writeBackup(twice(), await tempFolder(), {}, T0);
    await expect(writing).rejects.toThrow('the copy is not what was copied');
  });

  it('made while presses come holds all that was acknowledged before, each once', async () => {
    const filled = await Filled.start();
    const acknowledged = new Set<string>();
    let isOver = false;
    const flood = async (deviceId: string) => {
      for (let seq = 1; !isOver || seq < 50; seq++) {
        acknowledged.add(pressId(await filled.take({ deviceId, seq })));
      }
    };
    const floods = ['CB-1', 'CB-2', 'CB-3', 'CB-4'].map(flood);
    await filled.take({ deviceId: 'CB-9', seq: 1 });
    const folder = join(await tempFolder(), 'backup');
    await prepareFolder(folder);
    const before = [...acknowledged, 'CB-9/1/1'];
    const rows = decodeRows(encodeRows(rowsOf(await filled.journal.flush())));
    const { findings } = await writeBackup(rows, folder, {}, T0);
    isOver = true;
    await Promise.all(floods);
    expect(findings.faults).toEqual(new Map());

    const clock = new MovingClock();
    const journal = new LevelJournal({ folder: join(await restored(folder), 'journal'), clock });
    await journal.start();
    const due = (await journal.openPresses()).map(pressId);
    expect(new Set(due).size).toBe(due.length);
    expect(due).toEqual(expect.arrayContaining(before));
    // Every identity that is in it is known, every other one is not.
    for (const id of acknowledged) {
      const [deviceId = '', , seq] = id.split('/');
      const pressed = press({ deviceId, seq: Number(seq) });
      const call = { press: { ...pressed, callId: 'x', joined: false }, call: {} as never };
      const { outcome } = await journal.appendPress(pressed, () => call);
      expect(outcome).toBe(due.includes(id) ? 'duplicate' : 'stored');
    }
    await journal.stop();
  });
});

describe('the rows on their way', () => {
  it('are refused when the stream is cut at any place, or is followed by something', async () => {
    const level = await open(await filledFolder());
    const whole: Buffer[] = [];
    for await (const part of encodeRows(rowsOf(level))) whole.push(part);
    const bytes = Buffer.concat(whole);
    const decoded = async (...parts: Buffer[]) => {
      const rows: Row[] = [];
      async function* stream() {
        yield* parts;
      }
      for await (const some of decodeRows(stream())) rows.push(...some);
      return rows;
    };
    const all = await decoded(bytes);
    expect(all).toHaveLength((await level.keys().all()).length);
    for (const at of [1, 7, 8, 1_000, bytes.length - 1]) {
      expect(await decoded(bytes.subarray(0, at), bytes.subarray(at))).toEqual(all);
      await expect(decoded(bytes.subarray(0, at))).rejects.toThrow('ended before');
    }
    await expect(decoded()).rejects.toThrow('ended before');
    await expect(decoded(bytes, Buffer.from('x'))).resolves.toEqual(all);
    await expect(decoded(Buffer.concat([bytes, Buffer.from('x')]))).rejects.toThrow('not those');
    await expect(decoded(bytes.subarray(-8))).rejects.toThrow('not those');
  });
});

describe('a restore', () => {
  it('returns every key and value, and leaves the backup as it is', async () => {
    const folder = await backedUp();
    const files = async () => {
      const names = (await readdir(join(folder, 'journal'))).toSorted();
      const read = async (name: string) => readFile(join(folder, 'journal', name), 'base64');
      return Promise.all(names.map(async (name) => [name, await read(name)]));
    };
    const before = await files();
    const data = await tempFolder();
    const place = join(data, 'etc', 'devices.yaml');
    await mkdir(join(data, 'etc'));
    const { findings, devices: result } = await restoreBackup(
      folder,
      join(data, 'new', 'journal'),
      { devices: place },
    );
    expect(findings).toMatchObject({ isSound: true, presses: 60 });
    expect(result).toBe('copied');
    expect(await readFile(place, 'utf8')).toBe(KEYS);
    expect((await stat(place)).mode & 0o777).toBe(0o600);
    expect(await files()).toEqual(before);
    const level = await open(join(data, 'new'));
    expect(await level.iterator().all()).toEqual(
      await (await open(await filledFolder())).iterator().all(),
    );
    expect((await checkJournal(level)).isSound).toBe(true);
  });

  it('leaves a devices file that is there, and says so', async () => {
    const folder = await backedUp();
    const mine = await tempFile('mine.yaml', 'devices: []');
    const journal = join(await tempFolder(), 'journal');
    expect(await restoreBackup(folder, journal, { devices: mine })).toMatchObject({
      devices: 'kept',
    });
    expect(await readFile(mine, 'utf8')).toBe('devices: []');
    const elsewhere = join(await tempFolder(), 'journal');
    expect(await restoreBackup(folder, elsewhere, {})).toMatchObject({ devices: 'unnamed' });
    const without = await tempFolder();
    await writeBackup(rowsOf(await open(await filledFolder())), without, {}, T0);
    const third = join(await tempFolder(), 'journal');
    expect(await restoreBackup(without, third, { devices: mine })).toMatchObject({
      devices: 'none',
    });
  });

  it('never goes over a journal that is there', async () => {
    const data = await filledFolder();
    const before = await readdir(join(data, 'journal'));
    const restoring = restoreBackup(await backedUp(), join(data, 'journal'), {});
    await expect(restoring).rejects.toMatchObject({ code: 'RESTORE_WOULD_OVERWRITE' });
    expect(await readdir(join(data, 'journal'))).toEqual(before);
  });

  const damages: [string, (folder: string) => Promise<unknown>][] = [
    ['without its manifest', (folder) => rm(join(folder, 'manifest.json'))],
    ['with half a manifest', (folder) => truncate(join(folder, 'manifest.json'), 90)],
    ['with another manifest', (folder) => writeFile(join(folder, 'manifest.json'), '{"a":1}')],
    ['without its journal', (folder) => rm(join(folder, 'journal'), { recursive: true })],
    ['with an empty journal', (folder) => truncate(join(folder, 'journal', 'CURRENT'))],
    ['with a journal that misses a file', (folder) => removeFile(folder, /^MANIFEST/)],
    ['with a journal that misses a table', (folder) => removeFile(folder, /ldb$/)],
    ['with a flipped bit', flipBit],
    ['with other devices', (folder) => writeFile(join(folder, 'devices.yaml'), 'devices: []')],
    ['without its devices', (folder) => rm(join(folder, 'devices.yaml'))],
    ['with a value that was changed', changeValue],
  ];
  for (const [how, damage] of damages) {
    it(`refuses a backup ${how}, and leaves no journal`, async () => {
      const folder = await backedUp();
      await damage(folder);
      const data = await tempFolder();
      const restoring = restoreBackup(folder, join(data, 'journal'), {});
      await expect(restoring).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
      expect(await readdir(data)).toEqual([]);
    });
  }

  it('that was killed while it copied can be made again', async () => {
    const folder = await backedUp();
    const data = await tempFolder();
    await cp(join(folder, 'journal'), join(data, 'journal.restoring'), { recursive: true });
    await restoreBackup(folder, join(data, 'journal'), {});
    expect(await readdir(data)).toEqual(['journal']);
  });

  it('says what the system says when it can not write', async () => {
    const folder = await backedUp();
    const file = await tempFile('x', '');
    const restoring = restoreBackup(folder, join(file, 'journal'), {});
    await expect(restoring).rejects.toMatchObject({ code: 'RESTORE_FAILED' });
  });
});

async function removeFile(folder: string, name: RegExp): Promise<void> {
  const journal = join(folder, 'journal');
  for (const file of await readdir(journal)) if (name.test(file)) await rm(join(journal, file));
}

async function flipBit(folder: string): Promise<void> {
  const names = await readdir(join(folder, 'journal'));
  const table = join(folder, 'journal', names.find((name) => name.endsWith('.ldb')) as string);
  const bytes = await readFile(table);
  bytes[200] = (bytes[200] as number) ^ 4;
  await writeFile(table, bytes);
}

async function changeValue(folder: string): Promise<void> {
  const level = await open(folder);
  await level.put('open-call!CB-1.1.59', '{}');
  await level.close();
}
