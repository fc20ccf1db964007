// Red first: a flood of green, however slow its destination, never holds up a red press.
import { expect, it } from 'vitest';
import { Dispatcher } from '#gateway/delivery/dispatcher.ts';
import { PressOffer } from '#gateway/delivery/press-offer.ts';
import { LANE_SIZES } from '#gateway/domain/limits.ts';
import { NO_METER } from '#gateway/domain/ports/meter.ts';
import type { AssignedPress } from '#gateway/domain/press.ts';
import { Routes } from '#gateway/domain/route.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { assigned, call } from '../presses.ts';
import { ACCEPTED, BROKEN, FakeDestination, FakeLog, planOf } from './bench.ts';

function bench() {
  const clock = new MovingClock();
  const destination = new FakeDestination('platform');
  const spare = new FakeDestination('spare');
  const fallback = { to: 'spare', afterMs: 1_000 };
  const plan = planOf({ red: { to: 'platform' }, green: { to: 'platform', fallback } });
  const dispatcher = new Dispatcher<PressOffer>({
    clock,
    log: new FakeLog(),
    meter: NO_METER,
    destinations: { find: (name) => (name === 'spare' ? spare : destination) },
  });
  const sources = {
    routes: new Routes(plan),
    directory: { start: async () => {}, find: () => undefined, all: () => [], size: 0 },
    findCall: () => call(),
    fellDue: () => {},
  };
  const submit = (changes: Partial<AssignedPress>) => {
    const offer = new PressOffer(assigned(changes), 0, true, sources);
    dispatcher.begin(offer, 'first');
    return offer;
  };
  return { clock, destination, spare, dispatcher, submit };
}

const countOf = (destination: FakeDestination, key: string) =>
  destination.attempts.filter(({ delivery }) => delivery.press.key === key).length;

it('a red press is offered at once although 10,000 green ones hang in front of it', () => {
  const { destination, submit } = bench();
  for (let seq = 1; seq <= 10_000; seq++) submit({ key: 'green', seq });
  submit({ key: 'red', deviceId: 'CB-2' });
  expect(destination.last.press).toBe('CB-2/1/1');
});

it('a red press is offered at once although green ones fail over and over', async () => {
  const { clock, destination, submit } = bench();
  destination.always = BROKEN;
  for (let seq = 1; seq <= 1_000; seq++) submit({ key: 'green', seq });
  await clock.advance(5_000);
  submit({ key: 'red', deviceId: 'CB-2' });
  expect(destination.last.press).toBe('CB-2/1/1');
});

it('green keeps to its own concurrency and goes on as soon as there is room', async () => {
  const { destination, submit } = bench();
  for (let seq = 1; seq <= 100; seq++) submit({ key: 'green', seq });
  expect(destination.attempts).toHaveLength(LANE_SIZES.green.concurrency);
  await destination.attempts[0]?.answer(ACCEPTED);
  expect(destination.attempts).toHaveLength(LANE_SIZES.green.concurrency + 1);
});

it('every green press gets its turn, first come first served', async () => {
  const { destination, submit } = bench();
  for (let seq = 1; seq <= 200; seq++) submit({ key: 'green', seq });
  for (let index = 0; index < 200; index++) await destination.attempts[index]?.answer(ACCEPTED);
  const seqs = destination.attempts.map(({ delivery }) => delivery.press.seq);
  expect(seqs).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

it('no red press waits for another: every first attempt begins at once', () => {
  const { destination, submit } = bench();
  for (let seq = 1; seq <= 3_000; seq++) submit({ key: 'red', seq });
  submit({ key: 'green', deviceId: 'CB-2' });
  expect(countOf(destination, 'red')).toBe(3_000);
  expect(countOf(destination, 'green')).toBe(1);
});

it('a destination that hangs holds up no other: the fallback of green calls goes on beside it', () => {
  const { dispatcher, spare, submit } = bench();
  const offers = Array.from({ length: 1_000 }, (_, seq) => submit({ key: 'green', seq }));
  for (const offer of offers) dispatcher.begin(offer, 'fallback');
  expect(spare.attempts).toHaveLength(LANE_SIZES.green.concurrency);
});

it('a first attempt never waits behind repeated ones, however many fail and hang', async () => {
  const { clock, destination, submit } = bench();
  destination.always = BROKEN;
  for (let seq = 1; seq <= 3_000; seq++) submit({ key: 'red', seq });
  await clock.advance(0);
  destination.always = undefined;
  await clock.advance(1_000);
  submit({ key: 'red', deviceId: 'CB-2' });
  expect(destination.last.press).toBe('CB-2/1/1');
});

it('repeated attempts keep to a concurrency of their own', async () => {
  const { clock, destination, submit } = bench();
  destination.always = BROKEN;
  for (let seq = 1; seq <= 1_000; seq++) submit({ key: 'red', seq });
  await clock.advance(0);
  destination.always = undefined;
  const before = destination.attempts.length;
  await clock.advance(1_000);
  expect(destination.attempts.length - before).toBe(LANE_SIZES.red.repeats);
});

it('a press waits once for its turn, however long that takes', async () => {
  const { clock, destination, dispatcher, submit } = bench();
  const { repeats } = LANE_SIZES.red;
  for (let seq = 1; seq <= 2 * repeats; seq++) submit({ seq });
  // Repeated attempts of the first half have all places from 5 s to 15 s; at 10 s all first attempts end.
  await clock.advance(12_000);
  expect(dispatcher.loads().red).toEqual({
    first: { queued: 0, running: 0 },
    repeated: { queued: 2 * repeats, running: repeats },
  });
  const before = destination.presses.length;
  destination.always = BROKEN;
  await clock.advance(3_000);
  expect(new Set(destination.presses.slice(before, before + 2 * repeats)).size).toBe(2 * repeats);
});

it('red is not slowed by 100,000 green calls that wait, and they take little memory', () => {
  const { destination, dispatcher, submit } = bench();
  const before = process.memoryUsage().heapUsed;
  for (let seq = 1; seq <= 100_000; seq++) submit({ key: 'green', seq });
  const perPress = (process.memoryUsage().heapUsed - before) / 100_000;
  expect(dispatcher.loads().green.first.queued).toBe(100_000 - LANE_SIZES.green.concurrency);
  const began = performance.now();
  for (let seq = 1; seq <= 100; seq++) submit({ key: 'red', deviceId: 'CB-2', seq });
  expect(countOf(destination, 'red')).toBe(100);
  expect(performance.now() - began).toBeLessThan(100);
  expect(perPress).toBeLessThan(2_000);
});
