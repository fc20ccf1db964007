// Bad input at the sockets: each has a code that is counted, the end that protocol/README.md says, and disturbs nobody.
import { describe, expect, it, onTestFinished } from 'vitest';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import { callbutton } from '#protocol/generated/callbutton.js';
import { KEY_RED, RECEIPT_REJECTED, RECEIPT_STORED } from '#protocol/messages.ts';
import { frameOf, pressFrame, RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';

const ID = 'CB-0001';
const { secret } = testDevice(ID).keys[0]!;
const FRAME = pressFrame({ bootId: 1, seq: 1 });
const LOST = { kind: 'lost' } as const;

interface Scene {
  bench: TestBench;
  device: RawDevice;
}

async function start(): Promise<Scene> {
  const bench = await TestBench.start([ID]);
  onTestFinished(() => bench.close());
  const device = await new RawDevice(ID, secret, { bootId: 1, connectNo: 1 }).join(
    bench.gateway.mqttPort,
  );
  return { bench, device };
}

const uplink = (message: callbutton.v1.Uplink.$Properties) =>
  callbutton.v1.Uplink.encode(message).finish();

describe('a payload that is no good envelope is PUBACKed, counted, and gets no receipt', () => {
  const payloads: [string, string, (device: RawDevice) => Uint8Array][] = [
    ['too long', 'ENVELOPE_TOO_LONG', () => new Uint8Array(513)],
    ['empty', 'ENVELOPE_INCOMPLETE', () => new Uint8Array(0)],
    ['not protobuf', 'ENVELOPE_MALFORMED', () => new Uint8Array([0xff, 0xff, 0xff])],
    ['truncated', 'ENVELOPE_MALFORMED', (device) => device.seal(FRAME).subarray(0, 30)],
    [
      'with a wrong seal',
      'SEAL_WRONG',
      (device) => {
        const sealed = device.seal(FRAME);
        sealed[sealed.length - 1]! ^= 1;
        return sealed;
      },
    ],
    [
      'of an unknown key version',
      'KEY_VERSION_UNKNOWN',
      (device) => {
        const other = new RawDevice(ID, secret, device.session);
        Object.assign(other.key, { version: 7 });
        return other.seal(FRAME, 99);
      },
    ],
  ];
  it.each(payloads)('%s: %s', async (_, code, payloadOf) => {
    const { bench, device } = await start();
    const messageId = device.publish(payloadOf(device));
    await device.until(() => device.hasPuback(messageId));
    expect(bench.gateway.health().refusals).toEqual({ [code]: 1 });
    expect(device.downlinks.some(({ kind }) => kind === 'receipt')).toBe(false);
    expect((await device.press({ bootId: 1, seq: 2 })).result).toBe(RECEIPT_STORED);
  });
});

describe('bad content under a good seal is PUBACKed, counted, and rejected with its reason', () => {
  const identity = { bootId: 1, seq: 1 };
  const frames: [string, string, number, Uint8Array][] = [
    ['not protobuf', 'FRAME_MALFORMED', 1, new Uint8Array([0xff, 0xff])],
    ['no event', 'EVENT_MISSING', 2, uplink({ ageMs: 5, identity })],
    ['a press without identity', 'IDENTITY_INVALID', 3, uplink({ press: { key: KEY_RED } })],
    ['a press of a later boot', 'IDENTITY_INVALID', 3, pressFrame({ bootId: 2, seq: 1 })],
    ['an unspecified key', 'ENUM_UNSPECIFIED', 4, uplink({ identity, press: {} })],
    [
      'a battery of 101 %',
      'FIELD_OUT_OF_RANGE',
      5,
      uplink({ identity, battery: { level: 1, batteryPercent: 101 } }),
    ],
  ];
  it.each(frames)('%s: %s', async (_, code, reason, frame) => {
    const { bench, device } = await start();
    device.publish(device.seal(frame));
    const receipt = await device.receiptOf(1);
    expect(receipt).toMatchObject({ result: RECEIPT_REJECTED, reason });
    expect(bench.gateway.health().refusals).toEqual({ [code]: 1 });
  });

  it('an event of a newer device is stored and receipted', async () => {
    const { device } = await start();
    const known = uplink({ identity });
    // Field 31, length-delimited, three bytes.
    device.publish(device.seal(new Uint8Array([...known, 0xfa, 0x01, 3, 1, 2, 3])));
    expect((await device.receiptOf(1)).result).toBe(RECEIPT_STORED);
  });

  it('a `lost` that is published is counted and gets no receipt', async () => {
    const { bench, device } = await start();
    const messageId = device.publish(device.seal(frameOf({ kind: 'lost' }, null)));
    await device.until(() => device.hasPuback(messageId));
    expect(bench.gateway.health().refusals).toEqual({ LOST_MISPLACED: 1 });
  });
});

describe('a violation of the topic rules closes the connection, of this device alone', () => {
  const violations: [string, string, Parameters<RawDevice['publish']>[1]][] = [
    ['another topic', 'TOPIC_WRONG', { topic: 'callbutton/1/CB-0001/down' }],
    ['another device', 'TOPIC_WRONG', { topic: upTopic('CB-0002') }],
    ['$SYS', 'TOPIC_WRONG', { topic: '$SYS/x' }],
    ['QoS 0', 'QOS_WRONG', { qos: 0 }],
    ['QoS 2', 'QOS_WRONG', { qos: 2 }],
    ['retain', 'RETAIN_SET', { retain: true }],
  ];
  it.each(violations)('%s: %s', async (_, code, changes) => {
    const { bench, device } = await start();
    const messageId = device.publish(device.seal(FRAME), changes);
    await device.until(() => device.isClosed);
    expect(device.hasPuback(messageId)).toBe(false);
    expect(bench.gateway.health().refusals).toEqual({ [code]: 1 });
    expect(bench.platform.received.size).toBe(0);
  });

  it('a topic of a thousand levels', async () => {
    const { bench, device } = await start();
    device.publish(device.seal(FRAME), { topic: 'a/'.repeat(600) });
    await device.until(() => device.isClosed);
    const next = await new RawDevice(ID, secret, { bootId: 1, connectNo: 2 }).join(
      bench.gateway.mqttPort,
    );
    expect((await next.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
  });

  it('a packet that never ends is cut, long before it fills the memory', async () => {
    const { bench, device } = await start();
    device.socket.write(Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f]));
    device.socket.write(Buffer.alloc(4_096));
    await device.until(() => device.isClosed);
    expect(bench.gateway.health().refusals).toEqual({ PACKET_TOO_LONG: 1 });
  });
});

describe('a packet that is too long is refused, whole or not', () => {
  it('a PUBLISH of 2,000 bytes', async () => {
    const { bench, device } = await start();
    const messageId = device.publish(new Uint8Array(2_000));
    await device.until(() => device.isClosed);
    expect(device.hasPuback(messageId)).toBe(false);
    expect(bench.gateway.health().refusals).toEqual({ PACKET_TOO_LONG: 1 });
  });

  it('a SUBSCRIBE of 2,000 bytes, to the own topic over and over', async () => {
    const { bench, device } = await start();
    const subscriptions = Array.from({ length: 80 }, () => ({
      topic: downTopic(ID),
      qos: 0 as const,
    }));
    device.write({ cmd: 'subscribe', messageId: 9, subscriptions });
    await device.until(() => device.isClosed);
    expect(device.packets.filter(({ cmd }) => cmd === 'suback')).toHaveLength(1);
    expect(bench.gateway.health().refusals).toEqual({ PACKET_TOO_LONG: 1 });
  });

  it('a CONNECT of 2,000 bytes', async () => {
    const { bench } = await start();
    const intruder = new RawDevice(ID, secret, { bootId: 2, connectNo: 1 });
    const password = Buffer.alloc(2_000, 'x');
    expect(await intruder.connect(bench.gateway.mqttPort, { password })).toBeUndefined();
    expect(bench.gateway.health().refusals).toEqual({ PACKET_TOO_LONG: 1 });
  });
});

describe('a will that is none of its session', () => {
  const wills: [string, string, (device: RawDevice) => Uint8Array][] = [
    ['noise', 'ENVELOPE_MALFORMED', () => new Uint8Array([0xff, 0xff])],
    ['a press', 'LOST_MISPLACED', (device) => device.seal(FRAME, 0)],
    [
      'that of another session',
      'SESSION_WRONG',
      () => new RawDevice(ID, secret, { bootId: 1, connectNo: 1 }).seal(frameOf(LOST, null), 0),
    ],
  ];
  it.each(wills)('%s turns nobody away, is counted as %s, and places no call', async (...[
    ,
    code,
    of,
  ]) => {
    const { bench } = await start();
    const device = new RawDevice(ID, secret, { bootId: 1, connectNo: 2 });
    const will = { topic: upTopic(ID), payload: Buffer.from(of(device)), qos: 1, retain: false };
    expect(await device.connect(bench.gateway.mqttPort, { will } as never)).toBe(0);
    device.close();
    await until(() => bench.gateway.health().refusals[code] === 1);
    expect(bench.platform.received.size).toBe(0);
  });
});

describe('a CONNECT that is not right is refused with its code', () => {
  const good = { bootId: 5, connectNo: 1 };
  const refused: [string, string, number, Parameters<RawDevice['connect']>[1]][] = [
    ['an unknown device', 'DEVICE_UNKNOWN', 4, { clientId: 'CB-9999', username: 'CB-9999' }],
    ['no password', 'PASSWORD_MALFORMED', 4, { password: Buffer.from('') }],
    ['a wrong seal', 'CONNECT_SEAL_WRONG', 4, { password: Buffer.from(`5.1.0.${'0'.repeat(32)}`) }],
    ['another username', 'CLIENT_ID_MISMATCH', 2, { username: 'CB-0002' }],
    ['a session to be kept', 'SESSION_NOT_CLEAN', 2, { clean: false }],
    [
      "a will on another device's topic",
      'WILL_WRONG',
      5,
      { will: { topic: upTopic('CB-0002'), payload: Buffer.from('x'), qos: 1, retain: false } },
    ],
    ['no keepalive', 'KEEPALIVE_WRONG', 5, { keepalive: 0 }],
    ['a keepalive of an hour', 'KEEPALIVE_WRONG', 5, { keepalive: 3_600 }],
    ['MQTT 3.1', 'MQTT_VERSION', 5, { protocolId: 'MQIsdp', protocolVersion: 3 }],
  ];
  it.each(refused)('%s: %s', async (_, code, returnCode, changes) => {
    const { bench, device } = await start();
    const intruder = new RawDevice(ID, secret, good);
    expect(await intruder.connect(bench.gateway.mqttPort, changes)).toBe(returnCode);
    expect(bench.gateway.health().refusals).toEqual({ [code]: 1 });
    expect((await device.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
  });

  it('MQTT 5: MQTT_VERSION, counted once the answer is out', async () => {
    const { bench } = await start();
    const intruder = new RawDevice(ID, secret, good);
    expect(await intruder.connect(bench.gateway.mqttPort, { protocolVersion: 5 })).toBe(1);
    await intruder.until(() => intruder.isClosed);
    const { refusals } = await until(() => {
      const health = bench.gateway.health();
      return Object.keys(health.refusals).length > 0 && health;
    });
    expect(refusals).toEqual({ MQTT_VERSION: 1 });
  });

  it('a suspended device: DEVICE_BLOCKED', async () => {
    const bench = await TestBench.start([]);
    onTestFinished(() => bench.close());
    bench.devices.push(testDevice(ID, { blocked: true }));
    await bench.down();
    await bench.up();
    const device = new RawDevice(ID, secret, { bootId: 1, connectNo: 1 });
    expect(await device.connect(bench.gateway.mqttPort)).toBe(5);
    expect(bench.gateway.health().refusals).toEqual({ DEVICE_BLOCKED: 1 });
  });
});
