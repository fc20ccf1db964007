// Promise 6: only our devices, only their own calls. Over real TCP.
import { once } from 'node:events';
import { cp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import mqtt, { type Packet } from 'mqtt-packet';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import type { Notice } from '#gateway/domain/notice.ts';
import { PURPOSE_DOWN } from '#protocol/device/envelope.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import { encodeDownlink } from '#protocol/frame.ts';
import { KEY_RED, RECEIPT_STORED, STAGE_ACCEPTED } from '#protocol/messages.ts';
import { sealFrame } from '#protocol/seal.ts';
import { VirtualHome } from '#simulator/home.ts';
import { pressFrame, RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { wrap } from '#test/support/wrap.ts';

const MINE = 'CB-MINE';
const OTHER = 'CB-OTHER';
const secretOf = (id: string) => testDevice(id).keys[0]!.secret;

async function start(): Promise<TestBench> {
  const bench = await TestBench.start([MINE, OTHER]);
  onTestFinished(() => bench.close());
  return bench;
}

function device(id: string, bootId: number, connectNo: number): RawDevice {
  const made = new RawDevice(id, secretOf(id), { bootId, connectNo });
  onTestFinished(() => {
    made.socket?.destroy();
  });
  return made;
}

describe('only our devices, only their own calls', () => {
  it('a recorded CONNECT opens no second session, and the device of that name is not disturbed', async () => {
    const bench = await start();
    const mine = await device(MINE, 1, 1).join(bench.gateway.mqttPort);
    const thief = device(MINE, 1, 1);
    expect(await thief.connect(bench.gateway.mqttPort)).toBe(5);
    expect(bench.gateway.health().refusals).toMatchObject({ CONNECT_REPLAYED: 1 });
    expect((await mine.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
  });

  it('a recorded CONNECT is refused after a restart of the gateway too', async () => {
    const bench = await start();
    await device(MINE, 1, 2).join(bench.gateway.mqttPort);
    await bench.down();
    await bench.up();
    for (const [bootId, connectNo] of [
      [1, 2],
      [1, 1],
    ] as const) {
      expect(await device(MINE, bootId, connectNo).connect(bench.gateway.mqttPort)).toBe(5);
    }
  });

  it('a clone and its device push each other out, which is counted, and told as flapping', async () => {
    const notices: Notice[] = [];
    const bench = await TestBench.start([MINE], ({ journal }) => ({
      journal: wrap(journal, {
        async appendNotice(notice, ...rest) {
          notices.push(notice);
          return await journal.appendNotice(notice, ...rest);
        },
      }),
    }));
    onTestFinished(() => bench.close());
    const port = bench.gateway.mqttPort;
    let last = await device(MINE, 1, 1).join(port);
    for (let bootId = 2; bootId <= 12; bootId++) {
      const before = last;
      last = await device(MINE, bootId, 1).join(port);
      await before.until(() => before.isClosed);
      // Whoever was pushed out is let in again only as somebody newer.
      expect(await device(MINE, bootId - 1, 2).connect(port)).toBe(5);
    }
    expect((await last.press({ bootId: 12, seq: 1 })).result).toBe(RECEIPT_STORED);
    expect(bench.gateway.health().refusals).toMatchObject({ CONNECT_REPLAYED: 11 });
    const told = { kind: 'case', condition: 'flapping', event: 'opened', deviceIds: [MINE] };
    const cases = () => notices.filter(({ kind }) => kind === 'case');
    await until(() => cases().length > 0);
    expect(cases()).toMatchObject([told]);
  });

  it('what was recorded since a backup plays again after its restore only until the device itself has connected', async () => {
    const bench = await start();
    await bench.down();
    const journal = join(bench.folder, 'journal');
    await cp(journal, join(bench.folder, 'backup'), { recursive: true });
    await bench.up();
    const mine = await device(MINE, 1, 1).join(bench.gateway.mqttPort);
    const recorded = mine.seal(pressFrame({ bootId: 1, seq: 1 }));
    mine.publish(recorded);
    await mine.receiptOf(1);
    const alsoMine = await device(MINE, 1, 2).join(bench.gateway.mqttPort);
    alsoMine.close();
    await bench.down();
    await rm(journal, { recursive: true });
    await cp(join(bench.folder, 'backup'), journal, { recursive: true });
    await bench.up();

    const thief = await device(MINE, 1, 1).join(bench.gateway.mqttPort);
    thief.publish(recorded);
    expect((await thief.receiptOf(1)).result).toBe(RECEIPT_STORED);

    await device(MINE, 1, 3).join(bench.gateway.mqttPort);
    await thief.until(() => thief.isClosed);
    for (const connectNo of [1, 2, 3]) {
      expect(await device(MINE, 1, connectNo).connect(bench.gateway.mqttPort)).toBe(5);
    }
  });

  it('a recorded press is good for nothing in another session', async () => {
    const bench = await start();
    const first = await device(MINE, 1, 1).join(bench.gateway.mqttPort);
    const recorded = first.seal(pressFrame({ bootId: 1, seq: 1 }));
    const second = await device(MINE, 1, 2).join(bench.gateway.mqttPort);
    const messageId = second.publish(recorded);
    await second.until(() => second.hasPuback(messageId));
    expect(bench.gateway.health().refusals).toMatchObject({ SESSION_WRONG: 1 });
    expect((await second.press({ bootId: 1, seq: 2 })).result).toBe(RECEIPT_STORED);
    await bench.platform.until(({ size }) => size === 1);
    expect([...bench.platform.received.keys()]).toEqual(['CB-MINE/1/2']);
  });

  it('a frame repeated within its session is not taken', async () => {
    const bench = await start();
    const mine = await device(MINE, 1, 1).join(bench.gateway.mqttPort);
    const sealed = mine.seal(pressFrame({ bootId: 1, seq: 1 }));
    mine.publish(sealed);
    await mine.receiptOf(1);
    const messageId = mine.publish(sealed);
    await mine.until(() => mine.hasPuback(messageId));
    expect(bench.gateway.health().refusals).toMatchObject({ NUMBER_REPLAYED: 1 });
  });

  it('one device can neither speak nor listen for another', async () => {
    const bench = await start();
    const port = bench.gateway.mqttPort;
    const other = await device(OTHER, 1, 1).join(port);
    const speaks = await device(MINE, 1, 1).join(port);
    speaks.publish(speaks.seal(pressFrame({ bootId: 1, seq: 1 })), { topic: upTopic(OTHER) });
    await speaks.until(() => speaks.isClosed);

    const listens = device(MINE, 1, 2);
    await listens.connect(port);
    listens.subscribe(downTopic(OTHER));
    await listens.until(() => listens.isClosed);

    const hears = device(MINE, 1, 3);
    await hears.connect(port);
    hears.subscribe('#');
    await hears.until(() => hears.isClosed);

    expect(bench.gateway.health().refusals).toMatchObject({
      TOPIC_WRONG: 1,
      SUBSCRIPTION_WRONG: 2,
    });
    expect((await other.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    expect(bench.platform.received.has('CB-OTHER/1/1') || bench.platform.received.size === 0).toBe(
      true,
    );
  });

  it('a frame sealed by another device is not taken under this name', async () => {
    const bench = await start();
    const mine = await device(MINE, 1, 1).join(bench.gateway.mqttPort);
    const other = device(OTHER, 1, 1);
    const messageId = mine.publish(other.seal(pressFrame({ bootId: 1, seq: 1 })));
    await mine.until(() => mine.hasPuback(messageId));
    expect(bench.gateway.health().refusals).toMatchObject({ SEAL_WRONG: 1 });
  });

  it('a false gateway neither clears the outbox nor lights "help is coming"', async () => {
    const sockets: Socket[] = [];
    let presses = 0;
    const falseGateway = createServer((socket) => {
      sockets.push(socket);
      const parser = mqtt.parser();
      const answer = (packet: Packet) => socket.write(mqtt.generate(packet));
      parser.on('packet', (packet: Packet) => {
        if (packet.cmd === 'connect')
          answer({ cmd: 'connack', returnCode: 0, sessionPresent: false });
        if (packet.cmd === 'subscribe') {
          answer({ cmd: 'suback', messageId: packet.messageId!, granted: [0] });
        }
        if (packet.cmd !== 'publish') return;
        presses++;
        answer({ cmd: 'puback', messageId: packet.messageId! });
        for (const payload of falseNews()) {
          answer({
            cmd: 'publish',
            topic: downTopic(MINE),
            payload,
            qos: 0,
            retain: false,
            dup: false,
          });
        }
        socket.emit('lied');
      });
      socket.on('data', (bytes) => parser.parse(bytes));
      socket.on('error', () => {});
    });
    falseGateway.listen(0, '127.0.0.1');
    await once(falseGateway, 'listening');
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      falseGateway.close();
    });
    const { port } = falseGateway.address() as { port: number };
    const main = { host: '127.0.0.1', port, tls: false };
    const standard = standardSettings(MINE, secretOf(MINE), 1, main, null);
    const lights: string[] = [];
    let unreached = () => {};
    const said = new Promise<void>((resolve) => {
      unreached = resolve;
    });
    const limits = { ...standard.limits, unreachedRed: 500 };
    const home = new VirtualHome({
      settings: { ...standard, limits },
      onLight: ({ name }) => {
        lights.push(name);
        if (name === 'unreached') unreached();
      },
    });
    onTestFinished(() => home.powerOff());
    home.powerOn();
    home.press(KEY_RED);
    await said;
    expect(presses).toBeGreaterThan(0);
    expect(lights).not.toContain('stored');
    expect(lights).not.toContain('accepted');
    expect(home.presses[0]?.storedAt).toBeUndefined();
  });
});

/** A receipt and an acceptance, unsealed, sealed with a wrong key, and sealed for another device and session. */
function falseNews(): Buffer[] {
  const identity = { bootId: 1, seq: 1 };
  const call = {
    openedBy: identity,
    key: KEY_RED,
    stage: STAGE_ACCEPTED,
    latest: identity,
  } as const;
  const frames = [
    encodeDownlink({ kind: 'receipt', answers: 1, identity, result: RECEIPT_STORED, reason: 0 }),
    encodeDownlink({ kind: 'progress', complete: false, calls: [call] }),
  ];
  const mine = { version: 1, secret: secretOf(MINE) };
  const other = { version: 1, secret: secretOf(OTHER) };
  return frames
    .flatMap((frame) => [
      frame,
      sealFrame(PURPOSE_DOWN, other, MINE, { bootId: 1, connectNo: 1 }, 9, frame),
      sealFrame(PURPOSE_DOWN, mine, OTHER, { bootId: 1, connectNo: 1 }, 9, frame),
      sealFrame(PURPOSE_DOWN, mine, MINE, { bootId: 1, connectNo: 99 }, 9, frame),
    ])
    .map((bytes) => Buffer.from(bytes));
}
