// The journal on a real disk that is full for a moment: what it says is stored is found by the next start.
import { cpSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { untilPasses } from '#test/support/until.ts';
import { canMount, smallDisk } from '../small-disk.ts';

const NEEDS_MOUNT = canMount() ? '' : ' (skipped: needs root and the right to mount a tmpfs)';

it.skipIf(NEEDS_MOUNT !== '')(
  `what is stored after a full disk is found again${NEEDS_MOUNT}`,
  async () => {
    const disk = smallDisk();
    const folder = join(disk.folder, 'journal');
    let journal = new LevelJournal({ folder, clock: systemClock });
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
    journal = new LevelJournal({ folder, clock: systemClock });
    await journal.start();
    const found = new Set((await journal.openPresses()).map((press) => press.seq));
    expect(stored.filter((identity) => !found.has(identity))).toEqual([]);
    for (const identity of stored) expect(await append(identity)).toBe('duplicate');
  },
);

it.skipIf(NEEDS_MOUNT !== '')(
  `a journal that was killed on a full disk opens again while it is still full${NEEDS_MOUNT}`,
  async () => {
    const disk = smallDisk(24);
    const folder = join(disk.folder, 'journal');
    const killed = join(disk.folder, 'killed');
    const clock = new MovingClock();
    let journal = new LevelJournal({ folder, clock });
    await journal.start();
    await clock.advance(30_000);
    const press = (seq: number) => pressOf(seq, { deviceId: `CB-${seq}` });
    for (let seq = 1; seq <= 300; seq++)
      await journal.appendPress(press(seq), () => opens(press(seq)));
    // What SIGKILL leaves behind.
    cpSync(folder, killed, { recursive: true });
    await journal.stop();
    rmSync(folder, { recursive: true });
    disk.fill();
    journal = new LevelJournal({ folder: killed, clock });
    onTestFinished(() => journal.stop());
    for (const _ of ['once', 'and again']) {
      await journal.start();
      expect(await journal.openPresses()).toHaveLength(300);
      await journal.stop();
    }
    disk.free();
    await journal.start();
    expect((await journal.appendPress(press(1), () => opens(press(1)))).outcome).toBe('duplicate');
    expect((await journal.appendPress(press(0), () => opens(press(0)))).outcome).toBe('stored');
  },
);

it.skipIf(NEEDS_MOUNT !== '')(
  `what is kept for a full disk is tried for again and again, and never takes the last of it${NEEDS_MOUNT}`,
  async () => {
    const disk = smallDisk(24);
    const folder = join(disk.folder, 'journal');
    const clock = new MovingClock();
    const warnings: string[] = [];
    const log = { info() {}, error() {}, warn: (_: object, text: string) => warnings.push(text) };
    const journal = new LevelJournal({ folder, clock, log });
    await journal.start();
    onTestFinished(() => journal.stop());
    const kept = () =>
      existsSync(join(folder, 'reserve')) ? statSync(join(folder, 'reserve')).size : 0;
    disk.fill();
    for (let minutes = 0; minutes < 11; minutes++) await clock.advance(60_000);
    await untilPasses(() => expect(warnings).toHaveLength(1));
    expect(kept()).toBe(0);
    disk.free();
    await clock.advance(5 * 60_000);
    await untilPasses(() => expect(kept()).toBe(8 * 1024 * 1024));
    // Somebody in need of room has deleted it.
    rmSync(join(folder, 'reserve'));
    await untilPasses(() => expect(clock.armed).toBeGreaterThan(0));
    await clock.advance(10 * 60_000);
    await untilPasses(() => expect(kept()).toBe(8 * 1024 * 1024));
  },
);
