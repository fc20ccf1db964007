// Many timers under names share one of the clock: each ends at its moment, and nothing stays armed.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Timers } from '#gateway/system/timers.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const name = fc.constantFrom(...NAMES);
const step = fc.oneof(
  fc.record({ what: fc.constant('after' as const), name, ms: fc.nat({ max: 20 }) }),
  fc.record({ what: fc.constant('cancel' as const), name }),
  fc.record({ what: fc.constant('advance' as const), ms: fc.nat({ max: 10 }) }),
);

it('timers of many names end each at its moment, the first that was set before others of that moment', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = new MovingClock();
      const timers = new Timers(clock);
      const ended: string[] = [];
      const expected: string[] = [];
      let waiting: { name: string; at: number }[] = [];
      const without = (gone: string) => waiting.filter((timer) => timer.name !== gone);
      for (const one of steps) {
        if (one.what === 'advance') {
          await clock.advance(one.ms);
          const due = waiting.filter(({ at }) => at <= clock.monotonic());
          due.sort((a, b) => a.at - b.at);
          expected.push(...due.map(({ name: which, at }) => `${which} ${at}`));
          waiting = waiting.filter((other) => !due.includes(other));
        } else if (one.what === 'cancel') {
          timers.cancel(one.name);
          waiting = without(one.name);
        } else {
          const which = one.name;
          timers.after(which, one.ms, () => ended.push(`${which} ${clock.monotonic()}`));
          waiting = [...without(which), { name: which, at: clock.monotonic() + one.ms }];
        }
        expect(ended).toEqual(expected);
        for (const which of NAMES) {
          expect(timers.has(which)).toBe(waiting.some((other) => other.name === which));
        }
        expect(clock.armed).toBeLessThanOrEqual(1);
      }
      timers.stop();
      expect(clock.armed).toBe(0);
    }),
  );
});
