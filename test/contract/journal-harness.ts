// The journals that are tested under the contract, each on storage of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { vi } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { MemoryJournal } from '#test/support/memory-journal.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import type { JournalHarness } from './journal.contract.ts';

export interface LevelHarness extends JournalHarness {
  journal: LevelJournal;
  readonly folder: string;
  readonly clock: MovingClock;
}

/** The next write of any journal on LevelDB fails. */
export function failNextBatch(): void {
  const batch = vi.spyOn(ClassicLevel.prototype, 'batch');
  batch.mockImplementationOnce(() => {
    batch.mockRestore();
    throw new Error('disk full');
  });
}

export async function levelHarness(): Promise<LevelHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'call-button-journal-'));
  const clock = new MovingClock();
  const journal = new LevelJournal({ folder, clock });
  await journal.start();
  let mended = 0;
  const harness: LevelHarness = {
    journal,
    folder,
    clock,
    async reopen() {
      await harness.journal.stop();
      harness.journal = new LevelJournal({ folder, clock });
      await harness.journal.start();
    },
    failNextWrite: failNextBatch,
    async mend() {
      const works = new Promise<void>((resolve) => harness.journal.onRecovery(resolve));
      await clock.advance(10_000);
      if (harness.journal.problem) await works;
      // One that is due after 30 s would be written in the background, and take the next failure upon itself.
      if (++mended % 2 === 0) await harness.journal.flush();
    },
    async close() {
      await harness.journal.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return harness;
}

export async function memoryHarness(): Promise<JournalHarness> {
  const memory = () => harness.journal as MemoryJournal;
  const harness: JournalHarness = {
    journal: new MemoryJournal(),
    async reopen() {
      harness.journal = new MemoryJournal(memory().disk);
    },
    failNextWrite() {
      memory().failNextWrite();
    },
    async mend() {
      memory().recover();
    },
    async close() {},
  };
  return harness;
}
