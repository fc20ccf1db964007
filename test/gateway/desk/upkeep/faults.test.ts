// A disk that is full and a database that another process holds: said with a code, nothing half done, and over when it is over.
import { open } from 'node:fs/promises';
import Libsql from 'libsql';
import { describe, expect, it } from 'vitest';
import { faultOf } from '#gateway/desk/store/faults.ts';
import { DeskStore } from '#gateway/desk/store/store.ts';
import { canMount, smallDisk } from '../../small-disk.ts';
import { deskAlone } from '../desk-alone.ts';
import { addPress } from '../one-record.ts';
import { SUBJECT } from '../subject.ts';

const pressed = (eventId: string) =>
  ({ step: 'pressed', eventId, count: 1, subject: { ...SUBJECT, callId: eventId } }) as const;

describe('a full disk', () => {
  it.skipIf(!canMount())(
    'takes no press and keeps those that it has; with room it goes on',
    async () => {
      const disk = smallDisk(3);
      const store = await DeskStore.open({ folder: disk.folder, masterKey: Buffer.alloc(32, 1) });
      await addPress(store, 1, pressed('first'));
      disk.fill();
      let fault: string | undefined;
      let kept = 1;
      // What the log has room for already may still be written.
      for (let at = 0; at < 2_000 && fault === undefined; at++) {
        await addPress(store, 2, pressed(`e${at}`)).then(
          () => {
            kept += 1;
          },
          (error) => {
            fault = faultOf(error);
          },
        );
      }
      expect(fault).toBe('DESK_DISK_FULL');
      expect(await store.openRecords()).toHaveLength(kept);
      disk.free();
      await addPress(store, 3, pressed('after'));
      expect(await store.openRecords()).toHaveLength(kept + 1);
      await store.close();
    },
  );

  it('lets nobody change anything, tells why, and lets them log in', async () => {
    const { running, login, press } = await deskAlone();
    const ann = await login('Ann', 'officer');
    await press('C1');
    const { db } = running.store;
    await db.executeQuery({ sql: 'pragma max_page_count = 1', parameters: [] } as never);
    let code: unknown;
    for (let at = 0; at < 200 && code === undefined; at++) {
      const text = 'x'.repeat(2_000);
      code = (await ann.step('C1', { step: 'noted', text })).body.code;
    }
    expect(code).toBe('DESK_DISK_FULL');
    const again = await ann.post('/api/login', { name: 'Ann', password: 'correct horse' });
    expect(again.status).toBe(200);
  });
});

describe('a database that another process holds', () => {
  it('is said to be busy, and taken again when that process lets go', async () => {
    const { running, options, press } = await deskAlone();
    await press('C1');
    const { hkdfSync } = await import('node:crypto');
    const key = hkdfSync('sha256', options.masterKey, '', 'call-button desk database 1', 32);
    const other = new Libsql(`${options.folder}/desk.db`, {
      encryptionCipher: 'aes256cbc',
      encryptionKey: Buffer.from(key).toString('hex'),
    } as Libsql.Options);
    other.exec('begin immediate');
    const failed = await press('C2').then(
      () => undefined,
      (error) => faultOf(error),
    );
    expect(failed).toBe('DESK_BUSY');
    other.exec('rollback');
    other.close();
    await press('C3');
    expect(running.desk.calls().map(({ callId }) => callId)).toEqual(['C1', 'C3']);
  });
});

describe('a database that is damaged while the desk works', () => {
  it('is said to be, nothing more is taken, and calls that are open stay in sight', async () => {
    const { running, options, press, login } = await deskAlone();
    const ann = await login('Ann', 'officer');
    for (let at = 0; at < 30; at++) await press(`C${at}`);
    const { db } = running.store;
    const pragma = (text: string) => db.executeQuery({ sql: text, parameters: [] } as never);
    // All of it is in the one file, and nothing in memory.
    await pragma('pragma wal_checkpoint(truncate)');
    await pragma('pragma cache_size = 0');
    await pragma('pragma shrink_memory');
    const file = await open(`${options.folder}/desk.db`, 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size - 4_096, 7), 0, size - 4_096, 4_096);
    await file.close();
    const failed = await press('later').then(
      () => undefined,
      (error) => faultOf(error),
    );
    expect(failed).toBe('DESK_DAMAGED');
    const { status, body } = await ann.step('C0', { step: 'taken' });
    expect([status, body.code]).toEqual([500, 'DESK_DAMAGED']);
    expect(running.desk.calls()).toHaveLength(30);
  });
});
