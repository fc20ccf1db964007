// The dedupe window is a cache: whatever it holds or has lost, its answers are those of a set of all identities.
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DedupeWindow, type DeviceState, WINDOW } from '#gateway/domain/dedupe-window.ts';
import { pressId } from '#gateway/domain/press.ts';
import type { Identity } from '#protocol/messages.ts';
import { untilPasses } from '#test/support/until.ts';

const MAX = 0xffffffff;
const NO_SESSION = { bootId: 0, connectNo: 0 };

const deviceId = fc.constantFrom('CB-1', 'CB-12', 'CB-1_', '_'.repeat(32));
const bootId = fc.oneof(
  fc.integer({ min: 1, max: 4 }),
  fc.constantFrom(0, 0x7fffffff, 0x80000000, MAX),
);
const seq = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 3 * WINDOW }) },
  { weight: 1, arbitrary: fc.integer({ min: MAX - 2 * WINDOW, max: MAX }) },
  { weight: 1, arbitrary: fc.integer({ min: 0x7fffffe0, max: 0x80000020 }) },
);
const step = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({ do: fc.constant('append' as const), deviceId, bootId, seq }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), deviceId, bootId, seq }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('shrink' as const), deviceId, bootId, seq }),
  },
);

/** What is known of a device, as the journal would find it. */
function stateOf(known: readonly Identity[]): DeviceState {
  let newest: Identity = { bootId: 0, seq: 0 };
  for (const identity of known) {
    if (
      identity.bootId > newest.bootId ||
      (identity.bootId === newest.bootId && identity.seq > newest.seq)
    ) {
      newest = identity;
    }
  }
  let bits = 0;
  for (const { bootId, seq } of known) {
    const back = newest.seq - seq;
    if (bootId === newest.bootId && back < WINDOW) bits = (bits | (1 << back)) >>> 0;
  }
  return { session: NO_SESSION, newest, bits };
}

it('it says what a set of all identities says, or that it has to be asked', () => {
  let asked = 0;
  let answered = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const set = new Set<string>();
      const known = new Map<string, Identity[]>();
      let window = new DedupeWindow();
      for (const { do: what, ...of } of steps) {
        const ofDevice = known.get(of.deviceId) ?? [];
        known.set(of.deviceId, ofDevice);
        if (what === 'lose') window = new DedupeWindow();
        else if (what === 'shrink') {
          const { newest, bits } = stateOf(ofDevice);
          if (bits !== 0) window.put(of.deviceId, { session: NO_SESSION, newest, bits });
        } else {
          if (!window.has(of.deviceId)) {
            expect(window.judge(of.deviceId, of)).toBe('ask');
            window.put(of.deviceId, stateOf(ofDevice));
          }
          const answer = window.judge(of.deviceId, of);
          if (answer === 'ask') asked++;
          else {
            answered++;
            expect(answer).toBe(set.has(pressId(of)) ? 'known' : 'new');
          }
          set.add(pressId(of));
          ofDevice.push({ bootId: of.bootId, seq: of.seq });
          window.add(of.deviceId, of);
          expect(window.state(of.deviceId)).toEqual(stateOf(ofDevice));
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(asked).toBeGreaterThan(1_000);
  expect(answered).toBeGreaterThan(1_000);
});

describe('without being asked it knows', () => {
  const window = new DedupeWindow();
  window.put('CB-1', stateOf([]));
  const judge = (bootId: number, seq: number) => window.judge('CB-1', { bootId, seq });

  it('that of a device of which nothing is known everything is new', () => {
    expect([judge(0, 0), judge(1, 1), judge(MAX, MAX)]).toEqual(['new', 'new', 'new']);
  });

  it('what is newer than the newest, and what is right below it', () => {
    window.add('CB-1', { bootId: 3, seq: 100 });
    expect([judge(3, 101), judge(4, 1), judge(MAX, 1)]).toEqual(['new', 'new', 'new']);
    expect([judge(3, 100), judge(3, 99), judge(3, 101 - WINDOW)]).toEqual(['known', 'new', 'new']);
    expect([judge(3, 100 - WINDOW), judge(2, 100), judge(2, 1)]).toEqual(['ask', 'ask', 'ask']);
  });

  it('what a device sends that was wiped and got a higher boot_id', () => {
    window.add('CB-1', { bootId: 4, seq: 1 });
    expect([judge(4, 1), judge(4, 2), judge(3, 100)]).toEqual(['known', 'new', 'ask']);
  });
});

/** What is in use. What nobody holds any more is given back a moment after it was collected. */
async function bytesUsed(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let round = 0; round < 5; round++) {
    collect();
    await setImmediate();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

it('100,000 devices with the longest ids take no more than 10 MB, their index included', async () => {
  const before = await bytesUsed();
  const window = new DedupeWindow();
  for (let count = 0; count < 100_000; count++) {
    const id = `CB-${count}-`.padEnd(32, 'x');
    window.put(id, stateOf([]));
    window.add(id, { bootId: 1, seq: count });
  }
  await untilPasses(async () => expect((await bytesUsed()) - before).toBeLessThan(10_000_000));
  expect(window.size).toBe(100_000);
  expect(window.judge('CB-99999-'.padEnd(32, 'x'), { bootId: 1, seq: 99_999 })).toBe('known');
  expect(window.judge('CB-99999-'.padEnd(31, 'x'), { bootId: 1, seq: 99_999 })).toBe('ask');
});
