// The heads of slots: which one a loader starts, and that no torn or damaged head counts.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HostSlots } from '#firmware/host/slots.ts';
import { slotToStart } from '#firmware/src/core/loader.ts';
import {
  chooseSlot,
  GOOD_AT,
  HEAD_CRC_AT,
  headOf,
  headText,
  isStartable,
  LEFT_AT,
  MARK,
  type Marks,
  marksOf,
  PAGES_AT,
  TRIAL_AT,
  WHOLE_AT,
} from '#firmware/src/core/slot-head.ts';
import { isNewer } from '#firmware/src/service/version.ts';
import { FakeFlash } from '#test/support/fake-hal.ts';

const slots = new HostSlots(new FakeFlash(4, 1024));
const crc = (text: string) => slots.crc32(text);

const marks: fc.Arbitrary<Marks | null> = fc.option(
  fc.record({
    serial: fc.integer({ min: 1, max: 0xffffffff }),
    isWhole: fc.boolean(),
    trials: fc.integer({ min: 0, max: 3 }),
    isGood: fc.boolean(),
    isLeft: fc.boolean(),
  }),
);

test('the newest of the slots that may start is started, and none that may not', () => {
  fc.assert(
    fc.property(marks, marks, (first, second) => {
      const both = [first, second];
      const chosen = chooseSlot(first, second);
      if (chosen < 0) expect(both.some(isStartable)).toBe(false);
      else {
        expect(isStartable(both[chosen]!)).toBe(true);
        const other = both[1 - chosen]!;
        if (isStartable(other)) expect(both[chosen]!.serial >= other!.serial).toBe(true);
      }
    }),
  );
});

const head = fc.record({
  serial: fc.integer({ min: 0, max: 0xffffffff }),
  bytes: fc.integer({ min: 1, max: 0xffffffff }),
  sha256: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString('latin1')),
  older: fc.boolean(),
  version: fc.stringMatching(/^[!-~]{1,32}$/),
});

test('a head is read as it was written, and its marks are open', () => {
  fc.assert(
    fc.property(head, (written) => {
      const text = headText(written, crc).padEnd(PAGES_AT, '\xff');
      expect(headOf(text)).toEqual(written);
      expect(marksOf(text, crc(text.slice(0, HEAD_CRC_AT)))).toEqual({
        serial: written.serial,
        isWhole: false,
        trials: 3,
        isGood: false,
        isLeft: false,
      });
    }),
  );
});

test('a head that is torn, and one in which a bit has changed, is none', () => {
  fc.assert(
    fc.property(head, fc.nat({ max: 83 }), fc.nat({ max: 7 }), (written, at, bit) => {
      const text = headText(written, crc);
      const torn = text.slice(0, at).padEnd(PAGES_AT, '\xff');
      const code = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
      const changed = (text.slice(0, at) + code + text.slice(at + 1)).padEnd(PAGES_AT, '\xff');
      for (const damaged of [torn, changed]) {
        if (damaged.startsWith(text)) continue;
        expect(marksOf(damaged, crc(damaged.slice(0, HEAD_CRC_AT)))).toBeNull();
      }
    }),
  );
});

test('an image on trial is started three times, noted before each start, and then left', () => {
  const laid = HostSlots.laidOut('1.0.0', Buffer.from('one'), new FakeFlash(8, 1024));
  const sha256 = HostSlots.laidOut('1.1.0', Buffer.from('two')).head(0)!.sha256;
  laid.write(1, 0, headText({ serial: 2, bytes: 3, sha256, older: false, version: '1.1.0' }, crc));
  laid.write(1, 1024, 'two');
  expect(slotToStart(laid)).toEqual({ slot: 0, isOnTrial: false });
  laid.write(1, WHOLE_AT, MARK);
  for (let trials = 2; trials >= 0; trials--) {
    expect(slotToStart(laid)).toEqual({ slot: 1, isOnTrial: true });
    expect(laid.marks(1)?.trials).toBe(trials);
  }
  expect(slotToStart(laid)).toEqual({ slot: 0, isOnTrial: false });
  expect(laid.marks(1)?.isLeft).toBe(true);
});

test.each([
  ['its trial can not be noted', TRIAL_AT],
  ['and the mark that it is left can not be written either', LEFT_AT],
])('the former image is started when %s', (_, failing) => {
  const laid = HostSlots.laidOut('1.0.0', Buffer.from('one'), new FakeFlash(8, 1024));
  // The hash is another one, so that it is left.
  const sha256 = HostSlots.laidOut('1.1.0', Buffer.from('two')).head(0)!.sha256;
  laid.write(1, 0, headText({ serial: 2, bytes: 3, sha256, older: false, version: '1.1.0' }, crc));
  laid.write(1, 1024, 'not');
  laid.write(1, WHOLE_AT, MARK);
  const write = laid.write.bind(laid);
  laid.write = (slot, at, bytes) => {
    if (at === failing) throw new Error('worn');
    write(slot, at, bytes);
  };
  expect(slotToStart(laid)).toEqual({ slot: 0, isOnTrial: false });
});

test('nothing is started when nothing is whole', () => {
  const empty = new HostSlots(new FakeFlash(8, 1024));
  expect(slotToStart(empty)).toBeNull();
  empty.write(0, GOOD_AT, MARK);
  expect(slotToStart(empty)).toBeNull();
});

test.each([
  ['1.0.1', '1.0.0', true],
  ['1.10.0', '1.9.9', true],
  ['2.0.0', '1.99.99', true],
  ['1.0.0', '1.0.0', false],
  ['1.0.0', '1.0.1', false],
  ['1.0.0-rc2', '1.0.0-rc1', false],
  ['1.0.1-rc1', '1.0.0', true],
  ['1.2', '1.2.1', false],
  ['text', '0.0.1', false],
])('that %s is newer than %s is %s', (version, other, expected) => {
  expect(isNewer(version, other)).toBe(expected);
});
