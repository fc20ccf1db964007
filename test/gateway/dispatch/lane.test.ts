// A lane: first come, first served, so many at one time.
import { expect, it } from 'vitest';
import { Lane } from '#gateway/dispatch/lane.ts';
import { settle } from '#test/support/moving-clock.ts';

function laneWithWork(concurrency: number, count: number) {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const lane = new Lane(concurrency);
  for (let index = 0; index < count; index++) {
    lane.run(() => {
      started.push(index);
      return new Promise((resolve) => finish.push(resolve));
    });
  }
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
  const { lane, finish } = laneWithWork(1, 1);
  finish[0]?.();
  await settle();
  let hasStarted = false;
  lane.run(async () => {
    hasStarted = true;
  });
  expect(hasStarted).toBe(true);
});
