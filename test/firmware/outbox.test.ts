// The outbox: its bounds, its order, and what goes first when it is full.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FlashLog } from '#firmware/src/core/flash-log.ts';
import { type Added, Outbox } from '#firmware/src/core/outbox.ts';
import { MARK_SENT, MARK_TEST, OUTBOX_ENTRIES } from '#firmware/src/core/rows.ts';
import { openLog } from '#firmware/src/service/open-log.ts';
import { restore } from '#firmware/src/service/take-over.ts';
import { type DeviceEvent, KEY_GREEN, KEY_RED, type Press } from '#protocol/messages.ts';
import { FakeFlash, sha256 } from '#test/support/fake-hal.ts';
import { waiting } from '#test/support/waiting.ts';

const MAINS: DeviceEvent = { kind: 'mains', state: 1 };

function outbox(flash = new FakeFlash()): Outbox {
  const log = new FlashLog(flash, sha256);
  openLog(log);
  const box = new Outbox(log);
  restore(box);
  return box;
}

function press(box: Outbox, key: typeof KEY_RED | typeof KEY_GREEN, now = 0): Added {
  const added = box.addPress(key, false, now);
  if (added.row >= 0) box.keep(added);
  return added;
}

const seqs = (box: Outbox) => waiting(box).map((entry) => entry.identity.seq);
const counted = (box: Outbox, key: number) =>
  waiting(box)
    .map((entry) => entry.event)
    .filter((event): event is Press => event.kind === 'press' && event.key === key)
    .reduce((sum, event) => sum + event.count, 0);

test('red goes before green, green before the rest, the oldest first within each', () => {
  const box = outbox();
  box.addStatus(MAINS, 0);
  press(box, KEY_GREEN);
  press(box, KEY_RED);
  press(box, KEY_GREEN);
  press(box, KEY_RED);
  expect(seqs(box)).toEqual([3, 5, 2, 4, 1]);
});

test('seq starts from 1 and grows with every event that must arrive', () => {
  const box = outbox();
  expect(press(box, KEY_RED).identity).toEqual({ bootId: 1, seq: 1 });
  expect(box.addStatus(MAINS, 0)).toEqual({ bootId: 1, seq: 2 });
});

test('presses of an earlier boot go before those of this one, and their age is only a lower bound', () => {
  const flash = new FakeFlash();
  press(outbox(flash), KEY_RED, 500);
  const box = outbox(flash);
  press(box, KEY_RED, 1000);
  expect(waiting(box).map((entry) => [entry.identity.bootId, entry.at])).toEqual([
    [1, null],
    [2, 1000],
  ]);
  expect(waiting(box).map(({ row }) => box.rows.ageMs(row, 4000))).toEqual([4000, 3000]);
});

test('status stays in memory, presses are there after a boot', () => {
  const flash = new FakeFlash();
  const box = outbox(flash);
  box.addStatus(MAINS, 0);
  press(box, KEY_GREEN);
  expect(waiting(outbox(flash)).map((entry) => entry.event.kind)).toEqual(['press']);
});

test('when it is full the oldest status goes first, then, for red, the oldest green', () => {
  const box = outbox();
  box.addStatus(MAINS, 0);
  for (let i = 1; i < OUTBOX_ENTRIES; i++) press(box, KEY_GREEN);
  press(box, KEY_RED);
  expect(waiting(box).some((entry) => entry.event.kind === 'mains')).toBe(false);
  const { dropped } = box.addPress(KEY_RED, false, 0);
  expect(dropped?.seq).toBe(2);
  expect(waiting(box).length).toBe(OUTBOX_ENTRIES);
});

test('a green press that must go for a red one goes after that one is in memory, and on flash', () => {
  for (let cut = 0; cut <= 40; cut++) {
    const flash = new FakeFlash();
    const box = outbox(flash);
    for (let i = 0; i < OUTBOX_ENTRIES; i++) press(box, KEY_GREEN);
    flash.budget = cut;
    press(box, KEY_RED);
    const kept = waiting(outbox(flash.revived())).map((entry) => entry.identity.seq);
    expect(kept.includes(1) || kept.includes(OUTBOX_ENTRIES + 1)).toBe(true);
    expect(kept.includes(1) && cut > 35).toBe(false);
  }
  const box = outbox();
  for (let i = 0; i < OUTBOX_ENTRIES; i++) press(box, KEY_GREEN);
  box.rows.addPress = () => {
    throw new Error('out of memory');
  };
  expect(() => box.addPress(KEY_RED, false, 0)).toThrow();
  expect(waiting(box).length).toBe(OUTBOX_ENTRIES);
});

test('when only reds are left, a red press raises the count of the newest that was never sent', () => {
  const flash = new FakeFlash();
  const box = outbox(flash);
  for (let i = 0; i < OUTBOX_ENTRIES; i++) press(box, KEY_RED);
  const joined = press(box, KEY_RED);
  expect(joined.row).toBe(waiting(box)[OUTBOX_ENTRIES - 1]?.row);
  expect(box.rows.counts[joined.row]).toBe(2);
  expect(counted(outbox(flash), KEY_RED)).toBe(OUTBOX_ENTRIES + 1);
});

test('in an outbox full of reds the newest is held back, so that one to be counted in is always left', () => {
  const box = outbox();
  for (let i = 0; i < OUTBOX_ENTRIES; i++) press(box, KEY_RED);
  expect(box.heldBack()).toBe(waiting(box).at(-1)?.row);
  box.clear(waiting(box)[0]!.row);
  expect(box.heldBack()).toBe(-1);
});

test('a restored outbox full of reds knows that its newest was never sent', () => {
  const flash = new FakeFlash();
  const box = outbox(flash);
  for (let i = 0; i < OUTBOX_ENTRIES; i++) press(box, KEY_RED);
  const later = outbox(flash);
  press(later, KEY_RED);
  expect(waiting(later).length).toBe(OUTBOX_ENTRIES);
  expect(counted(later, KEY_RED)).toBe(OUTBOX_ENTRIES + 1);
});

test('no power cut makes a red press count in one that the gateway may hold', () => {
  const flash = new FakeFlash();
  const box = outbox(flash);
  press(box, KEY_GREEN);
  for (let i = 1; i < OUTBOX_ENTRIES; i++) press(box, KEY_RED);
  // The power fails between the new red press and the end of the green one that goes for it.
  flash.budget = 16;
  press(box, KEY_RED);
  const later = outbox(flash.revived());
  expect(waiting(later).length).toBe(OUTBOX_ENTRIES + 1);
  press(later, KEY_RED);
  for (const { row } of waiting(later))
    if (row !== later.heldBack()) later.rows.mark(row, MARK_SENT, true);
  const newest = waiting(later).at(-1)!;
  expect(newest.everSent).toBe(false);
  const last = outbox(later.log.flash as FakeFlash);
  expect(press(last, KEY_RED).identity).toEqual(newest.identity);
});

test('a green press is refused when the outbox is full of reds, and status leaves no trace', () => {
  const box = outbox();
  for (let i = 0; i < OUTBOX_ENTRIES; i++) press(box, KEY_RED);
  expect(box.addPress(KEY_GREEN, false, 0).row).toBe(-1);
  expect(box.addStatus(MAINS, 0)).toBeNull();
  expect(box.lost).toBe(2);
});

test('a test press is never counted in a real one, nor a real one in a test', () => {
  const box = outbox();
  for (let i = 0; i < OUTBOX_ENTRIES; i++) box.keep(box.addPress(KEY_RED, true, 0));
  const real = press(box, KEY_RED);
  expect([box.rows.is(real.row, MARK_TEST), box.rows.counts[real.row]]).toEqual([false, 1]);
});

const step = fc.constantFrom(
  'red',
  'red',
  'red',
  'green',
  'green',
  'status',
  'send',
  'settle',
  'boot',
);

test('whatever happens, no red press is lost, the bound holds and the order is kept', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const flash = new FakeFlash(2, 2048);
      let box = outbox(flash);
      let reds = 0;
      for (const one of steps) {
        if (one === 'red') {
          reds++;
          press(box, KEY_RED);
        } else if (one === 'green') press(box, KEY_GREEN);
        else if (one === 'status') box.addStatus(MAINS, 0);
        else if (one === 'boot') box = outbox(flash);
        else if (one === 'send') {
          const next = waiting(box).find(
            ({ row, everSent }) => !everSent && row !== box.heldBack(),
          );
          if (next) box.rows.mark(next.row, MARK_SENT, true);
        } else {
          const sent = waiting(box).find((entry) => entry.everSent);
          if (sent?.event.kind === 'press' && sent.event.key === KEY_RED) reds -= sent.event.count;
          if (sent) box.clear(sent.row);
        }
        expect(counted(box, KEY_RED)).toBe(reds);
        expect(waiting(box).length).toBeLessThanOrEqual(OUTBOX_ENTRIES);
        const lanes = waiting(box).map((entry) => entry.lane);
        expect(lanes).toEqual([...lanes].sort());
      }
    }),
    { numRuns: 300 },
  );
});
