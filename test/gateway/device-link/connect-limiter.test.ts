// Connections that haven't said CONNECT: how long, how many, and who is cut first.
import { expect, it } from 'vitest';
import { ConnectLimiter } from '#gateway/device-link/connect-limiter.ts';
import { affordableConnections } from '#gateway/device-link/open-files.ts';
import { Refusals } from '#gateway/device-link/refusals.ts';
import { NO_METER } from '#gateway/domain/ports/meter.ts';
import { MovingClock } from '#test/support/moving-clock.ts';

function start(maxUnconnected = 3) {
  const clock = new MovingClock();
  const refusals = new Refusals({ info() {}, warn() {}, error() {} });
  let shed = 0;
  const meter = { ...NO_METER, shed: () => void shed++ };
  const options = { connectTimeoutMs: 10_000, maxUnconnected, crowdedAfterMs: 3_000 };
  const limiter = new ConnectLimiter<{ destroy(): void }>({ options, clock, refusals, meter });
  const cut: string[] = [];
  const sockets = new Map<string, { destroy(): void }>();
  return {
    clock,
    refusals,
    limiter,
    cut,
    shed: () => shed,
    arrive(name: string) {
      const socket = { destroy: () => void cut.push(name) };
      sockets.set(name, socket);
      limiter.arrived(socket);
    },
    leave: (name: string) => limiter.left(sockets.get(name) as { destroy(): void }),
  };
}

it('a connection that says nothing is cut after its time, each after its own', async () => {
  const { arrive, leave, clock, cut, refusals, limiter } = start();
  arrive('a');
  await clock.advance(4_000);
  arrive('b');
  arrive('c');
  leave('c');
  await clock.advance(5_999);
  expect(cut).toEqual([]);
  await clock.advance(1);
  expect(cut).toEqual(['a']);
  await clock.advance(4_000);
  expect(cut).toEqual(['a', 'b']);
  expect(refusals.counts()).toEqual({ CONNECT_LATE: 2 });
  expect([limiter.size, clock.armed]).toEqual([0, 0]);
});

it('of too many the oldest are cut, but none that may still be on its way to say CONNECT', async () => {
  const { arrive, cut, refusals, shed, clock } = start();
  for (const name of ['a', 'b', 'c', 'd']) arrive(name);
  await clock.advance(2_900);
  arrive('e');
  expect(cut).toEqual([]);
  await clock.advance(350);
  expect(cut).toEqual(['a', 'b']);
  expect(refusals.counts()).toEqual({ CONNECT_CROWDED: 2 });
  expect(shed()).toBe(2);
});

it('the oldest makes room when all connections are taken, however young', () => {
  const { arrive, cut, limiter } = start();
  arrive('a');
  arrive('b');
  expect([limiter.makeRoom(), limiter.makeRoom(), limiter.makeRoom()]).toEqual([true, true, false]);
  expect(cut).toEqual(['a', 'b']);
});

it('a stop leaves no timer', () => {
  const { arrive, limiter, clock } = start();
  arrive('a');
  limiter.stop();
  expect(clock.armed).toBe(0);
});

it('as many connections are held as open files allow, with room for everything else', () => {
  const limits = (soft: string) =>
    `Limit  Soft Limit  Hard Limit  Units\nMax open files            ${soft}                20000                files\n`;
  expect(affordableConnections(limits('20000'))).toBe(19_500);
  expect(affordableConnections(limits('256'))).toBe(100);
  expect(affordableConnections(limits('unlimited'))).toBe(Number.POSITIVE_INFINITY);
  expect(affordableConnections('')).toBe(Number.POSITIVE_INFINITY);
  expect(affordableConnections()).toBeGreaterThan(0);
});
