// Red first: a flood of green, however slow its destination, never holds up a red press.
import { expect, it } from 'vitest';
import { Dispatcher } from '#gateway/dispatch/dispatcher.ts';
import { DEFAULT_LIMITS } from '#gateway/domain/limits.ts';
import type { AssignedPress } from '#gateway/domain/press.ts';
import { MovingClock } from '#test/support/moving-clock.ts';
import { assigned, call } from '../presses.ts';
import { ACCEPTED, BROKEN, FakeDestination, FakeLog } from './bench.ts';

function bench(limits = DEFAULT_LIMITS) {
  const clock = new MovingClock();
  const destination = new FakeDestination();
  const parts = { clock, log: new FakeLog(), limits, onAccepted: () => {} };
  const dispatcher = new Dispatcher(parts);
  const submit = (changes: Partial<AssignedPress>) => {
    const press = assigned(changes);
    const home = { reference: '' };
    dispatcher.submit({ press, call: call(), group: '', home, stored: true }, destination);
  };
  return { clock, destination, submit };
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
  expect(destination.attempts).toHaveLength(DEFAULT_LIMITS.green.concurrency);
  await destination.attempts[0]?.answer(ACCEPTED);
  expect(destination.attempts).toHaveLength(DEFAULT_LIMITS.green.concurrency + 1);
});

it('every green press gets its turn, first come first served', async () => {
  const { destination, submit } = bench();
  for (let seq = 1; seq <= 200; seq++) submit({ key: 'green', seq });
  for (let index = 0; index < 200; index++) await destination.attempts[index]?.answer(ACCEPTED);
  const seqs = destination.attempts.map(({ delivery }) => delivery.press.seq);
  expect(seqs).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

it('a red flood keeps to the concurrency of red, and green goes on beside it', () => {
  const { destination, submit } = bench();
  for (let seq = 1; seq <= 3_000; seq++) submit({ key: 'red', seq });
  submit({ key: 'green', deviceId: 'CB-2' });
  expect(countOf(destination, 'red')).toBe(DEFAULT_LIMITS.red.concurrency);
  expect(countOf(destination, 'green')).toBe(1);
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
  expect(destination.attempts.length - before).toBe(DEFAULT_LIMITS.red.repeats);
});

it('a press waits once for its turn, however long that takes', async () => {
  const { clock, destination, submit } = bench({
    ...DEFAULT_LIMITS,
    red: { ...DEFAULT_LIMITS.red, repeats: 1 },
  });
  submit({ seq: 1 });
  submit({ seq: 2 });
  // A repeated attempt of press 1 has the only place from 5 s to 15 s; at 10 s the first attempts end.
  await clock.advance(12_000);
  const before = destination.presses.length;
  destination.always = BROKEN;
  await clock.advance(3_000);
  expect(destination.presses.slice(before)).toEqual(['CB-1/1/2', 'CB-1/1/1']);
});
