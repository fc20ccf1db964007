// Work in slices: all of it is done, in its order, and the event loop turns between.
import { expect, it } from 'vitest';
import { Slices } from '#gateway/device-link/slices.ts';
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

it('what is more urgent holds a heap up, turn by turn, but for three seconds, then 10 ms between slices', async () => {
  let now = 0;
  const done: number[] = [];
  const slices = new Slices<number>(
    (one) => {
      done.push(one);
      now += 5;
    },
    () => now,
  );
  const turn = async (tookMs: number, isUrgent: boolean) => {
    now += tookMs;
    if (isUrgent) slices.holdUp();
    await settle();
  };
  for (let n = 1; n <= 6; n++) slices.add(n);
  await turn(1_000, true);
  expect(done).toEqual([]);
  await turn(1, false);
  expect(done).toEqual([1]);
  await turn(1_999, true);
  expect(done).toEqual([1]);
  await turn(1, true);
  expect(done).toEqual([1, 2]);
  await turn(9, true);
  expect(done).toEqual([1, 2]);
  await turn(1, true);
  expect(done).toEqual([1, 2, 3]);
  for (let n = 0; n < 3; n++) await turn(0, false);
  expect([done.at(-1), slices.size]).toEqual([6, 0]);
  slices.add(7);
  await turn(2_999, true);
  expect(done.at(-1)).toBe(6);
  await turn(0, false);
  expect(done.at(-1)).toBe(7);
});
