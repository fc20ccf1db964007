// The MQTT stream parser: packets come out whole, however the network cut them.
import fc from 'fast-check';
import mqtt from 'mqtt-packet';
import { expect, test } from 'vitest';
import { MAX_REMAINING_LENGTH, type Packet, PacketParser } from '#firmware/src/mqtt/parser.ts';

function parse(chunks: Uint8Array[]): { packets: Packet[]; ok: boolean } {
  const packets: Packet[] = [];
  const parser = new PacketParser({ onPacket: (packet) => void packets.push(packet) });
  return { ok: chunks.map((chunk) => parser.feed(chunk)).every(Boolean), packets };
}

const publish = (payload: Uint8Array) =>
  mqtt.generate({
    cmd: 'publish',
    topic: 't',
    payload: Buffer.from(payload),
    qos: 1,
    messageId: 7,
    dup: false,
    retain: false,
  });

test('packets come out the same wherever their bytes are split or joined', () => {
  const packet = fc.oneof(
    fc.uint8Array({ maxLength: 600 }).map(publish),
    fc.constant(mqtt.generate({ cmd: 'pingresp' })),
    fc.constant(mqtt.generate({ cmd: 'puback', messageId: 3 })),
  );
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 6 }), fc.array(fc.nat(3000)), (packets, cuts) => {
      const whole = new Uint8Array(Buffer.concat(packets));
      const at = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b)];
      const chunks = at.map((from, i) => whole.slice(from, at[i + 1] ?? whole.length));
      const { packets: found, ok } = parse(chunks);
      expect(ok).toBe(true);
      expect(found.map(({ type }) => type)).toEqual(packets.map((bytes) => bytes[0]! >> 4));
      expect(found).toEqual(parse(packets.map((bytes) => new Uint8Array(bytes))).packets);
    }),
  );
});

test('the body of a packet is what was sent', () => {
  const { packets } = parse([new Uint8Array(publish(new Uint8Array([1, 255, 0])))]);
  expect(packets).toEqual([
    { type: 3, flags: 2, body: new Uint8Array([0, 1, 116, 0, 7, 1, 255, 0]) },
  ]);
});

test('a packet longer than 2 KB is refused before any of it is kept', () => {
  const length = (value: number) => [(value & 127) | 128, value >> 7];
  expect(parse([new Uint8Array([0x30, ...length(MAX_REMAINING_LENGTH)])]).ok).toBe(true);
  expect(parse([new Uint8Array([0x30, ...length(MAX_REMAINING_LENGTH + 1)])]).ok).toBe(false);
});

test('a remaining length of five bytes is refused', () => {
  expect(parse([new Uint8Array([0x30, 128, 128, 128, 128, 1])]).ok).toBe(false);
});

test('after a refusal nothing comes out any more', () => {
  const packets: Packet[] = [];
  const parser = new PacketParser({ onPacket: (packet) => void packets.push(packet) });
  parser.feed(new Uint8Array([0x30, 255, 255, 255, 255, 0xd0, 0]));
  parser.feed(new Uint8Array([0xd0, 0]));
  expect(packets).toEqual([]);
});

test('no bytes at all make it throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => void parse(chunks)),
  );
});
