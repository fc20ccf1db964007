// The part of the journal's contract that is about recovery: after a failed write it works again, and says so.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Press } from '#gateway/domain/press.ts';
import { type JournalHarness, opens, pressOf } from './journal.contract.ts';

export function journalRecoveryContract(name: string, make: () => Promise<JournalHarness>): void {
  describe(`the contract of the journal, recovery: ${name}`, () => {
    let harness: JournalHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    const append = async (press: Press) =>
      (await harness.journal.appendPress(press, () => opens(press))).outcome;

    it('is told once after a failed write, when the journal works again, and never before', async () => {
      let recoveries = 0;
      harness.journal.onRecovery(() => {
        recoveries++;
      });
      await append(pressOf(1));
      harness.failNextWrite();
      await expect(append(pressOf(2))).rejects.toThrow();
      expect(recoveries).toBe(0);
      for (const seq of [3, 4]) expect(await append(pressOf(seq))).toBe('stored');
      expect(recoveries).toBe(1);
      harness.failNextWrite();
      await expect(append(pressOf(5))).rejects.toThrow();
      await harness.journal.update({ settled: pressOf(1) });
      expect(recoveries).toBe(2);
    });

    it('says what its problem is, until it works again', async () => {
      expect(harness.journal.problem).toBeUndefined();
      harness.failNextWrite();
      await expect(append(pressOf(1))).rejects.toThrow();
      expect(harness.journal.problem?.reason).toContain('disk full');
      await append(pressOf(2));
      expect(harness.journal.problem).toBeUndefined();
    });

    it('works again by itself, also when nobody writes', async () => {
      harness.failNextWrite();
      await expect(append(pressOf(1))).rejects.toThrow();
      await harness.mend();
      expect(harness.journal.problem).toBeUndefined();
      expect(await append(pressOf(1))).toBe('stored');
    });

    it('what was in the same write, or waited behind it, is stored or rejected, never both', async () => {
      harness.failNextWrite();
      const seqs = [1, 2, 3, 4, 5];
      const results = await Promise.allSettled(seqs.map((seq) => append(pressOf(seq))));
      await harness.mend();
      const stored = seqs.filter((_, index) => results[index]?.status === 'fulfilled');
      const due = async () => (await harness.journal.openPresses()).map(({ seq }) => seq);
      expect(await due()).toEqual(stored);
      await harness.reopen();
      expect(await due()).toEqual(stored);
    });

    it('a change that failed is not there, and may be made again', async () => {
      await append(pressOf(1));
      harness.failNextWrite();
      await expect(harness.journal.update({ settled: pressOf(1) })).rejects.toThrow();
      await harness.mend();
      expect(await harness.journal.openPresses()).toHaveLength(1);
      await harness.journal.update({ settled: pressOf(1) });
      expect(await harness.journal.openPresses()).toEqual([]);
    });

    it('loses nothing that was written before or is written after', async () => {
      await append(pressOf(1));
      harness.failNextWrite();
      await expect(append(pressOf(2))).rejects.toThrow();
      await Promise.all([3, 4, 5].map((seq) => append(pressOf(seq))));
      await harness.reopen();
      expect((await harness.journal.openPresses()).map(({ seq }) => seq)).toEqual([1, 3, 4, 5]);
    });
  });
}
