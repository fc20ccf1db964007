// The desk's database is checked, copied while the desk works, and restored; what is wrong with a file is said with a code.
import { execFile } from 'node:child_process';
import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backUpDeskBeside, restoreDeskBeside } from '#gateway/cli/desk-upkeep.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { backUpDesk, checkDesk, restoreDesk } from '#gateway/desk/upkeep/copies.ts';
import { DESK } from '#gateway/messages/desk.ts';
import { tempFolder } from '../../temp.ts';
import { deskAlone } from '../desk-alone.ts';
import { addPress } from '../one-record.ts';
import { NAME, SUBJECT } from '../subject.ts';

const KEY = Buffer.alloc(32, 1);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it worked',
    (error) => error.code,
  );
const pressed = (eventId: string) =>
  ({ step: 'pressed', eventId, count: 1, subject: { ...SUBJECT, callId: eventId } }) as const;

describe('a backup of the desk', () => {
  it('is made while the desk works, unreadable without the key, and opens where it is restored', async () => {
    const { press, options, running } = await deskAlone();
    await press('C1');
    const folder = await tempFolder();
    const file = join(folder, 'desk-1.db');
    await backUpDesk(options, file);
    await press('C2');
    expect((await readFile(file)).includes(NAME)).toBe(false);
    expect(await codeOf(backUpDesk(options, file))).toBe('DESK_BACKUP_EXISTS');
    const place = { folder: join(folder, 'restored'), masterKey: KEY };
    const other = { ...place, masterKey: Buffer.alloc(32, 2) };
    expect(await codeOf(restoreDesk(other, file))).toBe('DESK_BACKUP_WRONG');
    await restoreDesk(place, file);
    expect(await codeOf(restoreDesk(place, file))).toBe('RESTORE_WOULD_OVERWRITE');
    const store = await DeskStore.open(place);
    onTestFinished(() => store.close());
    expect((await store.openRecords()).map(({ callId }) => callId)).toEqual(['C1']);
    // The gateway hands the later press over again: it is new here, and only here.
    expect(await addPress(store, 1, pressed('e1'))).toBeUndefined();
    expect(await addPress(store, 1, pressed('e2'))).toBeDefined();
    expect(running.desk.calls()).toHaveLength(2);
  });

  it('that is damaged, or none, is not restored, and leaves nothing', async () => {
    const folder = await tempFolder();
    const place = { folder: join(folder, 'to'), masterKey: KEY };
    const file = join(folder, 'bad.db');
    await writeFile(file, 'x'.repeat(9_000));
    expect(await codeOf(restoreDesk(place, file))).toBe('DESK_BACKUP_WRONG');
    expect(await codeOf(restoreDesk(place, join(folder, 'none')))).toBe('DESK_BACKUP_WRONG');
    expect(await codeOf(backUpDesk(place, file))).toBe('DESK_MISSING');
    expect(await codeOf(checkDesk(place))).toBe('DESK_MISSING');
  });
});

describe('a check of the desk', () => {
  it('finds a sound one sound, also while it works, and a changed ledger, which the next start mends', async () => {
    const desk = await deskAlone();
    await desk.press('C1');
    expect(await checkDesk(desk.options)).toMatchObject({
      faults: [],
      records: 1,
      open: 1,
      calls: 1,
      different: 0,
    });
    await desk.running.store.db.updateTable('ledger').set({ officer: 'Eve' }).execute();
    expect(await checkDesk(desk.options)).toMatchObject({ different: 1, isMendedLater: true });
    await desk.restart();
    expect(await checkDesk(desk.options)).toMatchObject({ different: 0 });
  });

  it('says that a file is damaged, and what to do, in both languages', async () => {
    const desk = await deskAlone();
    for (let at = 0; at < 40; at++) await desk.press(`C${at}`);
    const path = join(await tempFolder(), 'desk.db');
    await backUpDesk(desk.options, path);
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    // All but the first pages, which say what is in the file.
    await file.write(Buffer.alloc(size - 131_072, 7), 0, size - 131_072, 131_072);
    await file.close();
    const code = await codeOf(
      checkDesk({ folder: dirname(path), masterKey: KEY }).then(({ faults }) => {
        if (faults.length > 0) throw Object.assign(new Error(), { code: 'DESK_DAMAGED' });
      }),
    );
    expect(['DESK_DAMAGED', 'DESK_LOCKED']).toContain(code);
    const said = DESK.checked('d', { faults: ['x'], records: 0, open: 0, calls: 0, different: 0 });
    expect(said.en).toContain('--restore');
    expect(said.zh).toContain('--restore');
  });
});

describe('the command', () => {
  it('checks, backs up and restores, and says so in the language of the terminal', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'master.key'), `${KEY.toString('hex')}\n`, { mode: 0o600 });
    const store = await DeskStore.open({ folder: join(folder, 'desk'), masterKey: KEY });
    await addPress(store, 1, pressed('e1'));
    await store.close();
    const run = async (...args: string[]) => {
      const command = ['--import', 'tsx', 'gateway/cli/bin.ts', 'desk', '--data', ...args];
      const env = { ...process.env, LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' };
      return await promisify(execFile)(process.execPath, command, { env });
    };
    expect((await run(folder, '--check')).stdout).toContain('台账与记录一致');
    expect((await run(folder, '--backup', join(folder, 'copy.db'))).stdout).toContain('副本');
    await expect(run(join(folder, 'none'), '--check')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('DESK_MISSING'),
    });
  });
});

describe('a backup of the gateway', () => {
  it('has the desk of its data folder, which comes back with the restored one and replaces none', async () => {
    const data = await tempFolder();
    const other = await tempFolder();
    const folder = await tempFolder();
    const key = `${KEY.toString('hex')}\n`;
    await backUpDeskBeside(data, folder);
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(data, 'master.key'), key, { mode: 0o600 });
    const store = await DeskStore.open({ folder: join(data, 'desk'), masterKey: KEY });
    onTestFinished(() => store.close());
    await addPress(store, 1, pressed('e1'));
    await backUpDeskBeside(data, folder);
    expect(await readdir(folder)).toEqual(['desk.db']);
    // Without the key nobody could say whether it is whole.
    await restoreDeskBeside(folder, other);
    expect(await readdir(other)).toEqual([]);
    await writeFile(join(other, 'master.key'), key, { mode: 0o600 });
    await restoreDeskBeside(folder, other);
    const restored = { folder: join(other, 'desk'), masterKey: KEY };
    expect(await checkDesk(restored)).toMatchObject({ records: 1, different: 0 });
    const there = await DeskStore.open(restored);
    await addPress(there, 2, pressed('e2'));
    await there.close();
    await restoreDeskBeside(folder, other);
    expect(await checkDesk(restored)).toMatchObject({ records: 2 });
  });
});
