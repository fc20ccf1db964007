// Whatever is reloaded under presses, and whatever former destinations say late: nothing is lost, nothing accepted twice.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Outcome } from '#gateway/domain/ports/destination.ts';
import { press, SECOND } from '../presses.ts';
import {
  ACCEPTED,
  BROKEN,
  CallsBench,
  FakeDestination,
  planOf,
  REFUSED,
  UNKNOWN,
} from './bench.ts';

const NAMES = ['red', 'spare', 'desk'] as const;
const afterMs = 3 * SECOND;
const status = { to: 'status' };
const PLANS = [
  { to: 'red', fallback: { to: 'spare', afterMs } },
  { to: 'spare', escalation: [{ to: 'desk', afterMs }] },
  { to: 'desk', fallback: { to: 'red', afterMs }, escalation: [{ to: 'spare', afterMs }] },
  { to: 'red' },
  { to: undefined, fallback: { to: 'spare', afterMs } },
  { to: undefined },
].map((route) => planOf({ red: route, green: route, status }));

const outcome = fc.constantFrom<Outcome>(ACCEPTED, BROKEN, UNKNOWN, REFUSED);
const name = fc.constantFrom(...NAMES);
const what = <T extends string>(of: T) => fc.constant(of);
const step = fc.oneof(
  fc.record({ what: what('press'), key: fc.constantFrom('red' as const, 'green' as const) }),
  fc.record({ what: what('time'), ms: fc.integer({ min: 0, max: 12_000 }) }),
  /** Of any attempt ever begun, also one at a destination that is gone. */
  fc.record({ what: what('answer'), at: fc.nat(8), outcome }),
  fc.record({ what: what('reload'), plan: fc.constantFrom(...PLANS) }),
  fc.record({ what: what('replace'), name }),
  fc.record({ what: what('remove'), name }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

class Run {
  readonly bench = new CallsBench(PLANS[0]);
  /** Every destination that ever was. */
  readonly all: FakeDestination[] = [];
  plan = PLANS[0] as (typeof PLANS)[number];
  presses = 0;

  constructor() {
    for (const one of NAMES) this.#put(one);
  }

  #put(of: (typeof NAMES)[number]): void {
    const destination = new FakeDestination(of);
    this.all.push(destination);
    this.bench.destinations.set(of, destination);
  }

  async take(one: Step): Promise<void> {
    const { bench } = this;
    if (one.what === 'press') await bench.calls.take(press({ key: one.key, seq: ++this.presses }));
    else if (one.what === 'time') await bench.clock.advance(one.ms);
    else if (one.what === 'answer') {
      const attempts = this.all.flatMap(({ attempts }) => attempts);
      await attempts.at(-1 - one.at)?.answer(one.outcome);
    } else {
      if (one.what === 'reload') this.plan = one.plan;
      else if (one.what === 'remove') bench.destinations.delete(one.name);
      else this.#put(one.name);
      bench.reload(this.plan);
    }
  }

  /** From now on everybody who is there accepts. */
  async mend(): Promise<void> {
    for (const one of NAMES) {
      this.#put(one);
      (this.all.at(-1) as FakeDestination).always = ACCEPTED;
    }
    this.plan = PLANS[0] as (typeof PLANS)[number];
    this.bench.reload(this.plan);
    await this.bench.clock.advance(0);
  }
}

it('after any reloads and late answers a good destination takes every press at once, and each is accepted once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const run = new Run();
      const { bench } = run;
      await bench.start();
      for (const one of steps) await run.take(one);
      await run.mend();
      expect(await bench.journal.openPresses()).toEqual([]);
      const accepted = bench.meter.of('reached').filter((line) => line.startsWith('accepted'));
      expect(accepted).toHaveLength(run.presses);
      expect(bench.calls.status()).toMatchObject({ refused: 0, oldestPressMs: {} });
      const missed = bench.missedDeadlines();
      expect(new Set(missed).size).toBe(missed.length);
      await bench.stop();
      expect(bench.clock.armed).toBe(0);
    }),
    { numRuns: 300 },
  );
});
