// Simulated years of the real firmware: every press arrives once, the light tells the truth, flash and network are spared.
import { expect, test } from 'vitest';
import { liveYear } from '#simulator/year/year.ts';
import { scarceFirmware } from '#test/support/scarce-firmware.ts';
import { ScarceMemory } from '#test/support/scarce-memory.ts';

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

test.each(SEEDS)('in the year of seed %i everything holds', (seed) => {
  const report = liveYear({ seed });
  expect(report.broken).toEqual([]);
  expect(report.presses).toBeGreaterThan(200);
  expect(report.boots).toBeGreaterThan(5);
  expect(report.brokenOff).toBeGreaterThan(20);
  // Of the updates over the air some are good, some throw, and some are cut by the power.
  expect(report.updated).toBeGreaterThan(3);
  expect(report.left + report.updatesCut).toBeGreaterThan(0);
});

test.each([
  101, 102, 103,
])('in the year of seed %i everything holds, with memory that runs out anywhere in the firmware', async (seed) => {
  const memory = new ScarceMemory();
  const { Device, SERVICE } = await scarceFirmware(memory);
  const firmware = { Device: Device, SERVICE: SERVICE, memory: memory, usesPerPress: 4_000 };
  const report = liveYear({ seed: seed, duration: 91 * 86_400_000, firmware: firmware });
  expect(report.broken).toEqual([]);
  expect(report.brokenOff).toBeGreaterThan(20);
});

test('the same seed lives the same year', () => {
  const month = { seed: 5, duration: 30 * 86_400_000 };
  expect(liveYear(month)).toEqual(liveYear(month));
});
