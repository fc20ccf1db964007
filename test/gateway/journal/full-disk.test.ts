// The journal on a real disk that is full for a moment: what it says is stored is found by the next start.
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';
import { canMount, smallDisk } from '../small-disk.ts';

const NEEDS_MOUNT = canMount() ? '' : ' (skipped: needs root and the right to mount a tmpfs)';

it.skipIf(NEEDS_MOUNT !== '')(
  `what is stored after a full disk is found again${NEEDS_MOUNT}`,
  async () => {
    const disk = smallDisk();
    const folder = join(disk.folder, 'journal');
    let journal = new LevelJournal(folder);
    await journal.start();
    onTestFinished(() => journal.stop());
    const append = async (seq: number) => {
      const press = pressOf(seq);
      return (await journal.appendPress(press, () => opens(press))).outcome;
    };

    const stored: number[] = [];
    disk.fill();
    let seq = 1;
    for (; await append(seq).catch(() => undefined); seq++) stored.push(seq);
    expect(stored.length).toBeLessThan(1_000);
    await expect(append(seq)).rejects.toThrow();
    let recoveries = 0;
    journal.onRecovery(() => {
      recoveries++;
    });

    disk.free();
    for (let next = seq + 1; next <= seq + 100; next++) {
      expect(await append(next)).toBe('stored');
      stored.push(next);
    }
    expect(recoveries).toBe(1);

    await journal.stop();
    journal = new LevelJournal(folder);
    await journal.start();
    const found = new Set((await journal.openPresses()).map((press) => press.seq));
    expect(stored.filter((one) => !found.has(one))).toEqual([]);
    for (const one of stored) expect(await append(one)).toBe('duplicate');
  },
);
