// Properties of the queue: whatever comes, leaves and waits, red never waits, and nothing is forgotten.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConnectQueue, type Entrance } from '#gateway/device-link/connect-queue.ts';
import { PENDING_GREEN, PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

const OPTIONS = { atOnce: 4, maxWaiting: 12, patienceMs: 2_000 };

interface Comer {
  pending: number;
  entrance: Entrance | undefined;
  /** It left, by itself. */
  hasLeft: boolean;
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      enter: fc.constantFrom(PENDING_NOTHING, PENDING_GREEN, PENDING_RED),
    }),
  },
  { weight: 3, arbitrary: fc.record({ leave: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ pass: fc.nat(3_000) }) },
  { weight: 1, arbitrary: fc.record({ overload: fc.boolean() }) },
);

it('red never waits, green comes before the rest, places are used and bounded, everybody hears once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const clock = new MovingClock();
      let isOverloaded = false;
      const queue = new ConnectQueue<Comer>(OPTIONS, clock, () => isOverloaded);
      const comers: Comer[] = [];
      const order: Comer[] = [];
      for (const one of steps) {
        if ('enter' in one) {
          const comer: Comer = { pending: one.enter, entrance: undefined, hasLeft: false };
          comers.push(comer);
          const entered = queue.enter(comer, one.enter);
          if (one.enter === PENDING_RED) expect(entered).toBe('in');
          if (typeof entered === 'string') comer.entrance = entered;
          else {
            void entered.then((entrance) => {
              expect(comer.entrance).toBeUndefined();
              comer.entrance = entrance;
              order.push(comer);
            });
          }
        } else if ('leave' in one) {
          const comer = comers[one.leave];
          if (comer) {
            comer.hasLeft = true;
            queue.leave(comer);
          }
        } else if ('pass' in one) await clock.advance(one.pass);
        else isOverloaded = one.overload;
        await Promise.resolve();
        const waiting = comers.filter(({ entrance }) => entrance === undefined);
        expect(queue.waiting).toBe(waiting.length);
        expect(queue.waiting).toBeLessThanOrEqual(OPTIONS.maxWaiting);
        expect(queue.inProgress).toBeLessThanOrEqual(OPTIONS.atOnce);
        if (waiting.length > 0) expect(queue.inProgress).toBeGreaterThan(0);
        expect(waiting.every(({ pending }) => pending !== PENDING_RED)).toBe(true);
      }
      for (const comer of comers) queue.leave(comer);
      await Promise.resolve();
      expect([queue.waiting, queue.inProgress, clock.armed]).toEqual([0, 0, 0]);
      expect(comers.every(({ entrance }) => entrance !== undefined)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
