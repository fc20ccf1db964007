// The link: when a device connects, when it trusts, when it gives up and how soon it comes back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backoff } from '#firmware/src/core/backoff.ts';
import {
  decodeEnvelope,
  encodeEnvelope,
  PURPOSE_DOWN,
  PURPOSE_UP,
} from '#protocol/device/envelope.ts';
import { upTopic } from '#protocol/device/topics.ts';
import { KEY_GREEN, KEY_RED } from '#protocol/messages.ts';
import { sealFrame } from '#protocol/seal.ts';
import {
  type Bench,
  bench,
  connected,
  DEVICE_ID,
  KEY,
  SPARE,
  settings,
} from './scripted-gateway.ts';

const limits = settings().limits;

/** Times of the device's attempts while nobody answers it. */
function attempts(made: Bench, milliseconds: number): number[] {
  made.hal.onConnect = (socket) => socket.fail();
  made.hal.advance(milliseconds);
  return made.hal.sockets.map((socket) => socket.openedAt);
}

const gaps = (times: number[]) => times.slice(1).map((time, i) => time - times[i]!);

test('CONNECT is a clean session of 60 s with the device_id, a sealed password and a sealed will', () => {
  const { gateway } = connected();
  const packet = gateway.packets[0]!;
  expect(packet).toMatchObject({
    cmd: 'connect',
    protocolVersion: 4,
    clean: true,
    keepalive: 60,
    clientId: DEVICE_ID,
    will: { topic: upTopic(DEVICE_ID), qos: 1, retain: false },
  });
  expect(packet).toHaveProperty('username', Buffer.from(DEVICE_ID).toString());
  expect(gateway.claims[0]).toMatchObject({ session: { bootId: 1, connectNo: 1 }, pending: 0 });
  expect(gateway.wills[0]).toMatchObject({ number: 0, uplink: { event: { kind: 'lost' } } });
});

test('SUBSCRIBE follows CONNECT without waiting for CONNACK', () => {
  const { device, hal, gateway } = bench();
  gateway.connack = null;
  device.start();
  hal.advance(50);
  expect(gateway.packets.map((packet) => packet.cmd)).toEqual(['connect', 'subscribe']);
});

test('a press goes out after CONNACK, before the gateway has proved itself', () => {
  const { device, hal, gateway } = bench();
  gateway.greets = false;
  gateway.receipts = 0;
  device.start();
  hal.press(KEY_RED);
  hal.advance(50);
  expect(gateway.presses.length).toBe(1);
  expect(gateway.claims[0]?.pending).toBe(2);
  expect(device.link.state).toBe('open');
});

test('CONNECT says which press waits', () => {
  const { device, hal, gateway } = bench();
  device.start();
  hal.press(KEY_GREEN);
  gateway.connack = 3;
  hal.advance(50);
  hal.press(KEY_RED);
  hal.advance(3000);
  expect(gateway.claims.map((claim) => claim.pending).slice(0, 2)).toEqual([1, 2]);
});

test('a refused CONNACK is no connection, and the next attempt is another session', () => {
  const { device, hal, gateway, notes } = bench();
  gateway.connack = 5;
  device.start();
  hal.advance(3000);
  expect(notes.lines).toContain('link waiting refused with code 5');
  expect(gateway.claims.map((claim) => claim.session.connectNo).slice(0, 2)).toEqual([1, 2]);
  expect(gateway.seen).toEqual([]);
});

test('a peer that accepts and never answers is given up after 10 s', () => {
  const { device, hal, gateway, notes } = bench();
  gateway.connack = null;
  device.start();
  hal.advance(9_990);
  expect(device.link.state).toBe('connecting');
  hal.advance(20);
  expect(notes.lines).toContain('link waiting no CONNACK');
});

test('a connection that is never made is given up after 10 s', () => {
  const { device, hal } = bench();
  hal.onConnect = () => {};
  device.start();
  hal.advance(10_001);
  expect(hal.sockets[0]!.closed).toBe(true);
  hal.advance(2_000);
  expect(hal.sockets.length).toBe(2);
});

test('a gateway that sends nothing sealed within 10 s is no gateway', () => {
  const { device, hal, gateway, notes } = bench();
  gateway.greets = false;
  gateway.receipts = 0;
  device.start();
  hal.advance(10_100);
  expect(notes.lines).toContain('link waiting no sealed downlink');
  expect(notes.lines).not.toContain('link connected');
});

const forgeries = {
  'a wrong seal': { secret: new Uint8Array(32).fill(8) },
  'a seal of another session': { session: { bootId: 1, connectNo: 2 } },
  'a seal of another boot': { session: { bootId: 2, connectNo: 1 } },
};

for (const [name, changes] of Object.entries(forgeries)) {
  test(`a downlink with ${name} proves nothing, is counted and does no harm`, () => {
    const { device, hal, gateway } = bench();
    gateway.greets = false;
    gateway.receipts = 0;
    device.start();
    hal.advance(50);
    gateway.send({ kind: 'progress', complete: true, calls: [] }, changes);
    hal.advance(50);
    expect([device.link.state, device.link.refused]).toEqual(['open', 1]);
  });
}

test('a downlink that bears the name of another session is refused, though its seal is of this one', () => {
  const { device, hal, gateway } = connected();
  const here = { bootId: 1, connectNo: 1 };
  const frame = new Uint8Array([0x4a, 2, 8, 1]);
  const sealed = decodeEnvelope(sealFrame(PURPOSE_DOWN, KEY, DEVICE_ID, here, 99, frame))!;
  for (const other of [
    { ...here, connectNo: 2 },
    { ...here, bootId: 2 },
  ]) {
    gateway.sendRaw(encodeEnvelope(1, other, 99, frame, sealed.mac));
  }
  hal.advance(50);
  expect(device.link.refused).toBe(2);
});

test('a downlink that was recorded in this session is refused when it comes again', () => {
  const { device, hal, gateway } = connected();
  gateway.send({ kind: 'progress', complete: true, calls: [] }, { number: 100 });
  gateway.send({ kind: 'progress', complete: true, calls: [] }, { number: 100 });
  hal.advance(50);
  expect(device.link.refused).toBe(1);
});

test("the device's own uplink, sent back to it, is refused", () => {
  const { device, hal, gateway } = connected();
  const session = { bootId: 1, connectNo: 1 };
  gateway.sendRaw(sealFrame(PURPOSE_UP, KEY, DEVICE_ID, session, 99, new Uint8Array([0x4a, 0])));
  hal.advance(50);
  expect(device.link.refused).toBe(1);
});

test('a line that dies without a word is noticed within the keepalive', () => {
  const { hal, gateway, notes } = connected();
  gateway.pings = false;
  hal.advance(61_000);
  expect(notes.lines).toContain('link waiting no PINGRESP');
});

test('a line that died unnoticed is found within 10 s of a press, and the press goes out again', () => {
  const { hal, gateway, notes } = connected();
  hal.advance(200_000);
  gateway.pings = false;
  gateway.receipts = 0;
  hal.press(KEY_RED);
  hal.advance(10_100);
  expect(notes.lines).toContain('link waiting no PINGRESP');
  gateway.pings = true;
  gateway.receipts = 1;
  hal.advance(1_100);
  expect(notes.lines).toContain('settled 1/2 1');
});

test('an idle device waits 2 s at first, doubling to 5 min, half of it by chance', () => {
  const made = bench();
  made.hal.chance = 0.999;
  made.device.start();
  const waits = gaps(attempts(made, 3_600_000)).map((gap) => Math.round(gap / 1000));
  expect(waits.slice(0, 10)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test('with a red press waiting it is 1 s at first and never more than 10 s', () => {
  const made = bench();
  made.hal.chance = 0.999;
  made.device.start();
  made.hal.press(KEY_RED);
  const waits = gaps(attempts(made, 60_000)).map((gap) => Math.round(gap / 1000));
  expect(waits.slice(0, 6)).toEqual([1, 2, 4, 8, 10, 10]);
});

test('waits lie between half and all of the schedule, whatever chance says', () => {
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.boolean(),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, red, r) => {
        const backoff = new Backoff(limits);
        for (let i = 0; i <= n; i++) backoff.failed(red, false);
        const first = red ? limits.redRetryFirst : limits.idleRetryFirst;
        const longest = red ? limits.redRetryLongest : limits.idleRetryLongest;
        const nominal = Math.min(first * 2 ** n, longest);
        const wait = backoff.afterFailure(red, r);
        expect(wait).toBeGreaterThanOrEqual(nominal / 2);
        expect(wait).toBeLessThanOrEqual(nominal);
      },
    ),
  );
});

test('a red press cuts a long wait short to a second', () => {
  const made = bench();
  made.device.start();
  attempts(made, 600_000);
  const before = made.hal.sockets.length;
  made.hal.press(KEY_RED);
  made.hal.advance(20_000);
  expect(made.hal.sockets[before]!.openedAt).toBeLessThanOrEqual(601_000);
});

test('a green press does not cut a wait short', () => {
  const made = bench();
  made.device.start();
  attempts(made, 600_000);
  const before = made.hal.sockets.length;
  made.hal.press(KEY_GREEN);
  made.hal.advance(1_000);
  expect(made.hal.sockets.length).toBe(before);
});

test('a red key that is hammered makes no more attempts than the red schedule allows', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 30, max: 900 }), { minLength: 20 }), (pauses) => {
      const made = bench();
      made.hal.onConnect = (socket) => socket.fail();
      made.device.start();
      made.hal.advance(100_000);
      const from = made.hal.sockets.length;
      for (const pause of pauses) {
        made.hal.press(KEY_RED);
        made.hal.advance(pause);
      }
      const waits = gaps(made.hal.sockets.slice(from).map((socket) => socket.openedAt));
      for (let i = 0; i < waits.length; i++) {
        const least = Math.min(limits.redRetryFirst * 2 ** i, limits.redRetryLongest) / 2;
        expect(waits[i]).toBeGreaterThanOrEqual(least - 1);
      }
    }),
  );
});

test('main and spare address take turns on failure', () => {
  const made = bench(undefined, { spare: SPARE });
  made.device.start();
  attempts(made, 30_000);
  const hosts = made.hal.sockets.map((socket) => socket.address.host);
  expect(hosts.slice(0, 4)).toEqual(['main.test', 'spare.test', 'main.test', 'spare.test']);
});

test('a connection that held for a minute starts the waits anew, one that broke at once does not', () => {
  const { device, hal } = connected();
  hal.advance(59_000);
  hal.socket.fail();
  expect(device.link.backoff.failures).toBe(1);
  hal.advance(3_000);
  hal.socket.fail();
  expect(device.link.backoff.failures).toBe(2);
  hal.advance(65_000);
  hal.socket.fail();
  expect(device.link.backoff.failures).toBe(1);
});

test('numbers rise from 1 in each session, and the session grows with each connection', () => {
  const { hal, gateway } = connected();
  hal.press(KEY_RED);
  hal.advance(100);
  hal.socket.fail();
  hal.advance(3_000);
  const of = (connectNo: number) =>
    gateway.seen
      .filter((frame) => frame.session.connectNo === connectNo)
      .map((frame) => frame.number);
  expect(of(1)).toEqual([1, 2, 3]);
  expect(of(2)).toEqual([1]);
});

test('a packet that is no MQTT closes the connection', () => {
  const { hal, notes } = connected();
  hal.socket.receive(new Uint8Array([0x30, 255, 255, 255, 255]));
  expect(notes.lines.at(-1)).toMatch(/link waiting malformed packet/);
});

test('stopping says DISCONNECT, so that the will stays unsaid, and leaves no timer behind', () => {
  const { device, hal, gateway } = connected();
  hal.press(KEY_RED);
  device.stop();
  hal.advance(0);
  expect(hal.socket.closed).toBe(true);
  hal.advance(10);
  expect(gateway.packets.at(-1)?.cmd).toBe('disconnect');
  expect(hal.pendingTimers).toBe(0);
});

test('a device that was stopped while it waited for its next attempt stays away when its Wi-Fi comes back', () => {
  const made = bench();
  made.hal.onConnect = (socket) => socket.fail();
  made.device.start();
  made.hal.advance(60_000);
  made.device.stop();
  const before = made.hal.sockets.length;
  made.device.link.hurry(true);
  made.hal.advance(60_000);
  expect(made.hal.sockets.length).toBe(before);
});
