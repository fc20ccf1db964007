// The journal on LevelDB keeps the contract, and its folder is the gateway's alone.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { journalContract, opens, pressOf } from '#test/contract/journal.contract.ts';
import { levelHarness } from '#test/contract/journal-harness.ts';
import { journalNoticesContract } from '#test/contract/journal-notices.contract.ts';
import { journalRecoveryContract } from '#test/contract/journal-recovery.contract.ts';
import { journalSessionsContract } from '#test/contract/journal-sessions.contract.ts';
import { MovingClock, settle } from '#test/support/moving-clock.ts';

journalContract('LevelDB', levelHarness);
journalNoticesContract('LevelDB', levelHarness);
journalSessionsContract('LevelDB', levelHarness);
journalRecoveryContract('LevelDB', levelHarness);

describe('the journal on LevelDB', () => {
  const clock = new MovingClock();
  let folder: string;
  let journal: LevelJournal;
  let syncs = 0;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'call-button-level-')), 'made', 'when needed');
    const afterSync = () => {
      syncs++;
    };
    journal = new LevelJournal({ folder, clock, afterSync });
    await journal.start();
  });

  afterEach(async () => {
    await journal.stop();
    await rm(join(folder, '../..'), { recursive: true, force: true });
  });

  const append = (seq: number) => {
    const press = pressOf(seq);
    return journal.appendPress(press, () => opens(press));
  };

  it('makes its folder for its own user only', async () => {
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('is open in one process at a time', async () => {
    const second = new LevelJournal({ folder, clock });
    await expect(second.start()).rejects.toMatchObject({ cause: { code: 'LEVEL_LOCKED' } });
  });

  it('writes a flood in few synced writes: a record for a whole group', async () => {
    const before = syncs;
    await Promise.all(Array.from({ length: 600 }, (_, index) => append(index + 1)));
    expect(syncs - before).toBeLessThanOrEqual(3);
    expect((await journal.size()).records).toBe(syncs - before);
  });

  it('says that a red press is stored before greens that came earlier', async () => {
    const order: string[] = [];
    const press = (seq: number, key: 'red' | 'green') => {
      const pressed = pressOf(seq, { key, deviceId: `CB-${seq}` });
      return journal.appendPress(pressed, () => opens(pressed)).then(() => order.push(key));
    };
    const greens = Array.from({ length: 1_500 }, (_, index) => press(index + 1, 'green'));
    await settle();
    await Promise.all([press(9_999, 'red'), ...greens]);
    expect(order.indexOf('red')).toBeLessThanOrEqual(1_024);
    expect(order).toHaveLength(1_501);
  });

  it('finishes what is being written before it ends', async () => {
    const written = append(1);
    await journal.stop();
    expect((await written).outcome).toBe('stored');
    await journal.start();
    expect((await append(1)).outcome).toBe('duplicate');
  });

  it('rejects a press when it has ended: never a receipt for nothing', async () => {
    await journal.stop();
    await expect(append(1)).rejects.toThrow();
    await journal.start();
  });

  it('refuses a folder whose CURRENT is lost: LevelDB would begin anew and delete what is there', async () => {
    await append(1);
    await journal.stop();
    const before = (await readdir(folder)).filter((name) => name !== 'CURRENT');
    await rm(join(folder, 'CURRENT'));
    journal = new LevelJournal({ folder, clock });
    await expect(journal.start()).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE' });
    expect(await readdir(folder)).toEqual(before);
  });
});
