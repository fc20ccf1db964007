// The desk's database: what is in it is unreadable without its key, and says clearly why it does not open.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Pressed } from '#gateway/desk/call-record.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { tempFolder } from '../temp.ts';
import { NAME, SUBJECT } from './subject.ts';

const KEY = Buffer.alloc(32, 1);

const pressed = (eventId: string): Pressed => ({
  step: 'pressed',
  eventId,
  count: 1,
  pressedAt: 1,
  subject: SUBJECT,
});

async function press(store: DeskStore, at: number, eventId: string) {
  const [record] = await store.addPresses(at, [pressed(eventId)]);
  return record;
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it opened',
    (error) => error.code,
  );

describe('the database of the desk', () => {
  it('keeps each event once, over a restart too', async () => {
    const folder = await tempFolder();
    let store = await DeskStore.open({ folder, masterKey: KEY });
    expect((await press(store, 1, 'e1'))?.number).toBe(1);
    expect(await press(store, 2, 'e1')).toBeUndefined();
    await store.close();
    store = await DeskStore.open({ folder, masterKey: KEY });
    expect(await press(store, 3, 'e1')).toBeUndefined();
    expect((await press(store, 4, 'e2'))?.number).toBe(2);
    expect(await store.openRecords()).toHaveLength(2);
    await store.close();
  });

  it('has nothing in its files that could be read without the key', async () => {
    const folder = await tempFolder();
    const store = await DeskStore.open({ folder, masterKey: KEY });
    await press(store, 1, 'e1');
    for (const name of await readdir(folder)) {
      expect((await readFile(join(folder, name))).includes(NAME)).toBe(false);
    }
    await store.close();
    for (const name of await readdir(folder)) {
      expect((await readFile(join(folder, name))).includes(NAME)).toBe(false);
    }
  });

  it('does not open with another key, and is whole afterwards', async () => {
    const folder = await tempFolder();
    const store = await DeskStore.open({ folder, masterKey: KEY });
    await press(store, 1, 'e1');
    await store.close();
    const other = DeskStore.open({ folder, masterKey: Buffer.alloc(32, 2) });
    expect(await refusalOf(other)).toBe('DESK_LOCKED');
    const again = await DeskStore.open({ folder, masterKey: KEY });
    expect(await again.openRecords()).toHaveLength(1);
    await again.close();
  });

  it('says so when it is no database, or its folder is a file', async () => {
    const folder = await tempFolder();
    await writeFile(
      join(folder, 'desk.db'),
      'not a database, and longer than a header of one: '.repeat(99),
    );
    expect(await refusalOf(DeskStore.open({ folder, masterKey: KEY }))).toBe('DESK_LOCKED');
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await refusalOf(DeskStore.open({ folder: file, masterKey: KEY }))).toBe('DESK_FAILED');
  });

  it('keeps the account that came first, and no second of its name', async () => {
    const store = await DeskStore.open({ folder: await tempFolder(), masterKey: KEY });
    const account = { name: 'Ann', role: 'leader', password: 'x' };
    expect(await store.addAccount(account, 1, true)).toBe(true);
    expect(await store.addAccount({ ...account, name: 'Eve' }, 2, true)).toBe(false);
    expect(await store.addAccount(account, 3, false)).toBe(false);
    expect(await store.accounts()).toEqual([account]);
    await store.close();
  });
});
