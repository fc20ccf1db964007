// A scenario lives faster than a home: its weak batteries are noticed by whole homes while they last.
import { expect, test } from 'vitest';
import { millivoltsOf } from '#firmware/src/core/battery.ts';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { lookMsOf } from '#simulator/generator/whole-home.ts';
import { connected, MAIN } from '#test/firmware/scripted-gateway.ts';

/** Of the scenario weak-batteries. */
const HEARTBEAT_MS = 10_000;
const STEP_MS = 14_000;
const STANDARD = standardSettings('CB-1', new Uint8Array(32), 1, MAIN, null);
const LOW = 2;
const CRITICAL = 3;

test.each([
  [40, undefined],
  [15, LOW],
  [3, CRITICAL],
])('at %i %% without mains for 14 s the level that is told is %s', (percent, level) => {
  const lookMs = lookMsOf(HEARTBEAT_MS, STANDARD);
  const { hal, gateway } = connected(undefined, { heartbeatMs: HEARTBEAT_MS, lookMs });
  hal.advance(10_000);
  hal.condition = { ...hal.condition, batteryMv: millivoltsOf(percent), onMains: false };
  hal.advance(STEP_MS);
  expect(gateway.of('mains').length).toBe(1);
  const told = gateway.of('battery').map(({ uplink }) => uplink.event);
  expect(told).toMatchObject(level === undefined ? [] : [{ level }]);
});

test('a home in its own rhythm looks in the device’s own', () => {
  expect(lookMsOf(STANDARD.heartbeatMs, STANDARD)).toBe(STANDARD.lookMs);
});
