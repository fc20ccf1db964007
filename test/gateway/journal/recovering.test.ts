// The journal whose disk fails: it says why, tries by itself with pauses, lets red try at once, and goes on.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { ClassicLevel } from 'classic-level';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { KeyName } from '#gateway/domain/press.ts';
import { opens, pressOf } from '#test/contract/journal.contract.ts';
import { type LevelHarness, levelHarness } from '#test/contract/journal-harness.ts';
import { untilPasses } from '#test/support/until.ts';

let harness: LevelHarness;
beforeEach(async () => {
  harness = await levelHarness();
  onTestFinished(() => harness.close());
});

const append = async (seq: number, key: KeyName = 'red') => {
  const press = pressOf(seq, { key });
  return (await harness.journal.appendPress(press, () => opens(press))).outcome;
};

/** Every write fails until it is mended; says how often the database was opened again meanwhile. */
function breakDisk() {
  const batch = vi.spyOn(ClassicLevel.prototype, 'batch').mockImplementation((() => {
    throw new Error('IO error: No space left on device');
  }) as never);
  const open = vi.spyOn(ClassicLevel.prototype, 'open');
  const mend = () => {
    batch.mockRestore();
    open.mockRestore();
  };
  onTestFinished(mend);
  return { mend, attempts: () => open.mock.calls.length };
}

/** Moves the clock, and waits until what that began has ended. */
async function advance(milliseconds: number) {
  await harness.clock.advance(milliseconds);
  // An attempt is real work on a real disk: whoever asks waits for the one under way.
  await harness.journal.openPresses().catch(() => {});
}

describe('while the disk fails', () => {
  it('it says since when and why', async () => {
    const { mend } = breakDisk();
    const since = harness.clock.utc();
    await expect(append(1)).rejects.toThrow('No space left');
    await advance(5_000);
    const reason = 'IO error: No space left on device';
    expect(harness.journal.problem).toEqual({ since, reason });
    mend();
  });

  it('it tries by itself after 0.5 s, and then ever more seldom, but every 10 s', async () => {
    const { mend, attempts } = breakDisk();
    await expect(append(1, 'green')).rejects.toThrow();
    const { clock } = harness;
    const { armed } = clock;
    for (const [index, pause] of [500, 500, 1_000, 2_000, 4_000, 8_000, 10_000].entries()) {
      await clock.advance(pause - 1);
      expect(attempts()).toBe(index);
      await clock.advance(1);
      await untilPasses(() => expect([attempts(), clock.armed]).toEqual([index + 1, armed]));
    }
    mend();
  });

  it('a flood of greens does not make it try more often, and each is rejected at once', async () => {
    const { mend, attempts } = breakDisk();
    for (let seq = 1; seq <= 50; seq++) await expect(append(seq, 'green')).rejects.toThrow();
    expect(attempts()).toBe(1);
    mend();
    await expect(append(60, 'green')).rejects.toThrow('No space left');
    await harness.mend();
    expect(await append(60, 'green')).toBe('stored');
  });

  it('a red press may try at once', async () => {
    const { mend, attempts } = breakDisk();
    for (let seq = 1; seq <= 3; seq++) await expect(append(seq)).rejects.toThrow();
    expect(attempts()).toBe(2);
    mend();
    expect(await append(4)).toBe('stored');
    expect(harness.journal.problem).toBeUndefined();
  });

  it('reds at the same time share one attempt', async () => {
    const { mend, attempts } = breakDisk();
    await expect(append(1)).rejects.toThrow();
    const all = await Promise.allSettled([2, 3, 4, 5].map((seq) => append(seq)));
    expect(all.every(({ status }) => status === 'rejected')).toBe(true);
    expect(attempts()).toBe(1);
    mend();
  });

  it('it works again by itself when the cause is gone, says so once, and knows what it knew', async () => {
    let recoveries = 0;
    harness.journal.onRecovery(() => {
      recoveries++;
    });
    await append(1);
    const { mend } = breakDisk();
    await expect(append(2)).rejects.toThrow();
    await advance(20_000);
    mend();
    expect(recoveries).toBe(0);
    await harness.clock.advance(10_000);
    await untilPasses(() => expect(harness.journal.problem).toBeUndefined());
    await harness.clock.advance(60_000);
    expect(recoveries).toBe(1);
    expect(await append(1)).toBe('duplicate');
    expect(await append(2)).toBe('stored');
  });

  it('an old CONNECT is refused without the disk, and so is the copy of one that could not be written', async () => {
    const renew = (connectNo: number) =>
      harness.journal.renewSession('CB-1', { bootId: 1, connectNo });
    await renew(5);
    const { mend } = breakDisk();
    expect(await renew(5)).toBe(false);
    await expect(renew(6)).rejects.toThrow();
    expect(await renew(6)).toBe(false);
    mend();
    await harness.mend();
    expect(await renew(6)).toBe(false);
    expect(await renew(7)).toBe(true);
  });

  it('a call that has just changed is found', async () => {
    await append(1);
    const { mend } = breakDisk();
    await expect(append(2)).rejects.toThrow();
    expect(await harness.journal.findCall('CB-1.1.1')).toMatchObject({ callId: 'CB-1.1.1' });
    mend();
  });

  it('a press that was stored before is a duplicate, without the disk', async () => {
    await append(1);
    const { mend } = breakDisk();
    await expect(append(2)).rejects.toThrow();
    expect(await append(1)).toBe('duplicate');
    await harness.journal.flush().catch(() => {});
    expect(await append(1)).toBe('duplicate');
    await expect(append(2)).rejects.toThrow();
    mend();
  });
});

it('a write that failed and is on disk all the same is there after the recovery, once', async () => {
  await append(1);
  const { batch } = ClassicLevel.prototype;
  const spy = vi.spyOn(ClassicLevel.prototype, 'batch').mockImplementationOnce(function (
    this: ClassicLevel,
  ) {
    spy.mockRestore();
    const real = batch.call(this) as unknown as { write(options: object): Promise<void> };
    const { write } = real;
    real.write = async (options) => {
      await write.call(real, options);
      throw new Error('IO error while syncing');
    };
    return real as never;
  } as never);
  await expect(append(2)).rejects.toThrow('while syncing');
  await harness.mend();
  expect((await harness.journal.openPresses()).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(await append(2)).toBe('duplicate');
  expect(await append(3)).toBe('stored');
  await harness.reopen();
  expect((await harness.journal.openPresses()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

it('a folder that is taken away is not begun anew, and is no lasting failure', async () => {
  await append(1);
  const { folder, clock, journal } = harness;
  renameSync(folder, `${folder}-away`);
  mkdirSync(folder);
  harness.failNextWrite();
  await expect(append(2)).rejects.toThrow();
  await expect(append(2)).rejects.toThrow();
  expect(journal.problem?.reason).toMatch(/does not exist/);
  rmSync(folder, { recursive: true });
  await expect(append(2)).rejects.toThrow();
  rmSync(folder, { recursive: true, force: true });
  renameSync(`${folder}-away`, folder);
  await clock.advance(10_000);
  await untilPasses(() => expect(journal.problem).toBeUndefined());
  expect(await append(1)).toBe('duplicate');
  expect(await append(2)).toBe('stored');
});
