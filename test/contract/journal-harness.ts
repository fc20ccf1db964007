// The journals that are tested under the contract, each on storage of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { vi } from 'vitest';
import { LevelJournal } from '#gateway/journal/level-journal.ts';
import { MemoryJournal } from '#test/support/memory-journal.ts';
import type { JournalHarness } from './journal.contract.ts';

export async function levelHarness(): Promise<JournalHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'call-button-journal-'));
  const journal = new LevelJournal(folder);
  await journal.start();
  const harness: JournalHarness = {
    journal,
    async reopen() {
      await harness.journal.stop();
      harness.journal = new LevelJournal(folder);
      await harness.journal.start();
    },
    failNextWrite() {
      const batch = vi.spyOn(ClassicLevel.prototype, 'batch');
      batch.mockImplementationOnce(() => {
        batch.mockRestore();
        throw new Error('disk full');
      });
    },
    async close() {
      await harness.journal.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return harness;
}

export async function memoryHarness(): Promise<JournalHarness> {
  const journal = new MemoryJournal();
  const harness: JournalHarness = {
    journal,
    async reopen() {
      harness.journal = new MemoryJournal((harness.journal as MemoryJournal).disk);
    },
    failNextWrite() {
      (harness.journal as MemoryJournal).failNextWrite();
    },
    async close() {},
  };
  return harness;
}
