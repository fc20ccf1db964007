// The part of the journal's contract that is about sessions: a CONNECT is good once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JournalHarness, MAX } from './journal.contract.ts';

export function journalSessionsContract(name: string, make: () => Promise<JournalHarness>): void {
  describe(`the contract of the journal, sessions: ${name}`, () => {
    let harness: JournalHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    const renew = (bootId: number, connectNo: number, deviceId = 'CB-1') =>
      harness.journal.renewSession(deviceId, { bootId, connectNo });

    it('a newer session is accepted: a later connection of a boot, or a later boot', async () => {
      const rising = [
        [1, 1],
        [1, 2],
        [1, 10],
        [2, 1],
        [16, 3],
        [MAX, 1],
        [MAX, MAX],
      ] as const;
      for (const [bootId, connectNo] of rising) expect(await renew(bootId, connectNo)).toBe(true);
    });

    it('the same session, and every older one, is refused', async () => {
      await renew(3, 3);
      const old = [
        [3, 3],
        [3, 2],
        [3, 1],
        [2, 4],
        [1, MAX],
        [0, 0],
      ] as const;
      for (const [bootId, connectNo] of old) expect(await renew(bootId, connectNo)).toBe(false);
      expect(await renew(3, 4)).toBe(true);
    });

    it('is remembered when the journal is opened again', async () => {
      await renew(3, 3);
      await harness.reopen();
      expect(await renew(3, 3)).toBe(false);
      expect(await renew(2, 9)).toBe(false);
      expect(await renew(3, 4)).toBe(true);
      await harness.reopen();
      expect(await renew(3, 4)).toBe(false);
    });

    it('a refused session takes nothing from the newest', async () => {
      await renew(3, 3);
      await renew(1, 1);
      await harness.reopen();
      expect(await renew(3, 2)).toBe(false);
    });

    it('of two equal ones at the same time one is accepted', async () => {
      const both = await Promise.all([renew(1, 1), renew(1, 1)]);
      expect(both.sort()).toEqual([false, true]);
    });

    it('an older one is refused while a newer one is being written', async () => {
      expect(await Promise.all([renew(2, 1), renew(1, 9)])).toEqual([true, false]);
    });

    it('each device has its own', async () => {
      await renew(9, 9, 'CB-1');
      expect(await renew(1, 1, 'CB-12')).toBe(true);
      expect(await renew(1, 1, 'CB-')).toBe(true);
      await harness.reopen();
      expect(await renew(9, 9, 'CB-1')).toBe(false);
      expect(await renew(1, 2, 'CB-12')).toBe(true);
    });

    it('one that could not be written is rejected, never accepted', async () => {
      harness.failNextWrite();
      await expect(renew(1, 1)).rejects.toThrow();
      expect(await renew(1, 2)).toBe(true);
    });
  });
}
