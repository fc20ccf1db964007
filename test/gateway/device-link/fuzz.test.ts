// Broken MQTT over real sockets, in any order and at any moment: the gateway lives, nothing leaks, red presses count.
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import mqtt, { type Packet } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import { RECEIPT_STORED } from '#protocol/messages.ts';
import { frameOf, pressFrame, RawDevice } from '#test/support/raw-device.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { closed, device, startBench } from './setting.ts';

const HERE = 'CB-HERE';
const FUZZED = 'CB-FUZZED';
const { secret } = testDevice(FUZZED).keys[0]!;
const SESSION = { bootId: 1, connectNo: 1 };

/** Bytes of one packet of each kind, good but for its moment; CONNECT with the session of this run. */
function packetsOf(connectNo: number): Buffer[] {
  const rawDevice = new RawDevice(FUZZED, secret, { ...SESSION, connectNo });
  const publish = (payload: Uint8Array, changes: object = {}): Packet =>
    ({
      cmd: 'publish',
      topic: upTopic(FUZZED),
      qos: 1,
      retain: false,
      dup: false,
      messageId: 7,
      payload: Buffer.from(payload),
      ...changes,
    }) as Packet;
  const packets: Packet[] = [
    rawDevice.connectPacket(),
    { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: downTopic(FUZZED), qos: 0 }] },
    publish(rawDevice.seal(pressFrame({ bootId: 1, seq: 1 }))),
    publish(rawDevice.seal(pressFrame({ bootId: 1, seq: connectNo + 1 }))),
    publish(rawDevice.seal(new Uint8Array([0x42, 0x7f, 0x01]))),
    publish(rawDevice.seal(frameOf({ kind: 'lost' }, null))),
    publish(Buffer.from('x'), { qos: 2 }),
    publish(Buffer.alloc(3_000)),
    publish(Buffer.from('x'), { topic: 'a/b/c/d/e/f/g/h/i/j', retain: true }),
    { cmd: 'unsubscribe', messageId: 2, unsubscriptions: [downTopic(FUZZED)] },
    { cmd: 'pingreq' },
    { cmd: 'pingresp' },
    { cmd: 'puback', messageId: 7 },
    { cmd: 'pubrec', messageId: 7 },
    { cmd: 'pubrel', messageId: 7 },
    { cmd: 'pubcomp', messageId: 7 },
    { cmd: 'connack', returnCode: 0, sessionPresent: false },
    { cmd: 'suback', messageId: 1, granted: [0] },
    { cmd: 'unsuback', messageId: 2, granted: [] },
    { cmd: 'disconnect' },
  ];
  return packets.map((packet) => mqtt.generate(packet));
}
const KINDS = packetsOf(1).length;

type Change =
  | { kind: 'flip'; at: number; bits: number }
  | { kind: 'cut'; at: number }
  | { kind: 'lie'; packet: number; length: number }
  | { kind: 'insert'; at: number; bytes: Uint8Array };

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constant('flip' as const),
    at: fc.nat(),
    bits: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant('lie' as const),
    packet: fc.nat(12),
    length: fc.oneof(fc.nat(255), fc.nat(268_435_455)),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  }),
);

/** Half of all runs begin like a device: what comes then is met by a connection that is open. */
const sessions = fc.record({
  beginsWell: fc.boolean(),
  order: fc.array(fc.nat(KINDS - 1), { minLength: 1, maxLength: 12 }),
  changed: fc.array(changes, { maxLength: 3 }),
  pieces: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 6 }),
  end: fc.constantFrom('end', 'destroy', 'reset', 'go on'),
});

/** Remaining length, MQTT 3.1.1, 2.2.3, in as many bytes as it needs. */
function lengthBytes(length: number): number[] {
  const bytes: number[] = [];
  let rest = length;
  do {
    const more = rest > 127 ? 128 : 0;
    bytes.push((rest & 127) | more);
    rest >>= 7;
  } while (rest > 0);
  return bytes;
}

function applied(packets: Buffer[], all: readonly Change[]): Buffer {
  const list = packets.map((packet) => Buffer.from(packet));
  for (const change of all) {
    const packet = change.kind === 'lie' ? list[change.packet % list.length] : undefined;
    if (change.kind !== 'lie' || packet === undefined) continue;
    const head = Buffer.from([packet[0] as number, ...lengthBytes(change.length)]);
    list[change.packet % list.length] = Buffer.concat([head, packet.subarray(2)]);
  }
  let bytes = Buffer.concat(list);
  for (const change of all) {
    if (change.kind === 'lie' || bytes.length === 0) continue;
    const at = change.at % bytes.length;
    if (change.kind === 'flip') bytes[at]! ^= change.bits;
    else if (change.kind === 'cut') bytes = bytes.subarray(0, at);
    else bytes = Buffer.concat([bytes.subarray(0, at), change.bytes, bytes.subarray(at)]);
  }
  return bytes;
}

describe('broken MQTT', () => {
  it('of any kind ends that connection at most; another device is served, and nothing is left behind', async () => {
    const bench = await startBench([HERE, FUZZED], { flood: 'off', connectTimeoutMs: 100 });
    const port = bench.gateway.mqttPort;
    const here = await device(HERE).join(port);
    let connectNo = 0;
    let seq = 0;
    await fc.assert(
      fc.asyncProperty(sessions, async ({ beginsWell, order, changed, pieces, end }) => {
        connectNo++;
        const packets = packetsOf(connectNo);
        const begin = beginsWell ? packets.slice(0, 2) : [];
        const broken = applied(
          order.map((kind) => packets[kind] as Buffer),
          changed,
        );
        const socket = connect({ port, host: '127.0.0.1', noDelay: true });
        const isClosed = closed(socket);
        await once(socket, 'connect');
        for (const bytes of begin) socket.write(bytes);
        let from = 0;
        for (const length of pieces) {
          socket.write(broken.subarray(from, from + length));
          from += length;
          await new Promise((resolve) => setImmediate(resolve));
        }
        socket.write(broken.subarray(from));
        if (end === 'end' || end === 'go on') socket.end();
        else if (end === 'reset') socket.resetAndDestroy();
        else socket.destroy();
        if (connectNo % 5 === 0) {
          seq++;
          expect((await here.press({ bootId: 1, seq })).result).toBe(RECEIPT_STORED);
        }
        if (end !== 'go on') await isClosed;
      }),
      { numRuns: 300 },
    );
    expect(here.isClosed).toBe(false);
    await bench.platform.until((received) => received.has(`${HERE}/1/${seq}`));
    const status = () => bench.gateway.intake.status();
    // What came last may still be on its way to the disk.
    const isQuiet = () => status().sockets === 1 && status().underWay === 0;
    await until(isQuiet);
    expect(status()).toMatchObject({
      connected: 1,
      unconnected: 0,
      waiting: 0,
      admitting: 0,
      underWay: 0,
    });
    const back = await new RawDevice(FUZZED, secret, { bootId: 2, connectNo: 1 }).join(port);
    expect((await back.press({ bootId: 2, seq: 1 })).result).toBe(RECEIPT_STORED);
    back.close();
  });

  const early = packetsOf(1).slice(1);
  it('any packet before CONNECT ends the connection, and CONNECT twice too', async () => {
    const bench = await startBench([HERE, FUZZED]);
    for (const bytes of [...early, Buffer.concat([packetsOf(1)[0]!, packetsOf(2)[0]!])]) {
      const socket = connect({ port: bench.gateway.mqttPort, host: '127.0.0.1' });
      socket.write(bytes);
      await closed(socket);
    }
    await until(() => bench.gateway.intake.status().sockets === 0);
    const { MQTT_ERROR = 0, PACKET_TOO_LONG = 0 } = bench.gateway.health().refusals;
    expect(MQTT_ERROR + PACKET_TOO_LONG).toBeGreaterThanOrEqual(early.length);
  });

  it('mutated frames under a good seal are receipted or rejected, and the link stays up', async () => {
    const bench = await startBench([HERE], { flood: 'off' });
    const here = await device(HERE).join(bench.gateway.mqttPort);
    const frames = fc.record({
      seq: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      at: fc.nat(),
      bits: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(frames, async ({ seq, at, bits }) => {
        const frame = pressFrame({ bootId: 1, seq });
        frame[at % frame.length]! ^= bits;
        const messageId = here.publish(here.seal(frame));
        await here.until(() => here.hasPuback(messageId) || here.isClosed);
        expect(here.isClosed).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
