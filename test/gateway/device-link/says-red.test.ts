// The hint that a CONNECT says red: seen without taking anything out of the stream.

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import mqtt from 'mqtt-packet';
import { expect, it } from 'vitest';
import { saysRed } from '#gateway/device-link/says-red.ts';
import { device } from './setting.ts';

function holding(bytes: Buffer): Socket {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  stream.push(bytes);
  return stream as unknown as Socket;
}

it.each([
  [0, false],
  [1, false],
  [2, true],
])('a CONNECT with pending %i: %s, and it is all still there', (pending, says) => {
  const rawDevice = device('CB-0001');
  const bytes = mqtt.generate(
    rawDevice.connectPacket({ password: Buffer.from(rawDevice.password(pending)) }),
  );
  const socket = holding(bytes);
  expect(saysRed(socket)).toBe(says);
  expect((socket.read() as Buffer).equals(bytes)).toBe(true);
});

it('nothing, and what is no CONNECT, say nothing', () => {
  expect(saysRed(holding(Buffer.alloc(0)))).toBe(false);
  expect(saysRed(holding(Buffer.alloc(5_000, 0xff)))).toBe(false);
});
