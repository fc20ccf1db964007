// The battery's level: what a noisy voltage may make of it, and what a cell's table says.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BATTERY_CRITICAL,
  BATTERY_LOW,
  BATTERY_NORMAL,
  millivoltsOf,
  nextLevel,
  percentOf,
} from '#firmware/src/core/battery.ts';
import { connected } from './scripted-gateway.ts';

const MINUTE = 60_000;
/** What an averaged reading of a board is off by. */
const NOISE_MV = 30;

describe('percent', () => {
  test('is 0 for what is no cell, 100 for a full one, and never falls while the voltage rises', () => {
    expect([0, 1, 3199, 3200].map(percentOf)).toEqual([0, 0, 0, 0]);
    expect([4150, 4200, 5000].map(percentOf)).toEqual([100, 100, 100]);
    for (let mv = 1; mv < 4300; mv++) {
      expect(percentOf(mv)).toBeGreaterThanOrEqual(percentOf(mv - 1));
    }
  });

  test('comes back from the millivolts that stand for it', () => {
    for (let percent = 0; percent <= 100; percent++) {
      expect(percentOf(millivoltsOf(percent))).toBe(percent);
    }
  });
});

describe('level', () => {
  test('is low from 20 % down and normal again from 30 % up', () => {
    expect(nextLevel(BATTERY_NORMAL, 21, false, false)).toBe(BATTERY_NORMAL);
    expect(nextLevel(BATTERY_NORMAL, 20, false, false)).toBe(BATTERY_LOW);
    expect(nextLevel(BATTERY_LOW, 29, false, false)).toBe(BATTERY_LOW);
    expect(nextLevel(BATTERY_LOW, 30, false, false)).toBe(BATTERY_NORMAL);
  });

  test('is critical from 5 % down, and only mains ends that', () => {
    expect(nextLevel(BATTERY_LOW, 6, false, false)).toBe(BATTERY_LOW);
    expect(nextLevel(BATTERY_LOW, 5, false, false)).toBe(BATTERY_CRITICAL);
    expect(nextLevel(BATTERY_CRITICAL, 100, false, false)).toBe(BATTERY_CRITICAL);
    expect(nextLevel(BATTERY_CRITICAL, 3, true, true)).toBe(BATTERY_LOW);
  });

  test('on mains is never critical, and low only for a battery that does not charge', () => {
    expect(nextLevel(BATTERY_NORMAL, 2, true, true)).toBe(BATTERY_NORMAL);
    expect(nextLevel(BATTERY_NORMAL, 2, true, false)).toBe(BATTERY_LOW);
  });
});

/** A device whose battery shows `voltage(minute)` plus noise, for so many minutes. The levels that it reported. */
function levels(
  noise: readonly number[],
  minutes: number,
  onMains: boolean,
  voltage: (minute: number) => number,
): number[] {
  const { hal, gateway } = connected();
  let at = 0;
  const reading = () => Math.round(voltage(hal.time / MINUTE) + noise[at++ % noise.length]!);
  hal.condition = {
    ...hal.condition,
    onMains,
    get batteryMv() {
      return reading();
    },
  };
  hal.advance(minutes * MINUTE);
  return gateway
    .of('battery')
    .map(({ uplink }) => (uplink.event.kind === 'battery' ? uplink.event.level : 0));
}

const noise = fc.array(fc.integer({ min: -NOISE_MV, max: NOISE_MV }), {
  minLength: 40,
  maxLength: 80,
});

test('a battery that runs down is low once and critical once, whatever the noise', () => {
  fc.assert(
    fc.property(noise, fc.integer({ min: 5, max: 12 }), (off, hours) => {
      const full = 4100;
      const fall = (full - 3250) / (hours * 60);
      const seen = levels(off, hours * 60, false, (minute) => full - fall * minute);
      expect(seen).toEqual([BATTERY_LOW, BATTERY_CRITICAL]);
    }),
    { numRuns: 25 },
  );
});

test('a voltage that stays at the limit is reported at most once', () => {
  fc.assert(
    fc.property(noise, fc.integer({ min: -5, max: 5 }), (off, from) => {
      const seen = levels(off, 600, false, () => millivoltsOf(20) + from);
      expect(seen.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 25 },
  );
});

test('a short sag of a good battery, as when the radio starts, is not reported', () => {
  const seen = levels([0], 60, false, (minute) => (minute > 30 && minute < 30.6 ? 3300 : 3900));
  expect(seen).toEqual([]);
});

test('a battery that died on mains is reported after two hours, one that is not there within minutes', () => {
  expect(levels([0], 110, true, () => 3100)).toEqual([]);
  expect(levels([0], 130, true, () => 3100)).toEqual([BATTERY_LOW]);
  expect(levels([0], 3, true, () => 1)).toEqual([BATTERY_LOW]);
});

test('an empty battery that charges is no news', () => {
  expect(levels([0], 300, true, (minute) => 3150 + minute * 4)).toEqual([]);
});

test('a board that cannot measure its battery never reports one', () => {
  expect(levels([0], 300, false, () => 0)).toEqual([]);
});
