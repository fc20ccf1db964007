// Simulated years of the real firmware: every press arrives once, the light tells the truth, flash and network are spared.
import { expect, test } from 'vitest';
import { liveYear } from '#simulator/year/year.ts';

const SEEDS = Array.from({ length: 30 }, (_, index) => index + 1);

test.each(SEEDS)('in the year of seed %i everything holds', (seed) => {
  const report = liveYear({ seed });
  expect(report.broken).toEqual([]);
  expect(report.presses).toBeGreaterThan(200);
  expect(report.boots).toBeGreaterThan(5);
});

test('the same seed lives the same year', () => {
  const month = { seed: 5, duration: 30 * 86_400_000 };
  expect(liveYear(month)).toEqual(liveYear(month));
});
