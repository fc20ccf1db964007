// A lane: first come, first served, so many at one time.
import { expect, it } from 'vitest';
import { Lane } from '#gateway/delivery/lane.ts';
import { settle } from '#test/support/moving-clock.ts';

function laneWithWork(concurrency: number, count: number) {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const lane = new Lane<number>('platform', concurrency, (index) => {
    started.push(index);
    return new Promise((resolve) => finish.push(resolve));
  });
  for (let index = 0; index < count; index++) lane.add(index);
  return { lane, started, finish };
}

it('work starts at once while there is room', () => {
  expect(laneWithWork(3, 3).started).toEqual([0, 1, 2]);
});

it('no more work runs at one time than the lane allows', async () => {
  const { started, finish } = laneWithWork(2, 5);
  await settle();
  expect(started).toEqual([0, 1]);
  finish[1]?.();
  await settle();
  expect(started).toEqual([0, 1, 2]);
});

it('waiting work starts in the order in which it came', async () => {
  const { started, finish } = laneWithWork(1, 4);
  for (let index = 0; index < 4; index++) {
    finish[index]?.();
    await settle();
  }
  expect(started).toEqual([0, 1, 2, 3]);
});

it('work that comes to an idle lane later starts at once', async () => {
  const { lane, started, finish } = laneWithWork(1, 1);
  finish[0]?.();
  await settle();
  lane.add(7);
  expect(started).toEqual([0, 7]);
});

it('work that has nothing to do any more takes no place', () => {
  const started: number[] = [];
  const lane = new Lane<number>('platform', 1, (index) => {
    started.push(index);
    return index < 3 ? undefined : new Promise(() => {});
  });
  for (let index = 0; index < 5; index++) lane.add(index);
  expect(started).toEqual([0, 1, 2, 3]);
  expect([lane.queued, lane.running]).toEqual([1, 1]);
});

it('200,000 that wait are worked through in their order and in no time', async () => {
  const started: number[] = [];
  const lane = new Lane<number>('platform', 2, async (index) => void started.push(index));
  for (let index = 0; index < 200_000; index++) lane.add(index);
  expect(lane.queued).toBe(199_998);
  await settle();
  expect(started).toEqual(Array.from({ length: 200_000 }, (_, index) => index));
  expect([lane.queued, lane.running]).toEqual([0, 0]);
});
