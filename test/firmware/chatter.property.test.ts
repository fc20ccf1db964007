// Any sequence of edges, in any state of the device: each red edge after 25 ms of quiet is one press, but for a release.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Debounce, UP_MS } from '#firmware/src/core/debounce.ts';
import { LANE_RED } from '#firmware/src/core/rows.ts';
import { selfTest } from '#firmware/src/service/self-test.ts';
import { KEY_GREEN, KEY_RED, type Key } from '#protocol/messages.ts';
import { type Waiting, waiting } from '#test/support/waiting.ts';
import { bench, connected } from './scripted-gateway.ts';

/** Times of edges in ms, down first, in turn: as a recorder shows them. */
const recorded: [name: string, presses: number, edges: number[]][] = [
  ['a clean press', 1, [0, 140]],
  ['a bounce burst of 0.1 to 8 ms', 1, [0, 0.1, 0.3, 0.9, 1.2, 2.8, 3.1, 7.9, 8, 180]],
  ['a long bounce', 1, [0, 9, 17, 22, 40, 61, 66, 210]],
  ['a release bounce', 1, [0, 150, 150.4, 152, 153, 158, 159, 167]],
  ['a spike', 1, [0, 0.02]],
  ['two spikes within one burst', 1, [0, 0.02, 5, 5.02]],
  ['an old contact that flickers while held', 1, [0, 90, 91, 300, 302, 700, 719, 2_000]],
  ['two presses, each with bounces', 2, [0, 1, 2, 120, 121, 123, 300, 303, 304, 450]],
];

for (const [name, presses, edges] of recorded) {
  test(`${name} counts ${presses === 1 ? 'once' : 'twice'}`, () => {
    const key = new Debounce();
    const counted = edges.filter((at, i) => key.edge(i % 2 === 0, at));
    expect(counted.length).toBe(presses);
    expect(counted[0]).toBe(0);
  });
}

test('a press counts although the hardware saw its first edge as an up-edge', () => {
  const key = new Debounce();
  expect([key.edge(false, 1_000), key.edge(true, 1_002), key.edge(false, 1_200)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a press counts although its down-edge was lost', () => {
  const key = new Debounce();
  key.edge(true, 0);
  key.edge(false, 100);
  expect(key.edge(false, 5_000)).toBe(true);
});

test('an up-edge that is told after the key was seen to be up is no press, and the next is one', () => {
  const key = new Debounce();
  key.edge(true, 0);
  key.letGo(400);
  expect([key.edge(false, 300), key.edge(true, 500)]).toEqual([false, true]);
});

test('a key that is let go of before the first look at the start has pressed nothing', () => {
  const key = new Debounce();
  key.begin(false, 50);
  expect([key.edge(false, 40), key.edge(true, 51)]).toEqual([false, true]);
});

test('a press counts although the up-edge before it was lost', () => {
  const key = new Debounce();
  expect([key.edge(true, 0), key.edge(true, 400), key.edge(false, 500)]).toEqual([
    true,
    true,
    false,
  ]);
});

test('a clock that goes back swallows no press', () => {
  const key = new Debounce();
  expect([key.edge(true, 9_000), key.edge(false, 9_100), key.edge(true, 50)].at(-1)).toBe(true);
});

const edge = fc.record({
  key: fc.constantFrom<Key[]>(KEY_RED, KEY_RED, KEY_GREEN),
  down: fc.boolean(),
  gap: fc.oneof(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 25, max: 40_000 })),
});
const state = fc.record({
  online: fc.boolean(),
  receipts: fc.boolean(),
  greenHeld: fc.boolean(),
  testMode: fc.boolean(),
  full: fc.boolean(),
});

test('each red edge after 25 ms of quiet is exactly one press, but for a release, whatever else is the case', () => {
  fc.assert(
    fc.property(state, fc.array(edge, { maxLength: 60 }), (given, edges) => {
      const { device, hal, gateway, notes } = given.online ? connected() : bench();
      if (!given.online) {
        gateway.connack = 3;
        if (given.greenHeld) hal.held.add(KEY_GREEN);
        device.start();
      } else if (given.greenHeld) hal.edge(KEY_GREEN, true);
      if (!given.receipts) gateway.receipts = 0;
      hal.advance(1_000);
      if (given.full)
        for (let i = 0; i < 40; i++) {
          hal.press(i % 2 ? KEY_RED : KEY_GREEN);
          hal.advance(UP_MS);
        }
      if (given.testMode) selfTest(device);
      const before = notes.presses.filter((press) => press.key === KEY_RED).length;
      const settledBefore = reds(waiting(device.outbox));
      let expected = 0;
      let edgeAt = Number.NEGATIVE_INFINITY;
      for (const { key, down, gap } of edges) {
        hal.advance(gap);
        if (key === KEY_RED) {
          const isHeld = hal.held.has(KEY_RED);
          const isPress = hal.now() - edgeAt >= UP_MS && (down || !isHeld);
          if (isPress) expected++;
          if (down || isHeld || isPress) edgeAt = hal.now();
        }
        hal.edge(key, down);
      }
      const red = notes.presses.filter((press) => press.key === KEY_RED);
      expect(red.length - before).toBe(expected);
      // What waits stands for every press that wasn't settled; nothing waits that nobody pressed.
      if (!given.online) {
        expect(reds(waiting(device.outbox)) - settledBefore).toBe(expected);
        const ids = waiting(device.outbox).map((entry) => entry.identity.seq);
        expect(new Set(ids).size).toBe(ids.length);
      }
      // At most one test, and only in test mode.
      const tests = gateway.presses.filter(
        ({ uplink }) => uplink.test && 'key' in uplink.event && uplink.event.key === KEY_RED,
      );
      const testIds = new Set(tests.map(({ uplink }) => uplink.identity?.seq));
      expect(testIds.size).toBeLessThanOrEqual(given.testMode ? 1 : 0);
    }),
    { numRuns: 300 },
  );
});

function reds(entries: Waiting[]): number {
  let sum = 0;
  for (const { event, lane } of entries) {
    if (lane === LANE_RED && event.kind === 'press') sum += event.count;
  }
  return sum;
}
