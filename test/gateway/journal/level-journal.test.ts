// The journal on LevelDB keeps the contract, and its folder is the gateway's alone.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { journalContract, opens, pressOf } from '#test/contract/journal.contract.ts';
import { levelHarness } from '#test/contract/journal-harness.ts';
import { journalRecoveryContract } from '#test/contract/journal-recovery.contract.ts';
import { journalSessionsContract } from '#test/contract/journal-sessions.contract.ts';

journalContract('LevelDB', levelHarness);
journalSessionsContract('LevelDB', levelHarness);
journalRecoveryContract('LevelDB', levelHarness);

describe('the journal on LevelDB', () => {
  let folder: string;
  let journal: LevelJournal;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'call-button-level-')), 'made', 'when needed');
    journal = new LevelJournal(folder);
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
    const second = new LevelJournal(folder);
    await expect(second.start()).rejects.toMatchObject({ cause: { code: 'LEVEL_LOCKED' } });
  });

  it('writes with a sync, and a flood shares its writes', async () => {
    const batch = vi.spyOn(ClassicLevel.prototype, 'batch');
    onTestFinished(() => batch.mockRestore());
    await Promise.all(Array.from({ length: 200 }, (_, index) => append(index + 1)));
    expect(batch.mock.calls.length).toBeLessThanOrEqual(2);
    for (const call of batch.mock.calls as unknown[][]) expect(call[1]).toEqual({ sync: true });
  });

  it('writes a press, its open delivery and its call in one batch', async () => {
    const batch = vi.spyOn(ClassicLevel.prototype, 'batch');
    onTestFinished(() => batch.mockRestore());
    await append(1);
    const [operations] = batch.mock.calls[0] as unknown as [{ key: string }[]];
    const kinds = operations.map(({ key }) => key.split('!')[0]);
    expect(kinds.sort()).toEqual(['due', 'event', 'open-call']);
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
});
