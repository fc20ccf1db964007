// The device as a whole, on a fake HAL, against a small gateway.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { millivoltsOf } from '#firmware/src/core/battery.ts';
import { FIRMWARE_VERSION } from '#firmware/src/core/settings.ts';
import { SERVICE } from '#firmware/src/service/service.ts';
import {
  KEY_GREEN,
  KEY_RED,
  OUTCOME_DONE,
  OUTCOME_FAILED,
  OUTCOME_UNSUPPORTED,
  RECEIPT_DUPLICATE,
  RECEIPT_STORED,
} from '#protocol/messages.ts';
import { FakeFlash } from '#test/support/fake-hal.ts';
import { waiting, waitingPresses } from '#test/support/waiting.ts';
import { bench, connected } from './scripted-gateway.ts';

test('every boot reports itself once, with its cause', () => {
  const flash = new FakeFlash();
  connected(flash).device.stop();
  const { gateway } = connected(flash);
  expect(gateway.of('boot').map((frame) => frame.uplink)).toMatchObject([
    {
      identity: { bootId: 2, seq: 1 },
      event: { cause: 1, firmware: FIRMWARE_VERSION, model: 'fake' },
    },
  ]);
});

test('a press arrives sealed, with its identity and its age, and its receipt settles it', () => {
  const { device, hal, gateway, notes } = connected();
  hal.press(KEY_RED);
  hal.advance(50);
  expect(gateway.presses.map((press) => press.uplink)).toMatchObject([
    {
      identity: { bootId: 1, seq: 2 },
      ageIsLowerBound: false,
      test: false,
      event: { key: KEY_RED, count: 1 },
    },
  ]);
  expect(notes.lines.slice(-2)).toEqual(['pressed 1/2', 'settled 1/2 1']);
  expect(waitingPresses(device.log.rows)).toEqual([]);
});

test('a press is on flash before it is sent', () => {
  const flash = new FakeFlash();
  const { device, hal } = connected(flash);
  let atSending = -1;
  const sent = hal.socket.onSent;
  hal.socket.onSent = (bytes) => {
    if (atSending < 0) atSending = flash.used;
    sent?.(bytes);
  };
  const before = flash.used;
  hal.press(KEY_GREEN);
  expect(waitingPresses(device.log.rows).length).toBe(1);
  expect(atSending).toBe(before + 16);
});

test('a red press goes out before everything that waits', () => {
  const { device, hal, gateway } = bench();
  device.start();
  hal.press(KEY_GREEN);
  hal.press(KEY_RED);
  hal.advance(100);
  const order = gateway.seen.map((frame) => frame.uplink.event);
  expect(order.map((event) => ('key' in event ? event.key : event.kind))).toEqual([
    KEY_RED,
    KEY_GREEN,
    'boot',
    'heartbeat',
  ]);
});

test('a press made while cut off is sent with its age', () => {
  const made = bench();
  made.gateway.connack = 3;
  made.device.start();
  made.hal.advance(1_000);
  made.hal.press(KEY_RED);
  made.hal.advance(40_000);
  made.gateway.connack = 0;
  made.hal.advance(20_000);
  const age = made.gateway.presses[0]!.uplink.ageMs;
  expect(age).toBeGreaterThan(40_000);
  expect(age).toBeLessThan(60_000);
});

test('without a receipt red goes again after 3 s, green after 10 s, doubling to 60 s, each with a new number and its age', () => {
  const made = connected();
  made.gateway.receipts = 0;
  const start = made.hal.time;
  made.hal.press(KEY_RED);
  made.hal.press(KEY_GREEN);
  made.hal.advance(240_000);
  const of = (key: number) =>
    made.gateway.presses
      .filter((press) => 'key' in press.uplink.event && press.uplink.event.key === key)
      .map((press) => press.uplink.ageMs / 1000);
  expect(of(KEY_RED)).toEqual([0, 3, 9, 21, 45, 93, 153, 213]);
  expect(of(KEY_GREEN)).toEqual([0, 10, 30, 70, 130, 190]);
  const numbers = made.gateway.seen.map((frame) => frame.number);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  expect(start).toBe(100);
});

test('at most 4 entries of a lane are without a receipt, and red never waits for another lane', () => {
  const { hal, gateway } = connected();
  gateway.receipts = 0;
  for (let i = 0; i < 12; i++) {
    hal.press(KEY_GREEN);
    hal.advance(30);
  }
  expect(gateway.presses.length).toBe(4);
  hal.press(KEY_RED);
  hal.advance(30);
  expect(gateway.presses.length).toBe(5);
});

test('no green press goes while a red one that waited was not sent yet', () => {
  const { device, hal, gateway } = bench();
  gateway.connack = 3;
  gateway.receipts = 0;
  device.start();
  for (let i = 0; i < 6; i++) {
    hal.press(KEY_GREEN);
    hal.advance(30);
    hal.press(KEY_RED);
    hal.advance(30);
  }
  gateway.connack = 0;
  hal.advance(20_000);
  const keys: number[] = [];
  for (const { uplink } of gateway.presses) {
    if (uplink.event.kind === 'press') keys.push(uplink.event.key);
  }
  const first = keys.indexOf(KEY_GREEN);
  expect(first).toBeGreaterThanOrEqual(6);
  const reds = new Set(gateway.presses.slice(0, first).map(({ uplink }) => uplink.identity?.seq));
  expect(reds.size).toBe(6);
});

test('40 red presses while cut off all arrive, with their counts', () => {
  const { device, hal, gateway } = bench();
  gateway.connack = 3;
  device.start();
  for (let i = 0; i < 40; i++) {
    hal.press(KEY_RED);
    hal.advance(30);
  }
  gateway.connack = 0;
  hal.advance(20_000);
  const counts = new Map<string, number>();
  for (const { uplink } of gateway.presses) {
    if (uplink.event.kind !== 'press') continue;
    counts.set(`${uplink.identity?.bootId}/${uplink.identity?.seq}`, uplink.event.count);
  }
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(waiting(device.outbox)).toEqual([]);
});

test('a press of an earlier boot arrives under its own identity, its age a lower bound', () => {
  const flash = new FakeFlash();
  const before = bench(flash);
  before.device.start();
  before.hal.press(KEY_RED);
  const { gateway, notes } = connected(flash);
  expect(gateway.presses.map((press) => press.uplink)).toMatchObject([
    { identity: { bootId: 1, seq: 2 }, ageIsLowerBound: true },
  ]);
  expect(notes.lines).toContain('settled 1/2 1');
});

test('a duplicate settles a press like any receipt', () => {
  const { device, hal, gateway } = connected();
  gateway.receipts = RECEIPT_DUPLICATE;
  hal.press(KEY_RED);
  hal.advance(50);
  expect(waiting(device.outbox)).toEqual([]);
});

test('a receipt without identity settles the entry whose number it answers', () => {
  const { device, hal, gateway } = connected();
  gateway.receipts = 0;
  hal.press(KEY_RED);
  hal.advance(50);
  const answers = gateway.presses[0]!.number;
  gateway.send({ kind: 'receipt', answers, identity: null, result: RECEIPT_STORED, reason: 0 });
  hal.advance(50);
  expect(waiting(device.outbox)).toEqual([]);
});

test('a receipt whose result is not known settles nothing', () => {
  const { device, hal, gateway } = connected();
  gateway.receipts = 4;
  hal.press(KEY_RED);
  hal.advance(50);
  expect(waiting(device.outbox).length).toBe(1);
});

test('a PUBACK settles nothing', () => {
  const { device, hal, gateway } = connected();
  gateway.receipts = 0;
  hal.press(KEY_RED);
  hal.advance(50);
  expect(waitingPresses(device.log.rows).length).toBe(1);
});

test('a heartbeat comes with each session and asks for a receipt, then every 10 min, then hourly it asks again', () => {
  const { hal, gateway } = connected();
  hal.advance(3_700_000);
  const asks = gateway
    .of('heartbeat')
    .map(({ uplink }) => uplink.event.kind === 'heartbeat' && uplink.event.asksReceipt);
  expect(asks).toEqual([true, false, false, false, false, false, true]);
});

test('heartbeats tell how the device is, and keep to the ranges of the protocol', () => {
  const { gateway } = connected();
  expect(gateway.of('heartbeat')[0]?.uplink.event).toMatchObject({
    uptimeS: 0,
    batteryMv: 4100,
    outboxDepth: 1,
    reconnects: 0,
    lastError: 0,
    configurationRevision: 0,
  });
});

test('a session in which three heartbeats got no receipt is given up', () => {
  const { hal, gateway, notes } = connected();
  gateway.receipts = 0;
  hal.advance(3_600_000);
  expect(notes.lines).not.toContain('link waiting no receipt for heartbeats');
  hal.advance(1_900_000);
  expect(notes.lines).toContain('link waiting no receipt for heartbeats');
});

test('mains and battery are reported when they have changed, also when it happened while cut off', () => {
  const { hal, gateway } = connected();
  hal.condition = { ...hal.condition, onMains: false, batteryMv: millivoltsOf(20) };
  gateway.connack = 3;
  hal.socket.fail();
  hal.advance(600_000);
  gateway.connack = 0;
  hal.advance(300_000);
  expect(gateway.of('mains').map((frame) => frame.uplink.event)).toEqual([
    { kind: 'mains', state: 1 },
  ]);
  expect(gateway.of('battery').map((frame) => frame.uplink.event)).toMatchObject([{ level: 2 }]);
  expect(hal.light).toBe('low_battery');
});

test('locate shows the locate pattern for its seconds, under any call', () => {
  const { hal, gateway } = connected();
  gateway.send({ kind: 'command', commandId: 5, action: { kind: 'locate', seconds: 10 } });
  hal.advance(50);
  expect(hal.light).toBe('locate');
  hal.press(KEY_GREEN);
  expect(hal.light).toBe('pressed');
  gateway.progress({ bootId: 1, seq: 3 }, 5, KEY_GREEN);
  hal.advance(50);
  expect(hal.light).toBe('locate');
  hal.advance(10_000);
  expect(hal.light).toBe('idle');
  expect(gateway.of('command_result')[0]?.uplink.event).toMatchObject({ outcome: OUTCOME_DONE });
});

test('reboot restarts after the receipt of its result', () => {
  const { hal, gateway } = connected();
  gateway.send({ kind: 'command', commandId: 6, action: { kind: 'reboot' } });
  hal.advance(50);
  expect(gateway.of('command_result')[0]?.uplink.event).toMatchObject({
    commandId: 6,
    outcome: OUTCOME_DONE,
  });
  expect(hal.restarts).toBe(1);
});

test('reboot restarts after 5 s when its result gets no receipt', () => {
  const { hal, gateway } = connected();
  gateway.receipts = 0;
  gateway.send({ kind: 'command', commandId: 6, action: { kind: 'reboot' } });
  hal.advance(4_900);
  expect(hal.restarts).toBe(0);
  hal.advance(200);
  expect(hal.restarts).toBe(1);
});

test('a reboot never comes between a press and its receipt', () => {
  const { hal, gateway } = connected();
  gateway.receipts = 0;
  hal.press(KEY_RED);
  gateway.send({ kind: 'command', commandId: 6, action: { kind: 'reboot' } });
  hal.advance(10_000);
  expect(hal.restarts).toBe(0);
  const event = gateway.of('command_result')[0]?.uplink.event;
  expect(event).toMatchObject({ outcome: OUTCOME_FAILED });
});

test('a command that is not known is answered as unsupported', () => {
  const { device, hal, gateway } = connected();
  // A command 7 of the later action 12.
  SERVICE.instruct(device, new Uint8Array([0x5a, 4, 8, 7, 0x62, 0]));
  hal.advance(50);
  expect(gateway.of('command_result')[0]?.uplink.event).toMatchObject({
    outcome: OUTCOME_UNSUPPORTED,
  });
});

test('flash that fails keeps no press from going out, and is reported once', () => {
  const { hal, gateway, device } = connected();
  hal.flash.write = () => {
    throw new Error('worn out');
  };
  hal.press(KEY_RED);
  hal.advance(100);
  hal.press(KEY_RED);
  hal.advance(100);
  expect(gateway.presses.length).toBe(2);
  expect(gateway.of('fault').map((frame) => frame.uplink.event)).toMatchObject([{ faultKind: 2 }]);
  expect(waiting(device.outbox)).toEqual([]);
});

test('after an exception the device reports it and makes a new session', () => {
  const { device, hal, gateway } = connected();
  device.recover();
  hal.advance(5_000);
  expect(device.link.state).toBe('connected');
  expect(gateway.of('fault')[0]?.uplink.event).toMatchObject({ faultKind: 4 });
  expect(waiting(device.outbox)).toEqual([]);
});

test('a month of idling leaves nothing behind', () => {
  const { device, hal } = connected(new FakeFlash(), { heartbeatMs: 600_000, keepaliveS: 3_600 });
  hal.advance(3_600_000);
  const timers = hal.pendingTimers;
  hal.advance(30 * 86_400_000);
  expect(hal.pendingTimers).toBe(timers);
  expect(waiting(device.outbox)).toEqual([]);
  expect(hal.sockets.length).toBe(1);
});

test('no bytes of a broker make an exception escape', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.uint8Array({ maxLength: 80 }).map((body) => new Uint8Array([0x30, body.length, ...body])),
  );
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 8 }), (chunks) => {
      const { device, hal } = connected();
      for (const chunk of chunks) hal.socket.receive(chunk);
      hal.press(KEY_RED);
      hal.advance(60_000);
      expect(waiting(device.outbox)).toEqual([]);
    }),
  );
});

test('no payload on the own topic that is not sealed makes an exception escape', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 8 }), (payloads) => {
      const { device, hal, gateway } = connected();
      for (const payload of payloads) gateway.sendRaw(payload);
      hal.advance(10);
      expect(device.link.state).toBe('connected');
      expect(device.link.refused).toBe(payloads.length);
    }),
  );
});

test('every press that was made before a power cut arrives after it', () => {
  const cuts = fc.array(fc.nat(400), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(cuts, (all) => {
      let flash = new FakeFlash(2);
      const promised: string[] = [];
      const arrived = new Set<string>();
      for (const cut of [...all, Number.POSITIVE_INFINITY]) {
        flash.budget = cut;
        const made = bench(flash);
        // Cut off but for the last boot, so that everything has to come out of flash.
        made.gateway.connack = cut === Number.POSITIVE_INFINITY ? 0 : 3;
        made.device.start();
        for (let i = 0; i < 3 && flash.budget > 0; i++) {
          made.hal.press(KEY_RED);
          made.hal.advance(30);
          const one = made.notes.presses.at(-1)!;
          if (flash.budget > 0) promised.push(`${made.device.log.bootId}/${one.seq}`);
        }
        made.hal.advance(20_000);
        for (const { uplink } of made.gateway.presses) {
          arrived.add(`${uplink.identity?.bootId}/${uplink.identity?.seq}`);
        }
        flash = flash.revived();
      }
      expect([...arrived]).toEqual(expect.arrayContaining(promised));
    }),
  );
});
