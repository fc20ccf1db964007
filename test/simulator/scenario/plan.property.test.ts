// For any scenario: the plan is the same each time, sorted, within the run, of homes that exist, and at the rates asked for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEY_RED } from '#protocol/messages.ts';
import { parseScenario } from '#simulator/scenario/load.ts';
import { planOf } from '#simulator/scenario/plan.ts';
import { randomOf } from '#simulator/scenario/random.ts';

const which = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((share) => ({ share: `${share}%` })),
  fc.integer({ min: 1, max: 5 }).map((count) => ({ count })),
  fc.integer({ min: 1, max: 5 }).map((home) => ({ home })),
  fc.constantFrom({ group: 'elm' }, { kind: 'light' as const }),
);
const at = fc.integer({ min: 0, max: 40 }).map((seconds) => `${seconds}s`);
const length = fc.integer({ min: 1, max: 9 }).map((seconds) => `${seconds}s`);
const load = fc.record({
  at,
  for: length,
  press: fc.constant('both'),
  red_share: fc.constant('25%'),
  rate: fc.integer({ min: 1, max: 300 }).map((rate) => `${rate}/min`),
});
const fault = fc.oneof(
  fc.record({ at, for: length, every: fc.constant('15s'), network_cut: which }),
  fc.record({ at, for: length, power_cut: which }),
  fc.record({ at, every: length, gateway: fc.constant('kill') }),
);
const anyScenario = fc
  .record({
    title: fc.constant('any'),
    duration: fc.constant('50s'),
    seed: fc.nat(),
    homes: fc.array(
      fc.record({
        count: fc.integer({ min: 5, max: 30 }),
        group: fc.constant('elm'),
        groups: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    load: fc.array(load, { maxLength: 4 }),
    faults: fc.array(fault, { maxLength: 5 }),
  })
  .map((value) => parseScenario(JSON.stringify(value), 'any.yaml'));
const speed = fc.constantFrom(1, 2, 7.5, 60);

function isSorted(times: ArrayLike<number>): boolean {
  return Array.from(times).every((time, row) => row === 0 || time >= (times[row - 1] as number));
}

describe('a plan', () => {
  it('is the same for the same scenario, seed and speed', () => {
    fc.assert(
      fc.property(anyScenario, fc.nat(), speed, (scenario, seed, speed) => {
        expect(planOf(scenario, { seed, speed })).toEqual(planOf(scenario, { seed, speed }));
      }),
      { numRuns: 50 },
    );
  });

  it('is sorted, within the run, and names only homes that exist', () => {
    fc.assert(
      fc.property(anyScenario, speed, (scenario, speed) => {
        const { homes, presses, faults, durationMs } = planOf(scenario, { speed });
        expect(isSorted(presses.at)).toBe(true);
        expect(isSorted(faults.map((fault) => fault.at))).toBe(true);
        expect(presses.at.every((time) => time >= 0 && time < durationMs)).toBe(true);
        expect(presses.home.every((home) => home < homes.length)).toBe(true);
        expect(new Set(homes.map(({ deviceId }) => deviceId)).size).toBe(homes.length);
        for (const fault of faults) {
          expect(fault.at).toBeLessThan(durationMs);
          expect(fault.until).toBeGreaterThanOrEqual(fault.at);
          expect(fault.until).toBeLessThanOrEqual(durationMs);
          if (!('homes' in fault)) continue;
          expect(fault.homes.length).toBeGreaterThan(0);
          expect(new Set(fault.homes).size).toBe(fault.homes.length);
          expect(fault.homes.every((home) => home in homes)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('an open load', () => {
  // Six standard deviations: one run in a thousand million is further off.
  const isNear = (count: number, mean: number) => Math.abs(count - mean) < 6 * Math.sqrt(mean);

  it('presses at its rate, with its share of red, in all homes alike', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 20, max: 400 }), (seed, rate) => {
        const text = JSON.stringify({
          title: 'rate',
          duration: '60s',
          seed,
          homes: [{ count: 10 }],
          load: [{ at: '10s', for: '40s', press: 'both', red_share: '25%', rate: `${rate}/s` }],
        });
        const { at, key, home } = planOf(parseScenario(text, 'rate.yaml')).presses;
        expect(isNear(at.length, rate * 40)).toBe(true);
        expect(isNear(key.filter((one) => one === KEY_RED).length, rate * 10)).toBe(true);
        expect(isNear(at.filter((time) => time < 30_000).length, rate * 20)).toBe(true);
        expect(isNear(home.filter((one) => one === 3).length, rate * 4)).toBe(true);
        expect(at[0]).toBeGreaterThanOrEqual(10_000);
        expect(at.at(-1)).toBeLessThan(50_000);
      }),
      { numRuns: 30 },
    );
  });

  it('presses at random moments: the gaps vary as much as their mean', () => {
    const text = JSON.stringify({
      title: 'gaps',
      duration: '100s',
      homes: [{ count: 10 }],
      load: [{ press: 'red', rate: '100/s' }],
    });
    const { at } = planOf(parseScenario(text, 'gaps.yaml')).presses;
    const gaps = Array.from(at.slice(1), (time, row) => time - (at[row] as number));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.9);
    expect(Math.sqrt(variance) / mean).toBeLessThan(1.1);
  });
});

describe('random numbers', () => {
  it('of neighbouring seeds, and of other streams of one seed, have nothing in common', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const firsts = [randomOf(seed, 'a'), randomOf(seed + 1, 'a'), randomOf(seed, 'b')];
        const rows = firsts.map((next) => Array.from({ length: 4 }, next));
        expect(new Set(rows.flat()).size).toBe(12);
        expect(rows.flat().every((value) => value >= 0 && value < 1)).toBe(true);
      }),
    );
  });
});
