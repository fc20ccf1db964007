// The part of the journal's contract that is about notices, and about what is remembered of devices.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '#gateway/domain/notice.ts';
import type { JournalHarness } from './journal.contract.ts';

export function noticeOf(id: string, at = 1_000): Notice {
  return {
    kind: 'case',
    id,
    at,
    group: 'street-1',
    caseId: 'case-1',
    event: 'opened',
    condition: 'silent',
    deviceIds: ['CB-1'],
    openedAt: at,
  };
}

export function journalNoticesContract(name: string, make: () => Promise<JournalHarness>): void {
  describe(`the contract of the journal, notices: ${name}`, () => {
    let harness: JournalHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    const append = (id: string, at?: number) => harness.journal.appendNotice(noticeOf(id, at));
    const idsOpen = async () => (await harness.journal.openNotices()).map(({ id }) => id);
    const remembered = async () => {
      const all = await harness.journal.remembered();
      return Object.fromEntries(all.map(({ subject, state }) => [subject, state]));
    };

    it('a notice is stored once, and its id is known ever after', async () => {
      expect(await append('a')).toBe(true);
      expect(await append('a')).toBe(false);
      await harness.reopen();
      expect(await append('a')).toBe(false);
      await harness.journal.update({ settledNotice: 'a' });
      await harness.reopen();
      expect(await append('a')).toBe(false);
      expect(await append('a!b/c.d')).toBe(true);
    });

    it('of two with one id at the same time one is stored, and the other waits for it', async () => {
      const order: boolean[] = [];
      const both = [append('a'), append('a')].map((done) => done.then((one) => order.push(one)));
      await Promise.all(both);
      expect(order).toEqual([true, false]);
      expect(await idsOpen()).toEqual(['a']);
    });

    it('one that could not be written is rejected, its copy too, and a third is new', async () => {
      harness.failNextWrite();
      const both = await Promise.allSettled([append('a'), append('a')]);
      expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await harness.mend();
      expect(await append('a')).toBe(true);
    });

    it('open notices are there after a reopening, whole, oldest first, until they are settled', async () => {
      await append('late', 3_000);
      await append('early', 1_000);
      await append('between', 2_000);
      await harness.journal.update({ settledNotice: 'between' });
      for (const _ of ['before', 'after']) {
        const open = await harness.journal.openNotices();
        expect(open).toEqual([noticeOf('early', 1_000), noticeOf('late', 3_000)]);
        await harness.reopen();
      }
      for (const id of ['late', 'late', 'unknown']) {
        await harness.journal.update({ settledNotice: id });
      }
      expect(await idsOpen()).toEqual(['early']);
    });

    it('what is stored is remembered at once and after a reopening, and a failed write is told', async () => {
      const { journal } = harness;
      await journal.store([
        { subject: 'CB-1', state: { wanted: 1 } },
        { subject: 'CB-2', state: 2 },
      ]);
      await journal.store([{ subject: 'CB-1', state: { wanted: 2 } }]);
      const newest = { 'CB-1': { wanted: 2 }, 'CB-2': 2 };
      expect(await remembered()).toEqual(newest);
      await harness.reopen();
      expect(await remembered()).toEqual(newest);
      harness.failNextWrite();
      await expect(harness.journal.store([{ subject: 'CB-1', state: 3 }])).rejects.toThrow();
      await harness.mend();
      await harness.journal.store([{ subject: 'CB-1', state: 4 }]);
      await harness.reopen();
      expect(await remembered()).toEqual({ ...newest, 'CB-1': 4 });
    });

    it('what is remembered is there after a reopening: the newest of each subject', async () => {
      const { journal } = harness;
      expect(await remembered()).toEqual({});
      journal.remember({ subject: 'CB-1', state: { battery: 80 } });
      journal.remember({ subject: 'group/street-1', state: [1, 2] });
      journal.remember({ subject: 'CB-1', state: { battery: 79 } });
      const newest = { 'CB-1': { battery: 79 }, 'group/street-1': [1, 2] };
      expect(await remembered()).toEqual(newest);
      await harness.reopen();
      expect(await remembered()).toEqual(newest);
      harness.journal.remember({ subject: 'CB-1', state: null });
      await harness.reopen();
      expect(await remembered()).toEqual({ ...newest, 'CB-1': null });
    });

    it('what is remembered together with a notice is written with it, or not at all', async () => {
      const together = [{ subject: 'CB-1', state: 'silent' }];
      harness.failNextWrite();
      const failed = harness.journal.appendNotice(noticeOf('a'), together);
      await expect(failed).rejects.toThrow();
      await harness.mend();
      expect(await remembered()).toEqual({});
      await harness.journal.appendNotice(noticeOf('a'), together);
      expect(await remembered()).toEqual({ 'CB-1': 'silent' });
      const again = [{ subject: 'CB-1', state: 'well' }];
      await harness.journal.appendNotice(noticeOf('a'), again);
      await harness.reopen();
      expect(await remembered()).toEqual({ 'CB-1': 'silent' });
    });
  });
}
