// A device that doesn't read what it is sent: its connection is cut before it fills the memory.
import { Duplex } from 'node:stream';
import type { Client } from 'aedes';
import mqtt, { type Packet } from 'mqtt-packet';
import { expect, it } from 'vitest';
import { Connection, UNREAD } from '#gateway/device-link/connection.ts';
import { downlinkPacket } from '#gateway/device-link/downlink-packet.ts';
import { settle } from '#test/support/moving-clock.ts';
import { testDevice } from '#test/support/test-gateway.ts';

const DEVICE = testDevice('CB-0001');

function connectionOn(conn: Duplex, maxUnsentBytes: number): Connection {
  const client = { conn } as unknown as Client;
  const session = { bootId: 1, connectNo: 1 };
  return new Connection(client, DEVICE, session, DEVICE.keys[0]!, maxUnsentBytes);
}

const duplex = (write: (chunk: Buffer, done: () => void) => void) =>
  new Duplex({ read() {}, write: (chunk, _encoding, done) => write(chunk, done) });

it('is cut once more than so much waits to be sent', async () => {
  const line = duplex(() => {});
  const errors: string[] = [];
  line.on('error', ({ message }) => errors.push(message));
  const connection = connectionOn(line, 1_000);
  connection.open();
  let most = 0;
  for (let n = 0; n < 100 && !line.destroyed; n++) {
    connection.send({ kind: 'progress', complete: true, calls: [] });
    await settle();
    most = Math.max(most, line.writableLength);
  }
  expect(errors).toEqual([UNREAD]);
  expect(most).toBeLessThan(1_200);
});

it('nothing goes down before the CONNACK, and what one turn brings leaves in one piece', async () => {
  const chunks: Buffer[] = [];
  const line = duplex((chunk, done) => {
    chunks.push(chunk);
    done();
  });
  const connection = connectionOn(line, 1_000);
  connection.send({ kind: 'progress', complete: true, calls: [] });
  await settle();
  expect(chunks).toEqual([]);
  connection.open();
  connection.acknowledge(0x1234);
  connection.send({ kind: 'progress', complete: true, calls: [] });
  await settle();
  expect(chunks).toHaveLength(1);
  const packets: Packet[] = [];
  const parser = mqtt.parser();
  parser.on('packet', (packet: Packet) => packets.push(packet));
  parser.parse(chunks[0] as Buffer);
  expect(packets).toMatchObject([
    { cmd: 'puback', messageId: 0x1234 },
    { cmd: 'publish', qos: 0, retain: false, dup: false, topic: 'callbutton/1/CB-0001/down' },
  ]);
});

it('the packet of a downlink is the one that MQTT wants, short or long', () => {
  for (const length of [0, 1, 90, 100, 101, 102, 127, 128, 512]) {
    const payload = Buffer.alloc(length, 7);
    const topic = 'callbutton/1/CB-0001/down';
    const wanted = mqtt.generate({
      cmd: 'publish',
      qos: 0,
      retain: false,
      dup: false,
      topic,
      payload,
    });
    expect(downlinkPacket(topic, payload).equals(wanted)).toBe(true);
  }
});
