// The flash log: what is left of it after a power cut at any byte.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FlashLog } from '#firmware/src/core/flash-log.ts';
import { RECORD_BOOT } from '#firmware/src/core/flash-record.ts';
import { openLog } from '#firmware/src/service/open-log.ts';
import { type Identity, KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { FakeFlash, sha256 } from '#test/support/fake-hal.ts';
import { addTo, clearFrom, type LoggedPress, waitingPresses } from '#test/support/waiting.ts';

function press(bootId: number, seq: number, count = 1): LoggedPress {
  const key = seq % 2 ? KEY_RED : KEY_GREEN;
  return { identity: { bootId, seq }, key, count };
}

function opened(flash: FakeFlash): FlashLog {
  const log = new FlashLog(flash, sha256);
  openLog(log);
  return log;
}

const name = (one: { identity: Identity }) => `${one.identity.bootId}/${one.identity.seq}`;

test('empty flash begins with boot 1, and every boot after counts one on', () => {
  const flash = new FakeFlash();
  expect([1, 2, 3].map(() => opened(flash).bootId)).toEqual([1, 2, 3]);
});

test('flash full of garbage begins like empty flash', () => {
  const flash = new FakeFlash();
  flash.bytes.forEach((_, at) => {
    flash.bytes[at] = (at * 37) & 255;
  });
  expect(opened(flash).bootId).toBe(1);
  expect(opened(flash).bootId).toBe(2);
});

test('a press that was added and not cleared is there after a boot, whole', () => {
  const flash = new FakeFlash();
  const log = opened(flash);
  const identity = { bootId: 4_000_000_000, seq: 70_000 };
  const kept: LoggedPress = { identity, key: KEY_RED, count: 65_535, test: true };
  addTo(log, kept);
  addTo(log, press(1, 2));
  clearFrom(log, { bootId: 1, seq: 2 });
  const event = { kind: 'press', key: KEY_RED, count: 65_535 };
  expect(waitingPresses(opened(flash).rows)).toMatchObject([{ identity, event, test: true }]);
});

test('a press that is added again has the new count', () => {
  const flash = new FakeFlash();
  const log = opened(flash);
  addTo(log, press(1, 1));
  addTo(log, press(1, 1, 7));
  expect(waitingPresses(opened(flash).rows)).toMatchObject([{ event: { count: 7 } }]);
});

test('pages take turns, so that none wears out before the others', () => {
  const flash = new FakeFlash(4);
  const log = opened(flash);
  for (let seq = 1; seq <= 1000; seq++) {
    addTo(log, press(1, seq));
    clearFrom(log, { bootId: 1, seq });
  }
  expect(flash.erases).toBeGreaterThan(30);
  expect(flash.erases).toBeLessThan(36);
  expect(log.broken).toBe(false);
});

test('a page with dead cells is passed over and nothing is lost', () => {
  const flash = new FakeFlash(3);
  const write = flash.write.bind(flash);
  flash.write = (at, bytes) => {
    if (at >= 1024 && at < 2048) return;
    write(at, bytes);
  };
  const log = opened(flash);
  for (let seq = 1; seq <= 20; seq++) addTo(log, press(1, seq));
  for (let seq = 21; seq <= 300; seq++) {
    expect(addTo(log, press(1, seq)) && clearFrom(log, { bootId: 1, seq })).toBe(true);
  }
  expect(waitingPresses(opened(flash).rows).map(name)).toEqual(waitingPresses(log.rows).map(name));
});

test('flash that takes nothing is reported, tried once, and keeps no press from going out', () => {
  const flash = new FakeFlash();
  flash.write = () => {
    throw new Error('worn out');
  };
  const log = new FlashLog(flash, sha256);
  expect(openLog(log)).toBe(false);
  const erases = flash.erases;
  expect(addTo(log, press(1, 1))).toBe(false);
  expect(flash.erases).toBe(erases);
  expect(waitingPresses(log.rows).length).toBe(1);
});

describe('a byte of flash that is lost later', () => {
  /** 70 records: a page and a part of the next. A boot in each tenth. */
  const whole = new FakeFlash(3);
  let last = opened(whole);
  for (let seq = 1; seq <= 30; seq++) {
    if (seq % 5 === 0) last = opened(whole);
    addTo(last, press(last.bootId, seq));
    clearFrom(last, { bootId: last.bootId, seq });
  }

  test('never turns the boot counter back, wherever it lies: not in the header of a page either', () => {
    expect(last.generation).toBeGreaterThan(1);
    for (let at = 0; at < whole.bytes.length; at++) {
      for (const value of [0, whole.bytes[at]! & 0x7f, whole.bytes[at]! ^ 1]) {
        const flash = whole.revived();
        flash.bytes[at] = value;
        const next = opened(flash);
        expect([at, next.bootId > last.bootId]).toEqual([at, true]);
        expect([at, opened(flash).bootId > next.bootId]).toEqual([at, true]);
      }
    }
  });
});

test('a lost byte in the only boot of a page that was turned later does not turn the counter back', () => {
  const whole = new FakeFlash(3);
  for (let boot = 1; boot < 20; boot++) opened(whole);
  const last = opened(whole);
  const { page } = last;
  for (let seq = 1; last.page === page; seq++) {
    addTo(last, press(last.bootId, seq));
    clearFrom(last, { bootId: last.bootId, seq });
  }
  for (let at = 0; at < 32; at++) {
    const flash = whole.revived();
    flash.bytes[last.page * flash.pageBytes + at]! ^= 1;
    const next = opened(flash);
    expect([at, next.bootId > last.bootId]).toEqual([at, true]);
    expect([at, opened(flash).bootId > next.bootId]).toEqual([at, true]);
  }
});

describe('what fails once while the log is read', () => {
  const whole = new FakeFlash(3);
  let last = opened(whole);
  for (let seq = 1; seq <= 30; seq++) {
    if (seq % 5 === 0) last = opened(whole);
    addTo(last, press(last.bootId, seq));
    if (seq < 28) clearFrom(last, { bootId: last.bootId, seq });
  }
  const alive = waitingPresses(last.rows).map(name);

  test('a read of flash: nothing is lost', () => {
    let reads = 0;
    for (let bad = 0; bad <= reads; bad++) {
      const flash = whole.revived();
      const read = flash.read.bind(flash);
      reads = 0;
      flash.read = (at, length) => {
        if (reads++ === bad) throw new Error('busy');
        return read(at, length);
      };
      const next = opened(flash);
      flash.read = read;
      expect([bad, next.bootId > last.bootId]).toEqual([bad, true]);
      expect([bad, ...waitingPresses(next.rows).map(name)]).toEqual([bad, ...alive]);
      expect([bad, opened(flash).bootId > next.bootId]).toEqual([bad, true]);
    }
    expect(reads).toBeGreaterThan(60);
  });

  test('memory for a checksum: nothing is lost', () => {
    let sums = 0;
    for (let bad = 0; bad <= sums; bad++) {
      const flash = whole.revived();
      sums = 0;
      const log = new FlashLog(flash, (bytes) => {
        if (sums++ === bad) throw new Error('out of memory');
        return sha256(bytes);
      });
      openLog(log);
      expect([bad, log.bootId > last.bootId]).toEqual([bad, true]);
      expect([bad, ...waitingPresses(log.rows).map(name)]).toEqual([bad, ...alive]);
      expect([bad, ...waitingPresses(opened(flash).rows).map(name)]).toEqual([bad, ...alive]);
    }
    expect(sums).toBeGreaterThan(5);
  });
});

test('a boot that finds memory for its record only at the second go is counted', () => {
  const flash = new FakeFlash();
  opened(flash);
  let isShort = true;
  const log = new FlashLog(flash, (bytes) => {
    if (isShort && bytes[0] === RECORD_BOOT && bytes[4] === 2) {
      isShort = false;
      throw new Error('out of memory');
    }
    return sha256(bytes);
  });
  openLog(log);
  expect(opened(flash).bootId).toBeGreaterThan(log.bootId);
});

test('a boot whose own record could not be written, but whose press could, is counted', () => {
  const flash = new FakeFlash();
  opened(flash);
  const log = new FlashLog(flash, (bytes) => {
    if (bytes[0] === RECORD_BOOT && bytes[4] === 2) throw new Error('out of memory');
    return sha256(bytes);
  });
  expect(openLog(log)).toBe(false);
  expect(addTo(log, press(log.bootId, 2))).toBe(true);
  expect(opened(flash).bootId).toBeGreaterThan(log.bootId);
});

/** One life of a device: boots, presses and receipts; returns what may be and what must be in flash. */
type Step = { add: number } | { clear: number } | { boot: true };

interface Known {
  /** Added for sure, and no clear begun. */
  must: Set<string>;
  /** A clear or an add was begun. */
  may: Set<string>;
  boot: number;
}

function live(flash: FakeFlash, steps: Step[], known: Known): void {
  let log = new FlashLog(flash, sha256);
  const boot = () => {
    log = new FlashLog(flash, sha256);
    openLog(log);
    if (flash.budget > 0) known.boot = log.bootId;
  };
  boot();
  for (const step of steps) {
    if (flash.budget <= 0) return;
    if ('add' in step) {
      const pressed = press(1, step.add);
      known.may.add(name(pressed));
      if (addTo(log, pressed) && flash.budget > 0) known.must.add(name(pressed));
    } else if ('clear' in step) {
      const identity = { bootId: 1, seq: step.clear };
      known.must.delete(`1/${step.clear}`);
      clearFrom(log, identity);
      if (flash.budget > 0) known.may.delete(`1/${step.clear}`);
    } else {
      boot();
    }
  }
}

const steps: Step[] = [];
for (let seq = 1; seq <= 45; seq++) {
  steps.push({ add: seq });
  if (seq % 15 === 0) steps.push({ boot: true });
  if (seq > 5) steps.push({ clear: seq - 5 });
}

describe('a power cut at any byte of any write or erase', () => {
  const whole = new FakeFlash(2);
  live(whole, steps, { must: new Set(), may: new Set(), boot: 0 });

  test('loses no press that was added, brings back none that was cleared, and never turns the boot counter back', () => {
    expect(whole.erases).toBeGreaterThanOrEqual(2);
    for (let cut = 0; cut <= whole.used; cut++) {
      const flash = new FakeFlash(2);
      flash.budget = cut;
      const known: Known = { must: new Set(), may: new Set(), boot: 0 };
      live(flash, steps, known);
      const log = opened(flash.revived());
      const found = new Set(waitingPresses(log.rows).map(name));
      const problems = [
        ...[...known.must]
          .filter((identity) => !found.has(identity))
          .map((identity) => `${identity} is lost`),
        ...[...found]
          .filter((identity) => !known.may.has(identity))
          .map((identity) => `${identity} came back`),
      ];
      if (log.bootId <= known.boot) problems.push(`boot ${log.bootId} after ${known.boot}`);
      if (problems.length > 0) expect.fail(`cut after ${cut} bytes: ${problems.join(', ')}`);
    }
  });
});

test('any life with any number of power cuts loses no press', () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ clear: fc.integer({ min: 1, max: 30 }) }),
    fc.constant({ boot: true as const }),
  );
  const lives = fc.array(fc.tuple(fc.array(step, { maxLength: 90 }), fc.nat(6000)), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(lives, (all) => {
      let flash = new FakeFlash(2);
      const known: Known = { must: new Set(), may: new Set(), boot: 0 };
      for (const [life, cut] of all) {
        const boot = known.boot;
        flash.budget = cut;
        const fresh = { must: known.must, may: known.may, boot };
        live(flash, life, fresh);
        known.boot = Math.max(boot, fresh.boot);
        flash = flash.revived();
        const found = new Set(waitingPresses(opened(flash.revived()).rows).map(name));
        for (const identity of known.must) expect(found).toContain(identity);
      }
      expect(opened(flash).bootId).toBeGreaterThan(known.boot);
    }),
    { numRuns: 300 },
  );
});
