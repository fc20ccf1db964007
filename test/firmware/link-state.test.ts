// The link as a state machine: what holds after every step, whatever the peers, the keys and the clock do.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { waiting } from '#test/support/waiting.ts';
import { bench, connected } from './scripted-gateway.ts';
import {
  forges,
  hangs,
  type Peer,
  refuses,
  resets,
  silent,
  slow,
  stores,
  type TwoGateways,
  twoGateways,
} from './two-gateways.ts';

const HOUR = 3_600_000;

const peers: Record<string, (made: TwoGateways, works: Peer) => Peer> = {
  refuses: () => refuses,
  hangs: () => hangs,
  silent: () => silent,
  resets,
  forges,
  stores,
  works: (_made, works) => works,
  slow: (made, works) => slow(made, 3_000, works),
  noise: () => (socket) => {
    socket.open();
    socket.receive(new Uint8Array(100).fill(255));
  },
};
const peer = fc.constantFrom(...Object.keys(peers));

type Step = { what: string; pause: number; main: string; spare: string };
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('red', 'green', 'network', 'break', 'exception', 'nothing'),
  pause: fc.oneof(fc.nat(500), fc.nat(20_000), fc.nat(HOUR)),
  main: peer,
  spare: peer,
});

function take(made: TwoGateways, { what, pause, main, spare }: Step): void {
  const { hal, device } = made;
  made.main.greets = true;
  made.main.receipts = 1;
  made.onMain = peers[main]!(made, made.mainWorks);
  made.onSpare = peers[spare]!(made, made.spareWorks);
  if (what === 'red') hal.press(KEY_RED);
  if (what === 'green') hal.press(KEY_GREEN);
  if (what === 'network') device.link.hurry(true);
  if (what === 'break') hal.sockets.at(-1)?.fail();
  if (what === 'exception') device.recover();
  hal.advance(pause);
}

test('at most one socket is open, something is always awaited, and nothing is left when it stops', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.double({ max: 0.999, min: 0 }),
      (steps, r) => {
        const made = twoGateways();
        const { hal, device } = made;
        hal.chance = Number.isNaN(r) ? 0 : r;
        device.start();
        for (const one of steps) {
          take(made, one);
          const { link } = device;
          expect(hal.sockets.filter((socket) => !socket.closed).length).toBeLessThanOrEqual(1);
          expect(link.client === null).toBe(link.state === 'waiting');
          const awaits = link.alarm.isSet || link.client?.answer.isSet || link.client?.ping.isSet;
          expect(awaits).toBe(true);
          expect(waiting(device.outbox).length).toBeLessThanOrEqual(32);
        }
        device.stop();
        hal.advance(HOUR);
        expect(hal.pendingTimers).toBe(0);
        expect(hal.sockets.every((socket) => socket.closed)).toBe(true);
      },
    ),
  );
});

test('attempts never come closer than half a second, nor more than 25 in a minute', () => {
  const calm = step.map((one) => ({ ...one, what: one.what === 'network' ? 'red' : one.what }));
  fc.assert(
    fc.property(fc.array(calm, { maxLength: 40 }), (steps) => {
      const made = twoGateways();
      made.hal.chance = 0;
      made.device.start();
      for (const one of steps) take(made, { ...one, pause: one.pause % 20_000 });
      const times = made.hal.sockets.map((socket) => socket.openedAt);
      for (let i = 1; i < times.length; i++) {
        expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(499);
        expect(times[i]! - (times[i - 25] ?? -60_000)).toBeGreaterThanOrEqual(60_000);
      }
    }),
  );
});

test('when the network comes, a waiting red press goes out at once and an idle device within 10 s', () => {
  for (const red of [true, false]) {
    const { hal, device, gateway } = bench();
    const works = hal.onConnect;
    hal.onConnect = refuses;
    device.start();
    if (red) hal.press(KEY_RED);
    hal.advance(2 * HOUR);
    hal.onConnect = works;
    hal.chance = 0.9;
    device.link.hurry(true);
    hal.advance(red ? 10 : 9_100);
    expect(gateway.claims.length).toBe(1);
  }
});

test('when the network comes back under a connection that looks sound, a dead line is found within 10 s', () => {
  const { hal, device, gateway, notes } = connected();
  gateway.pings = false;
  device.link.hurry(true);
  hal.advance(10_100);
  expect(notes.lines).toContain('link waiting no PINGRESP');
});

test('a gateway that dies every 10 s makes a red press wait a second, and an idle device a minute', () => {
  const { hal, device, gateway } = bench();
  const works = hal.onConnect as Peer;
  hal.onConnect = (socket) => {
    works(socket);
    hal.after(10_000, () => socket.fail('killed'));
  };
  hal.chance = 0.999;
  device.start();
  hal.advance(HOUR);
  const idle = hal.sockets.map((socket) => socket.openedAt).slice(-10);
  const gaps = idle.slice(1).map((time, i) => Math.round((time - idle[i]!) / 1_000));
  expect(new Set(gaps)).toEqual(new Set([74]));
  gateway.receipts = 0;
  hal.press(KEY_RED);
  hal.advance(20_000);
  const from = hal.sockets.length;
  hal.advance(30_000);
  const red = hal.sockets.slice(from - 1).map((socket) => socket.openedAt);
  expect(red[1]! - red[0]!).toBeLessThanOrEqual(11_100);
});

test('after an outage of hours, a connection that soon breaks does not bring back the wait of 5 min', () => {
  const { hal, device } = bench();
  const works = hal.onConnect;
  hal.onConnect = refuses;
  hal.chance = 0.999;
  device.start();
  hal.advance(5 * HOUR);
  hal.onConnect = works;
  hal.advance(310_000);
  expect(device.link.state).toBe('connected');
  hal.socket.fail();
  hal.advance(65_000);
  expect(device.link.state).toBe('connected');
});

test('the first press after 24 idle hours goes out at once', () => {
  const { hal, gateway } = connected();
  hal.advance(24 * HOUR);
  expect(hal.sockets.length).toBe(1);
  expect(gateway.packets.filter(({ cmd }) => cmd === 'pingreq').length).toBeGreaterThan(24 * 60);
  hal.press(KEY_RED);
  hal.advance(10);
  expect(gateway.presses.length).toBe(1);
  expect(hal.light).toBe('stored');
});

test('the first press after 24 idle hours, on a line that has just died unnoticed, arrives within 12 s', () => {
  const { hal, gateway, device } = connected();
  hal.advance(24 * HOUR);
  const dead = hal.socket;
  dead.receive = () => {};
  dead.onSent = null;
  hal.press(KEY_RED);
  hal.advance(12_000);
  expect(gateway.presses.length).toBe(1);
  expect(waiting(device.outbox)).toEqual([]);
});

test('reconnects counts connections after the first, not attempts', () => {
  const { hal, device, gateway } = bench();
  const works = hal.onConnect;
  hal.onConnect = refuses;
  device.start();
  hal.advance(HOUR);
  hal.onConnect = works;
  hal.advance(301_000);
  expect(gateway.of('heartbeat').at(-1)?.uplink.event).toMatchObject({ reconnects: 0 });
  hal.socket.fail();
  hal.advance(65_000);
  expect(gateway.of('heartbeat').at(-1)?.uplink.event).toMatchObject({ reconnects: 1 });
});
