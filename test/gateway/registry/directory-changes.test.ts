// What follows on a change of the directory: a device that is shut out at once, everything else soon and together.
import { expect, it } from 'vitest';
import { DirectoryChanges } from '#gateway/registry/directory-changes.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

it('a device that is shut out is cut at once, and thousands of changes are looked at once', async () => {
  const clock = new MovingClock();
  const cut: string[] = [];
  let reviews = 0;
  const follow = new DirectoryChanges(clock, {
    disconnect: (deviceId) => void cut.push(deviceId),
    review: () => void reviews++,
  });
  follow.changed('CB-1', true);
  for (let at = 0; at < 1_000; at++) follow.changed('CB-2', false);
  expect([cut, reviews]).toEqual([['CB-1'], 0]);
  await clock.advance(100);
  expect([cut, reviews]).toEqual([['CB-1'], 1]);
  follow.changed('CB-3', false);
  await clock.advance(100);
  expect(reviews).toBe(2);
  follow.changed('CB-4', true);
  follow.stop();
  await clock.advance(1_000);
  expect([cut, reviews]).toEqual([['CB-1', 'CB-4'], 2]);
});
