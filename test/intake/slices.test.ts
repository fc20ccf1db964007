// Work in slices: all of it is done, in its order, and the event loop turns between.
import { expect, it } from 'vitest';
import { Slices } from '#gateway/intake/slices.ts';
import { settle } from '#test/support/moving-clock.ts';

it('a heap is done in its order, a slice per turn, also what is added meanwhile', async () => {
  let now = 0;
  const done: number[] = [];
  const slices = new Slices<number>(
    (one) => {
      done.push(one);
      if (one === 3) slices.add(100);
      now += 2;
    },
    () => now,
  );
  for (let n = 1; n <= 7; n++) slices.add(n);
  expect([done, slices.size]).toEqual([[], 7]);
  await settle();
  expect(done).toEqual([1, 2, 3]);
  for (let turn = 0; turn < 3; turn++) await settle();
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 100]);
  expect(slices.size).toBe(0);
  slices.add(8);
  await settle();
  expect(done.at(-1)).toBe(8);
});
