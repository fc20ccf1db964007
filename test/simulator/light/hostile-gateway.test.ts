// A light device against a gateway that is none: whatever comes down, it neither falls over nor believes it.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PURPOSE_DOWN } from '#protocol/device/envelope.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { encodeDownlink } from '#protocol/frame.ts';
import { KEY_RED, RECEIPT_STORED } from '#protocol/messages.ts';
import { sealFrame } from '#protocol/seal.ts';
import { encodePublish } from '#simulator/lightweight/packets.ts';
import { testDevice } from '#test/support/test-gateway.ts';
import { LightBench } from './light-bench.ts';

const ID = 'CB-0001';
const CONNACK = Buffer.from([0x20, 2, 0, 0]);

/** Every connection of the device gets what `answer` says after its CONNECT. */
async function server(answer: (socket: Socket, connection: number) => void): Promise<number> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    const number = ++connections;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => answer(socket, number));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  await once(listening, 'listening');
  return (listening.address() as AddressInfo).port;
}

function receipt(connectNo: number, seq: number, secret: Uint8Array): Buffer {
  const frame = encodeDownlink({
    kind: 'receipt',
    answers: 1,
    identity: { bootId: 1, seq },
    result: RECEIPT_STORED,
    reason: 0,
  });
  const session = { bootId: 1, connectNo };
  const sealed = sealFrame(PURPOSE_DOWN, { version: 1, secret }, ID, session, 1, frame);
  return encodePublish(1, downTopic(ID), sealed);
}

const { secret } = testDevice(ID).keys[0]!;

describe('a light device', () => {
  it('ends a connection on random bytes, and connects again', async () => {
    let seed = 7;
    const noise = () =>
      Uint8Array.from({ length: 200 }, () => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        return seed >> 16;
      });
    let reached = () => {};
    const enough = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const port = await server((socket, connection) => {
      // Half of them after a good CONNACK, so that both states meet noise.
      if (connection % 2 === 0) socket.write(CONNACK);
      socket.end(noise());
      if (connection === 12) reached();
    });
    const light = new LightBench(ID, port);
    light.device.powerOn();
    light.device.press(KEY_RED);
    await enough;
    expect(light.settled).toEqual([]);
    expect(light.device.waiting.length).toBe(2);
  });

  it('believes a receipt only when it is sealed with its key, for this session', async () => {
    const port = await server((socket) => {
      socket.write(CONNACK);
      const wrongKey = receipt(1, 2, Buffer.alloc(32, 9));
      const otherSession = receipt(7, 2, secret);
      const changed = receipt(1, 2, secret);
      changed[changed.length - 1]! ^= 1;
      socket.write(Buffer.concat([wrongKey, otherSession, changed]));
      // Byte by byte: packets may be split anywhere.
      for (const byte of receipt(1, 3, secret)) socket.write(Uint8Array.of(byte));
    });
    const light = new LightBench(ID, port);
    light.device.powerOn();
    const first = light.device.press(KEY_RED)!;
    const second = light.device.press(KEY_RED)!;
    expect([first.seq, second.seq]).toEqual([2, 3]);
    await light.until(() => light.settled.length > 0);
    expect(light.settled.map(({ identity }) => identity.seq)).toEqual([3]);
    expect(light.device.waiting.map(({ identity }) => identity.seq)).toEqual([2, 1]);
  });

  it('takes a recorded downlink once', async () => {
    const port = await server((socket) => {
      const once = receipt(1, 2, secret);
      socket.write(Buffer.concat([CONNACK, once, once, receipt(1, 3, secret)]));
      socket.end();
    });
    const light = new LightBench(ID, port);
    light.device.powerOn();
    light.device.press(KEY_RED);
    light.device.press(KEY_RED);
    await light.until(() => light.device.state === 'waiting' || light.settled.length > 0);
    // All three have number 1: only the first of them is news.
    expect(light.settled.map(({ identity }) => identity.seq)).toEqual([2]);
  });
});
