// How much one token may change.
import { expect, test } from 'vitest';
import { ChangeBudget, NEXT_CHANGE_S } from '#gateway/management/change-budget.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

const DAY = 86_400_000;

function budget() {
  const clock = new MovingClock();
  return { clock, budget: new ChangeBudget(() => clock.monotonic()) };
}

test('an installer changes 5,000 times at once, then 7,200 times a day, and nobody waits for another', async () => {
  const { clock, budget: changes } = budget();
  const taken = () => {
    let count = 0;
    while (changes.take('li', 'installer')) count++;
    return count;
  };
  expect(taken()).toBe(5_000);
  let day = 0;
  for (let at = 0; at < DAY; at += 60_000) {
    await clock.advance(60_000);
    day += taken();
  }
  expect(day).toBe(7_200);
  expect(changes.take('zhang', 'installer')).toBe(true);
  await clock.advance(30 * DAY);
  expect(taken()).toBe(5_000);
});

test('the next change is there when the answer says so', async () => {
  const { clock, budget: changes } = budget();
  while (changes.take('desk', 'operator'));
  await clock.advance(NEXT_CHANGE_S * 1_000 - 1);
  expect(changes.take('desk', 'operator')).toBe(false);
  await clock.advance(1);
  expect(changes.take('desk', 'operator')).toBe(true);
});
