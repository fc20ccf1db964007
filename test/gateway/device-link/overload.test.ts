// Overload: seen from a late event loop and a slow journal, and over by itself.
import { expect, it } from 'vitest';
import { DEFAULT_INTAKE } from '#gateway/device-link/options.ts';
import { Overload } from '#gateway/device-link/overload.ts';
import type { Clock } from '#gateway/domain/ports/clock.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

const OPTIONS = DEFAULT_INTAKE.overload;

/** A clock whose timers come late: the event loop is busy. */
function start() {
  const clock = new MovingClock();
  let late = 0;
  const busy: Clock = {
    utc: () => clock.utc(),
    monotonic: () => clock.monotonic(),
    after: (milliseconds, call) => clock.after(milliseconds + late, call),
  };
  const overload = new Overload(OPTIONS, busy);
  overload.start();
  return {
    overload,
    async pass(milliseconds: number, lateBy = 0) {
      late = lateBy;
      await clock.advance(milliseconds);
    },
    clock,
  };
}

it('a loop that comes on time is no overload', async () => {
  const { overload, pass } = start();
  await pass(10_000);
  expect([overload.isOn, overload.loopDelayMs]).toEqual([false, 0]);
});

it('a loop that comes too late is, and it is over after a calm time', async () => {
  const { overload, pass } = start();
  await pass(1_000, OPTIONS.loopDelayMs + 1);
  expect(overload.isOn).toBe(true);
  expect(overload.loopDelayMs).toBe(OPTIONS.loopDelayMs + 1);
  await pass(OPTIONS.calmMs + 1_000);
  expect([overload.isOn, overload.loopDelayMs]).toEqual([false, 0]);
});

it('too many uplinks that wait for the journal are, until they are answered', async () => {
  const { overload, pass } = start();
  for (let n = 0; n <= OPTIONS.underWay; n++) overload.began();
  await pass(200);
  expect(overload.isOn).toBe(true);
  await pass(60_000);
  expect(overload.isOn).toBe(true);
  for (let n = 0; n <= OPTIONS.underWay; n++) overload.answered();
  await pass(OPTIONS.calmMs + 200);
  expect([overload.isOn, overload.underWay]).toEqual([false, 0]);
});

it('a stop leaves no timer', async () => {
  const { overload, clock } = start();
  overload.stop();
  expect(clock.armed).toBe(0);
});
