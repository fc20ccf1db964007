// Whatever destinations answer, and in whatever order: red is never given up, and green is not offered where it was refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import { MINUTE, press, SECOND } from '../presses.ts';
import { BROKEN, CallsBench, type FakeDestination, planOf, REFUSED, UNKNOWN } from './bench.ts';

const NAMES = ['red', 'spare'] as const;
const to = { to: 'red', fallback: { to: 'spare', afterMs: 10 * SECOND } };
const PLANS = {
  both: planOf({ red: to, green: to, status: { to: 'status' } }),
  first: planOf({ red: { to: 'red' }, green: { to: 'red' }, status: { to: 'status' } }),
};

const answers = fc.constantFrom<Outcome>(REFUSED, BROKEN, UNKNOWN);
const step = fc.oneof(
  fc.record({ what: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 12_000 }) }),
  fc.record({
    what: fc.constant('answer' as const),
    name: fc.constantFrom(...NAMES),
    /** Which of the attempts under way. */
    at: fc.nat(3),
    outcome: answers,
  }),
  fc.record({
    what: fc.constant('say' as const),
    name: fc.constantFrom(...NAMES),
    outcome: fc.option(answers, { nil: undefined }),
  }),
  fc.record({
    what: fc.constant('carry' as const),
    name: fc.constantFrom(...NAMES),
    carries: fc.boolean(),
  }),
  fc.record({ what: fc.constant('reload' as const), plan: fc.constantFrom('both', 'first') }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function take(bench: CallsBench, one: Step): Promise<void> {
  if (one.what === 'time') return bench.clock.advance(one.ms);
  if (one.what === 'reload') return bench.reload(PLANS[one.plan as keyof typeof PLANS]);
  const destination: FakeDestination = bench[one.name];
  if (one.what === 'say') destination.always = one.outcome;
  else if (one.what === 'carry') destination.carries = () => one.carries;
  else await destination.attempts.at(-1 - one.at)?.answer(one.outcome);
}

describe('after any answers, at any moments', () => {
  it('a red press is offered again soon, somewhere on its route, and taken when somebody takes it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const bench = await new CallsBench(PLANS.both).start();
        await bench.calls.take(press());
        for (const one of steps) await take(bench, one);
        for (const name of NAMES) {
          bench[name].carries = () => true;
          bench[name].always = { kind: 'accepted' };
        }
        // The longest that an attempt hangs before another begins, and the longest pause.
        await bench.clock.advance(10 * SECOND);
        expect(await bench.journal.openPresses()).toEqual([]);
        expect(bench.calls.status().refused).toBe(0);
        await bench.stop();
      }),
      { numRuns: 300 },
    );
  });

  it('a green press that everybody refused is offered no more, until the configuration is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const bench = await new CallsBench(PLANS.both).start();
        await bench.calls.take(press({ key: 'green' }));
        for (const one of steps) await take(bench, one);
        for (const name of NAMES) bench[name].always = REFUSED;
        await bench.clock.advance(5 * MINUTE);
        const count = () => bench.red.attempts.length + bench.spare.attempts.length;
        const before = count();
        await bench.clock.advance(60 * MINUTE);
        expect(count()).toBe(before);
        expect(bench.calls.status().refused).toBe(1);
        for (const name of NAMES) {
          bench[name].carries = () => true;
          bench[name].always = { kind: 'accepted' };
        }
        bench.reload(PLANS.both);
        await bench.clock.advance(0);
        expect(await bench.journal.openPresses()).toEqual([]);
        await bench.stop();
      }),
      { numRuns: 100 },
    );
  });
});
