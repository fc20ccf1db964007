// The contract of the journal port. Every implementation passes it: `journalContract(name, make)`.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Call, openCall } from '#gateway/domain/call.ts';
import type { Assignment } from '#gateway/domain/call-book.ts';
import type { DeviceEventRecord, Journal } from '#gateway/domain/ports/journal.ts';
import { callIdOf, type Press } from '#gateway/domain/press.ts';
import type { Identity } from '#protocol/messages.ts';

/** One journal and what it stands on. */
export interface JournalHarness {
  journal: Journal;
  /** Ends the journal and opens another on the same storage, which is then `journal`. */
  reopen(): Promise<void>;
  /** Makes the next write fail. */
  failNextWrite(): void;
  /** After a failed write, waits until the journal works again, without writing anything. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

export const MAX = 0xffffffff;

export function pressOf(seq: number, changes: Partial<Press> = {}): Press {
  return {
    deviceId: 'CB-1',
    bootId: 1,
    seq,
    key: 'red',
    count: 1,
    test: false,
    receivedAt: 1_000 + seq,
    ageMs: 0,
    ageIsLowerBound: false,
    ...changes,
  };
}

export function eventOf(of: Identity & { deviceId: string }): DeviceEventRecord {
  return { ...of, kind: 'boot', receivedAt: 1_000, ageMs: 5, frame: 'QgQIARAB' };
}

/** The assignment of a press that opens a call of its own. */
export function opens(press: Press): Assignment {
  return {
    press: { ...press, callId: callIdOf(press), joined: false },
    call: openCall(press, undefined),
  };
}

export function journalContract(name: string, make: () => Promise<JournalHarness>): void {
  describe(`the contract of the journal: ${name}`, () => {
    let harness: JournalHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    const append = async (press: Press) =>
      (await harness.journal.appendPress(press, () => opens(press))).outcome;
    const seqsDue = async () => (await harness.journal.openPresses()).map(({ seq }) => seq);
    const idsOpen = async () => (await harness.journal.openCalls()).map(({ callId }) => callId);
    const callOf = (press: Press, changes: Partial<Call> = {}): Call => ({
      ...opens(press).call,
      ...changes,
    });

    describe('an identity', () => {
      it('is stored once, and is a duplicate ever after, also when it is opened again', async () => {
        expect(await append(pressOf(1))).toBe('stored');
        expect(await append(pressOf(1))).toBe('duplicate');
        await harness.reopen();
        expect(await append(pressOf(1))).toBe('duplicate');
        await harness.journal.update({ settled: pressOf(1) });
        await harness.reopen();
        expect(await append(pressOf(1))).toBe('duplicate');
      });

      it('is the device, the boot and the number: another of each is another press', async () => {
        const others = [
          {},
          { deviceId: 'CB-12' },
          { bootId: 2 },
          { seq: 2 },
          { deviceId: 'CB-1_' },
        ];
        for (const changes of others) expect(await append(pressOf(1, changes))).toBe('stored');
        for (const changes of others) expect(await append(pressOf(1, changes))).toBe('duplicate');
        const swapped = { bootId: 0x11, seq: 0x1 };
        expect(await append(pressOf(1, swapped))).toBe('stored');
        expect(await append(pressOf(1, { bootId: 0x1, seq: 0x11 }))).toBe('stored');
      });

      it('may be the largest, and may come in any order, also from an older boot', async () => {
        const identities = [
          [MAX, MAX],
          [1, 5],
          [7, 1],
          [1, 2],
          [7, MAX],
          [1, 9],
          [2, 1],
          [1, 1],
        ] as [number, number][];
        for (const [bootId, seq] of identities) {
          expect(await append(pressOf(seq, { bootId }))).toBe('stored');
        }
        await harness.reopen();
        for (const [bootId, seq] of identities) {
          expect(await append(pressOf(seq, { bootId }))).toBe('duplicate');
        }
        expect(await append(pressOf(3))).toBe('stored');
      });

      it('decides alone: other content does not make a press new', async () => {
        await append(pressOf(1, { key: 'green' }));
        expect(await append(pressOf(1, { key: 'red', count: 3, ageMs: 9 }))).toBe('duplicate');
      });

      it('is shared by presses and other events', async () => {
        const { journal } = harness;
        expect(await journal.appendEvent(eventOf(pressOf(1)))).toMatchObject({ outcome: 'stored' });
        expect(await append(pressOf(1))).toBe('duplicate');
        expect(await append(pressOf(2))).toBe('stored');
        const event = eventOf(pressOf(2));
        expect(await journal.appendEvent(event)).toEqual({ outcome: 'duplicate' });
        await harness.reopen();
        expect(await harness.journal.appendEvent(event)).toEqual({ outcome: 'duplicate' });
      });

      it('whose write is under way is a duplicate that resolves only with that write', async () => {
        const order: string[] = [];
        const both = [append(pressOf(1)), append(pressOf(1))].map((done) =>
          done.then((outcome) => order.push(outcome)),
        );
        expect(order).toEqual([]);
        await Promise.all(both);
        expect(order).toEqual(['stored', 'duplicate']);
      });

      it('whose write fails is no duplicate: both copies are rejected, and a third is new', async () => {
        harness.failNextWrite();
        const both = await Promise.allSettled([append(pressOf(1)), append(pressOf(1))]);
        expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
        expect(await append(pressOf(1))).toBe('stored');
        expect(await seqsDue()).toEqual([1]);
      });
    });

    describe('the assignment', () => {
      it('is asked for at once, and only for a new identity', async () => {
        const { journal } = harness;
        let asked = 0;
        const assign = () => {
          asked++;
          return opens(pressOf(1));
        };
        const first = journal.appendPress(pressOf(1), assign);
        expect(asked).toBe(1);
        await Promise.all([first, journal.appendPress(pressOf(1), assign)]);
        await journal.appendPress(pressOf(1), assign);
        await harness.reopen();
        await harness.journal.appendPress(pressOf(1), assign);
        expect(asked).toBe(1);
      });

      it('is what is stored', async () => {
        const press = { ...pressOf(2), callId: 'CB-1.1.1', joined: true };
        const call = callOf(pressOf(1), { latest: { bootId: 1, seq: 2 } });
        const stored = await harness.journal.appendPress(pressOf(2), () => ({ press, call }));
        expect(stored).toEqual({ outcome: 'stored', record: press });
        await harness.reopen();
        expect(await harness.journal.openPresses()).toMatchObject([press]);
        expect(await harness.journal.openCalls()).toEqual([call]);
      });
    });

    describe('open presses', () => {
      it('are there after a reopening, whole, oldest arrival first', async () => {
        const arrivals = { 1: 3_000, 2: 1_000, 3: 2_000 };
        for (const [seq, receivedAt] of Object.entries(arrivals)) {
          await append(pressOf(Number(seq), { receivedAt }));
        }
        await append(pressOf(1, { deviceId: 'AB-1', receivedAt: 4_000 }));
        await harness.reopen();
        expect(await seqsDue()).toEqual([2, 3, 1, 1]);
        const [oldest] = await harness.journal.openPresses();
        expect(oldest).toMatchObject(opens(pressOf(2, { receivedAt: 1_000 })).press);
      });

      it('end with their settling, and only they', async () => {
        for (const seq of [1, 2, 3]) await append(pressOf(seq));
        await harness.journal.update({ settled: pressOf(2) });
        expect(await seqsDue()).toEqual([1, 3]);
        await harness.reopen();
        expect(await seqsDue()).toEqual([1, 3]);
      });

      it('may be settled twice, and settling what is unknown changes nothing', async () => {
        await append(pressOf(1));
        for (const seq of [2, 2]) await harness.journal.update({ settled: pressOf(seq) });
        expect(await seqsDue()).toEqual([1]);
      });

      it('are no other events', async () => {
        await harness.journal.appendEvent(eventOf(pressOf(1)));
        await harness.reopen();
        expect(await seqsDue()).toEqual([]);
        expect(await idsOpen()).toEqual([]);
      });
    });

    describe('open calls', () => {
      it('are there after a reopening, as they last were, oldest first', async () => {
        const late = pressOf(1, { receivedAt: 9_000 });
        const early = pressOf(2, { receivedAt: 3_000 });
        for (const press of [late, early]) await append(press);
        const accepted = callOf(late, { stage: 'accepted', reached: { accepted: 9_500 } });
        await harness.journal.update({ call: accepted, settled: late });
        await harness.reopen();
        expect(await harness.journal.openCalls()).toEqual([callOf(early), accepted]);
        expect(await seqsDue()).toEqual([2]);
      });

      it('are found by their name', async () => {
        await append(pressOf(1));
        expect(await harness.journal.findCall('CB-1.1.1')).toEqual(callOf(pressOf(1)));
        for (const callId of ['CB-1.1', 'CB-1.1.11', 'CB-1.1.2', '', '!', '__proto__']) {
          expect(await harness.journal.findCall(callId)).toBeUndefined();
        }
      });

      it('that are closed are open no more, but still found', async () => {
        for (const seq of [1, 2]) await append(pressOf(seq));
        const closed = callOf(pressOf(1), { stage: 'closed', reached: { closed: 5_000 } });
        await harness.journal.update({ call: closed, settled: pressOf(1) });
        for (const _ of ['before', 'after']) {
          expect(await idsOpen()).toEqual(['CB-1.1.2']);
          expect(await harness.journal.findCall('CB-1.1.1')).toEqual(closed);
          await harness.reopen();
        }
      });

      it('that were written before the press that opened them are closed like any other', async () => {
        // A red press that could not be stored is sent all the same, and accepted; later its device sends it again.
        const accepted = callOf(pressOf(1), { stage: 'accepted', reached: { accepted: 2_000 } });
        await harness.journal.update({ call: accepted });
        await harness.reopen();
        const press = { ...pressOf(1), callId: 'CB-1.1.1', joined: false };
        await harness.journal.appendPress(pressOf(1), () => ({ press, call: accepted }));
        const closed = callOf(pressOf(1), { stage: 'closed', reached: { closed: 5_000 } });
        await harness.journal.update({ call: closed, settled: press });
        for (const _ of ['before', 'after']) {
          expect(await idsOpen()).toEqual([]);
          expect(await harness.journal.findCall('CB-1.1.1')).toEqual(closed);
          await harness.reopen();
        }
      });

      it('that are closed stay closed when a late press of theirs is stored', async () => {
        await append(pressOf(1));
        const closed = callOf(pressOf(1), { stage: 'closed' });
        await harness.journal.update({ call: closed });
        const press = { ...pressOf(2), callId: 'CB-1.1.1', joined: true };
        await harness.journal.appendPress(pressOf(2), () => ({ press, call: closed }));
        expect(await idsOpen()).toEqual([]);
        expect(await harness.journal.findCall('CB-1.1.1')).toEqual(closed);
        expect(await seqsDue()).toEqual([1, 2]);
      });
    });
  });
}
