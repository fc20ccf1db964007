// Keys: what counts as a press.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Debounce, UP_MS } from '#firmware/src/core/debounce.ts';

test('the first down-edge counts at once', () => {
  expect(new Debounce().edge(true, 0)).toBe(true);
});

test('a spike is a press', () => {
  const key = new Debounce();
  expect([key.edge(true, 10), key.edge(false, 10)]).toEqual([true, false]);
});

test('a key counts again after it was up for 25 ms, and not before', () => {
  const key = new Debounce();
  key.edge(true, 0);
  key.edge(false, 100);
  expect(key.edge(true, 100 + UP_MS - 1)).toBe(false);
  key.edge(false, 200);
  expect(key.edge(true, 200 + UP_MS)).toBe(true);
});

test('two presses whose up-edge the hardware lost are two presses', () => {
  const key = new Debounce();
  expect([key.edge(true, 0), key.edge(true, 5000)]).toEqual([true, true]);
});

const chatter = fc.array(fc.integer({ min: 0, max: UP_MS - 1 }), { maxLength: 12 });

test('each press counts once, however its contact chatters when going down and when coming up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(chatter, chatter, fc.integer({ min: UP_MS, max: 500 })), { minLength: 1 }),
      (presses) => {
        const key = new Debounce();
        let now = 0;
        let counted = 0;
        const edge = (down: boolean) => {
          if (key.edge(down, now)) counted++;
        };
        for (const [goingDown, comingUp, rest] of presses) {
          edge(true);
          for (const gap of goingDown) {
            now += gap;
            edge(false);
            now += gap;
            edge(true);
          }
          now += 80;
          edge(false);
          for (const gap of comingUp) {
            now += gap;
            edge(true);
            now += gap;
            edge(false);
          }
          now += rest;
        }
        expect(counted).toBe(presses.length);
      },
    ),
  );
});
