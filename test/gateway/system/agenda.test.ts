// The agenda: devices are looked at when it is time, in turn, and never so many at once that a press waits.
import { expect, it } from 'vitest';
import { Agenda } from '#gateway/system/agenda.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

function start() {
  const clock = new MovingClock();
  const looked: string[] = [];
  const agenda = new Agenda(clock, (deviceId) => looked.push(deviceId));
  return { clock, looked, agenda };
}

it('a device is looked at once, at the earliest moment that was asked for, and not before', async () => {
  const { clock, looked, agenda } = start();
  agenda.at('CB-1', 5_000);
  agenda.at('CB-1', 1_000);
  agenda.at('CB-1', 3_000);
  await clock.advance(949);
  expect(looked).toEqual([]);
  await clock.advance(51);
  expect(looked).toEqual(['CB-1']);
  await clock.advance(60_000);
  expect(looked).toEqual(['CB-1']);
  expect(clock.armed).toBe(0);
});

it('of 15,000 at once 200 a second are looked at, in their turn, each once', async () => {
  const { clock, looked, agenda } = start();
  const ids = Array.from({ length: 15_000 }, (_, at) => `CB-${at}`);
  for (const id of ids) agenda.soon(id);
  await clock.advance(0);
  expect(looked).toHaveLength(10);
  await clock.advance(1_000);
  expect(looked.length).toBeGreaterThanOrEqual(190);
  expect(looked.length).toBeLessThanOrEqual(220);
  await clock.advance(75_000);
  expect(looked).toEqual(ids);
});

it('what was due first goes first, and what is forgotten or stopped never', async () => {
  const { clock, looked, agenda } = start();
  agenda.at('late', 2_000);
  agenda.at('early', 1_000);
  agenda.at('never', 1_500);
  agenda.forget('never');
  await clock.advance(2_000);
  expect(looked).toEqual(['early', 'late']);
  agenda.soon('after');
  agenda.stop();
  agenda.soon('stopped');
  await clock.advance(10_000);
  expect(looked).toEqual(['early', 'late']);
});
