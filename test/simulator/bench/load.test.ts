// The load: what its connections say, and that nothing that isn't well passes as a figure.
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PURPOSE_DOWN, PURPOSE_UP } from '#protocol/device/envelope.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { decodeUplink, encodeDownlink } from '#protocol/frame.ts';
import {
  KEY_GREEN,
  RECEIPT_DUPLICATE,
  RECEIPT_REJECTED,
  RECEIPT_STORED,
} from '#protocol/messages.ts';
import { openEnvelope, sealFrame } from '#protocol/seal.ts';
import { Part } from '#simulator/bench/part.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from '#simulator/bench/parts/devices.ts';
import type { LoadFlood } from '#simulator/bench/parts/load.ts';
import { LoadDevice, type LoadWorld } from '#simulator/bench/parts/load-device.ts';
import { Scope } from '#simulator/bench/scope.ts';
import { type PacketSink, takePackets } from '#simulator/lightweight/packets.ts';

const PUBLISH = 3;
const KEY = { version: KEY_VERSION, secret: secretOf(deviceIdOf(7)) };

/** A server that only writes down what is published, and the socket to answer on. */
async function listen(): Promise<{ port: number; payloads: Uint8Array[]; came: EventEmitter }> {
  const payloads: Uint8Array[] = [];
  const came = new EventEmitter();
  const sink: PacketSink = {
    packet(first, bytes, from, to) {
      if (first >> 4 !== PUBLISH) return;
      const payloadAt = from + 2 + (bytes[from] as number) * 256 + (bytes[from + 1] as number) + 2;
      payloads.push(bytes.slice(payloadAt, to));
      came.emit('payload');
    },
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest: Uint8Array = new Uint8Array();
    socket.on('data', (chunk) => {
      rest = takePackets(sink, rest, chunk) ?? new Uint8Array();
    });
    came.emit('socket', socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, payloads, came };
}

function world(port: number, sealsEach: boolean) {
  const came = new EventEmitter();
  const told: LoadWorld = {
    port,
    sealsEach,
    subscribed: () => came.emit('told', 'subscribed'),
    acknowledged: (place) => came.emit('told', `acknowledged ${place}`),
    receipted: (place) => came.emit('told', `receipted ${place}`),
    failed: (reason) => came.emit('told', reason),
  };
  return { told, next: async () => (await once(came, 'told'))[0] as string };
}

async function connected(sealsEach: boolean) {
  const server = await listen();
  const { told, next } = world(server.port, sealsEach);
  const device = new LoadDevice(told, 4, 7);
  const socket = once(server.came, 'socket').then(([one]) => one as Socket);
  device.connect();
  return { device, next, ...server, socket: await socket };
}

async function twoPresses(sealsEach: boolean): Promise<Uint8Array[]> {
  const { device, payloads, came } = await connected(sealsEach);
  for (let press = 0; press < 2; press++) {
    const received = once(came, 'payload');
    device.press({ kind: 'press', key: KEY_GREEN, count: 1 });
    await received;
  }
  return payloads;
}

/** A sealed downlink, as a QoS 0 PUBLISH to the device. */
function downlink(frame: Uint8Array): Buffer {
  const session = { bootId: 1, connectNo: 1 };
  const payload = sealFrame(PURPOSE_DOWN, KEY, deviceIdOf(7), session, 1, frame);
  const topic = downTopic(deviceIdOf(7));
  const body = Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic), payload]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function receipt(
  result: typeof RECEIPT_STORED | typeof RECEIPT_DUPLICATE | typeof RECEIPT_REJECTED,
): Buffer {
  const identity = { bootId: 1, seq: 1 };
  return downlink(encodeDownlink({ kind: 'receipt', answers: 1, identity, result, reason: 0 }));
}

describe('a connection of the load', () => {
  it('seals each press with a number and an identity of its own', async () => {
    const opened = (await twoPresses(true)).map((payload) => {
      const envelope = openEnvelope(PURPOSE_UP, [KEY], deviceIdOf(7), payload);
      if (!envelope.ok) throw new Error(envelope.error.code);
      const uplink = decodeUplink(envelope.value.frame, envelope.value.session);
      if (!uplink.ok) throw new Error(uplink.error.code);
      return { number: envelope.value.number, seq: uplink.value.identity?.seq };
    });
    expect(opened).toEqual([
      { number: 1, seq: 1 },
      { number: 2, seq: 2 },
    ]);
  });

  it('repeats the same bytes for whoever opens no seals', async () => {
    const [first, second] = await twoPresses(false);
    expect(second).toEqual(first);
    expect(openEnvelope(PURPOSE_UP, [KEY], deviceIdOf(7), first as Uint8Array).ok).toBe(true);
  });

  it('counts a receipt that says stored', async () => {
    const { socket, next } = await connected(true);
    socket.write(receipt(RECEIPT_STORED));
    expect(await next()).toBe('receipted 4');
  });

  it('takes any other receipt, a refusal and the end of the connection for a failure', async () => {
    const { socket, next } = await connected(true);
    for (const result of [RECEIPT_DUPLICATE, RECEIPT_REJECTED] as const) {
      const told = next();
      socket.write(receipt(result));
      expect(await told).toBe(`a receipt with result ${result}`);
    }
    const refused = next();
    socket.write(Uint8Array.of(0x20, 2, 0, 5));
    expect(await refused).toBe('CONNACK 5');
    const ended = next();
    socket.destroy();
    expect(await ended).toMatch(/closed/);
  });

  it('counts no progress as a receipt', async () => {
    const { socket, next } = await connected(true);
    const frame = encodeDownlink({ kind: 'progress', complete: true, calls: [] });
    const told = next();
    socket.write(Buffer.concat([downlink(frame), Uint8Array.of(0x40, 2, 0, 1)]));
    expect(await told).toBe('acknowledged 4');
  });
});

describe('a flood', () => {
  const flood: LoadFlood = {
    of: 'presses',
    awaits: 'puback',
    inFlight: 2,
    warmUpMs: 0,
    countMs: 50,
  };
  const parts = new URL('../../../simulator/bench/parts/', import.meta.url);

  const connected = async () => {
    const scope = new Scope();
    onTestFinished(() => scope.stop());
    const aedes = await Part.start(scope, new URL('bare-aedes.ts', parts));
    const load = await Part.start(scope, new URL('load.ts', parts));
    const port = await aedes.call<number>('start');
    await load.call('connect', { port, first: 0, count: 3, sealsEach: false });
    return { aedes, load };
  };

  it('goes round with bare Aedes', async () => {
    const { load } = await connected();
    const { perSecond } = await load.call<{ perSecond: number }>('flood', flood);
    expect(perSecond).toBeGreaterThan(0);
  });

  it('is an error, not a figure, when the server dies under it', async () => {
    const { aedes, load } = await connected();
    await aedes.stop();
    await expect(load.call('flood', flood)).rejects.toThrow('load.ts');
  });
});
