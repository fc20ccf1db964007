// The embedded broker over time: connections that are replaced or break are forgotten, and a clock that jumps ends nothing.
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DEFAULT_INTAKE, type IntakeOptions } from '#gateway/device-link/options.ts';
import { PURPOSE_UP } from '#protocol/device/envelope.ts';
import { downTopic, upTopic } from '#protocol/device/topics.ts';
import { RECEIPT_DUPLICATE, RECEIPT_STORED } from '#protocol/messages.ts';
import { sealFrame } from '#protocol/seal.ts';
import { FakeLog } from '#test/gateway/delivery/bench.ts';
import { frameOf, pressFrame, RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { until } from '#test/support/until.ts';
import { wrap } from '#test/support/wrap.ts';

const ID = 'CB-0001';
const { secret } = testDevice(ID).keys[0]!;
const MINUTE = 60_000;

/** One device connects more often here than it may. */
const INTAKE: IntakeOptions = { ...DEFAULT_INTAKE, flood: 'off' };

async function start(log = new FakeLog()): Promise<TestBench> {
  const bench = await TestBench.start([ID], () => ({ log, intake: INTAKE }));
  onTestFinished(() => bench.close());
  return bench;
}

const device = (connectNo: number) => new RawDevice(ID, secret, { bootId: 1, connectNo });

/** The gateway learns of the end of a socket a moment after the device. */
async function connectedIs(bench: TestBench, connected: number): Promise<void> {
  await until(() => bench.gateway.health().connected === connected);
}

describe('a device', () => {
  it('is connected until its socket is closed', async () => {
    const bench = await start();
    const rawDevice = await device(1).join(bench.gateway.mqttPort);
    expect(bench.gateway.health().connected).toBe(1);
    rawDevice.close();
    await connectedIs(bench, 0);
  });

  it('that connects again has its former connection closed', async () => {
    const bench = await start();
    const former = await device(1).join(bench.gateway.mqttPort);
    const current = await device(2).join(bench.gateway.mqttPort);
    await former.until(() => former.isClosed);
    expect((await current.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    expect(bench.gateway.health().connected).toBe(1);
  });

  it('may SUBSCRIBE before CONNACK, as MQTT 3.1.4 allows, in a segment of its own at whatever moment', async () => {
    const bench = await start();
    for (let connectNo = 1; connectNo <= 100; connectNo++) {
      const rawDevice = device(connectNo);
      await rawDevice.open(bench.gateway.mqttPort);
      rawDevice.write(rawDevice.connectPacket());
      for (let turns = connectNo % 4; turns > 0; turns--) await setImmediate();
      rawDevice.subscribe(downTopic(ID));
      await rawDevice.until(() => rawDevice.downlinks.length > 0 || rawDevice.isClosed);
      expect(rawDevice.isClosed).toBe(false);
      rawDevice.close();
    }
    expect(bench.gateway.health().refusals).toEqual({});
  });

  it('that connects over and over, while some sockets break, has one connection at the end, then none', async () => {
    const bench = await start();
    const devices: RawDevice[] = [];
    for (let connectNo = 1; connectNo <= 60; connectNo++) {
      const next = device(connectNo);
      await next.open(bench.gateway.mqttPort);
      next.write(next.connectPacket());
      next.subscribe(downTopic(ID));
      if (connectNo % 3 === 0) devices.at(-1)?.close();
      devices.push(next);
    }
    const newest = devices.at(-1) as RawDevice;
    await newest.until(() => newest.downlinks.length > 0);
    await Promise.all(
      devices.slice(0, -1).map((rawDevice) => rawDevice.until(() => rawDevice.isClosed)),
    );
    expect((await newest.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    expect(bench.gateway.health().connected).toBe(1);
    newest.close();
    await connectedIs(bench, 0);
  });
});

describe('an ordinary end of a connection is no refusal', () => {
  it('a device that goes before it was admitted, and one that goes after', async () => {
    const bench = await start();
    const early = device(1);
    await early.open(bench.gateway.mqttPort);
    early.close();
    const joined = await device(2).join(bench.gateway.mqttPort);
    joined.close();
    await connectedIs(bench, 0);
    const replaced = await device(3).join(bench.gateway.mqttPort);
    await device(4).join(bench.gateway.mqttPort);
    await replaced.until(() => replaced.isClosed);
    expect(bench.gateway.health().refusals).toEqual({});
  });

  it('a device that goes while its press is being written', async () => {
    let goOn = () => {};
    const isFree = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const bench = await TestBench.start([ID], ({ journal }) => ({
      journal: wrap(journal, {
        appendPress: async (press, assign) => {
          const appended = await journal.appendPress(press, assign);
          await isFree;
          return appended;
        },
      }),
    }));
    onTestFinished(() => bench.close());
    const gone = await device(1).join(bench.gateway.mqttPort);
    gone.publish(gone.seal(pressFrame({ bootId: 1, seq: 1 })));
    gone.write({ cmd: 'pingreq' });
    await gone.until(() => gone.packets.some(({ cmd }) => cmd === 'pingresp'));
    gone.close();
    await connectedIs(bench, 0);
    goOn();
    const back = await device(2).join(bench.gateway.mqttPort);
    expect((await back.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_DUPLICATE);
    expect(bench.gateway.health().refusals).toEqual({});
  });
});

describe('a wall clock that is set forward', () => {
  /** What the gateway does every so often is done by the test: the rarest is the search for dead brokers' wills. */
  async function startWithSweeps() {
    const every = vi.spyOn(globalThis, 'setInterval');
    const log = new FakeLog();
    const bench = await start(log);
    const sweeps = every.mock.calls as unknown as [call: () => void, milliseconds: number][];
    const byRarity = sweeps.toSorted(([, a], [, b]) => a - b).map(([call]) => call);
    every.mockRestore();
    const rawDevice = device(1);
    const lost = frameOf({ kind: 'lost' }, null);
    const sealed = sealFrame(PURPOSE_UP, rawDevice.key, ID, rawDevice.session, 0, lost);
    const will = {
      topic: upTopic(ID),
      payload: Buffer.from(sealed),
      qos: 1,
      retain: false,
    } as const;
    expect(await rawDevice.connect(bench.gateway.mqttPort, { will })).toBe(0);
    const errors = () => log.lines.filter(({ level }) => level === 'error');
    const saidLost = () => log.lines.filter(({ message }) => message === 'connection lost');
    const jump = async (milliseconds: number) => {
      for (const sweep of byRarity) sweep();
      const now = Date.now() + milliseconds;
      const clock = vi.spyOn(Date, 'now').mockReturnValue(now);
      byRarity.at(-1)?.();
      expect((await rawDevice.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
      clock.mockRestore();
    };
    return { jump, errors, lost: saidLost };
  }

  it('by minutes makes the broker take no living connection for a dead one', async () => {
    const { jump, errors } = await startWithSweeps();
    await jump(10 * MINUTE);
    expect(errors()).toEqual([]);
  });

  it('by a year neither: nobody is said to be lost who is not', async () => {
    const { jump, errors, lost } = await startWithSweeps();
    await jump(365 * 24 * 60 * MINUTE);
    expect([errors(), lost()]).toEqual([[], []]);
  });
});
