// A device that sends more than its budget: what is above it waits at the device, red presses never do.
import { describe, expect, it } from 'vitest';
import { DEFAULT_INTAKE, type FloodOptions } from '#gateway/device-link/options.ts';
import { NO_METER } from '#gateway/domain/ports/meter.ts';
import { PENDING_RED } from '#protocol/device/password.ts';
import { downTopic } from '#protocol/device/topics.ts';
import { KEY_GREEN, KEY_RED, RECEIPT_STORED } from '#protocol/messages.ts';
import { frameOf, pressFrame, type RawDevice } from '#test/support/raw-device.ts';
import { until } from '#test/support/until.ts';
import { device, ping, startBench } from './setting.ts';

const FLOODS = 'CB-FLOODS';
const OTHER = 'CB-OTHER';
const DEFAULTS = DEFAULT_INTAKE.flood as FloodOptions;
/** One uplink in six seconds is more than a test sends by accident. */
const FLOOD: FloodOptions = { ...DEFAULTS, perMinute: 10, burst: 5, maxOver: 50 };

const beat = (asksReceipt = false) =>
  frameOf(
    {
      kind: 'heartbeat',
      uptimeS: 1,
      batteryMv: 3_900,
      batteryPercent: 90,
      onMains: true,
      rssiDbm: -60,
      freeVariables: 900,
      outboxDepth: 0,
      reconnects: 0,
      lastError: 0,
      firmware: '0.1.0',
      configurationRevision: 0,
      asksReceipt,
    },
    null,
  );
const sendBeats = (rawDevice: RawDevice, count: number) =>
  Array.from({ length: count }, () => rawDevice.publish(rawDevice.seal(beat())));
const green = (seq: number) => pressFrame({ bootId: 1, seq }, KEY_GREEN);

/** Time can be passed, as the budget sees it. */
async function start(flood: FloodOptions | 'off' = FLOOD) {
  let passed = 0;
  const bench = await startBench([FLOODS, OTHER], { flood }, ({ clock }) => ({
    clock: { ...clock, monotonic: () => clock.monotonic() + passed },
  }));
  const port = bench.gateway.mqttPort;
  const rawDevice = await device(FLOODS).join(port);
  return {
    bench,
    port,
    one: rawDevice,
    pass(milliseconds: number) {
      passed += milliseconds;
    },
  };
}

describe('a device above its budget', () => {
  it('has its heartbeats PUBACKed and dropped, its presses neither PUBACKed nor receipted', async () => {
    const { bench, one } = await start();
    const beats = sendBeats(one, 10);
    const press = one.publish(one.seal(green(1)));
    await ping(one);
    expect(beats.every((id) => one.hasPuback(id))).toBe(true);
    expect(one.hasPuback(press)).toBe(false);
    expect(one.downlinks.some(({ kind }) => kind === 'receipt')).toBe(false);
    expect(bench.gateway.health().refusals).toEqual({ FLOOD: 6 });
    expect(bench.gateway.intake.status()).toMatchObject({ flooding: 1, connected: 1 });
  });

  it('has every red press stored and accepted at once, 60 in a minute', async () => {
    const { bench, one } = await start();
    sendBeats(one, 20);
    for (let seq = 1; seq <= 60; seq++) {
      expect((await one.press({ bootId: 1, seq }, KEY_RED)).result).toBe(RECEIPT_STORED);
      if (seq % 2 === 0) sendBeats(one, 1);
    }
    await bench.platform.until(({ size }) => size === 60);
    expect(one.isClosed).toBe(false);
  });

  it('has the press that was left out taken when it sends it again later', async () => {
    const { bench, one, pass } = await start();
    sendBeats(one, 10);
    one.publish(one.seal(green(1)));
    await ping(one);
    expect(bench.gateway.health().refusals).toEqual({ FLOOD: 6 });
    pass(60_000);
    expect((await one.press({ bootId: 1, seq: 1 }, KEY_GREEN)).result).toBe(RECEIPT_STORED);
    expect(bench.gateway.intake.status().flooding).toBe(0);
  });

  it('is cut, alone, when it goes on and on, and its red press counts on the next connection', async () => {
    const { bench, port, one } = await start();
    const other = await device(OTHER).join(port);
    sendBeats(one, 5 + FLOOD.maxOver + 1);
    await one.until(() => one.isClosed);
    expect(bench.gateway.health().refusals).toEqual({ FLOOD: FLOOD.maxOver + 1 });
    expect((await other.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    const again = await device(FLOODS, 2).join(port);
    expect((await again.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    // A new connection brings no new burst.
    const press = again.publish(again.seal(green(2)));
    await ping(again);
    expect(again.hasPuback(press)).toBe(false);
  });

  it('is cut when it is above it for too long, however little', async () => {
    const { one, pass } = await start();
    sendBeats(one, 6);
    for (let seconds = 0; seconds <= 60; seconds += 10) {
      await ping(one);
      expect(one.isClosed).toBe(false);
      pass(10_000);
      sendBeats(one, 3);
    }
    await one.until(() => one.isClosed);
  });

  it('pays for bad input too', async () => {
    const { bench, one } = await start();
    for (let n = 0; n < 5 + FLOOD.maxOver + 1; n++) one.publish(new Uint8Array([1, 2, 3]));
    await one.until(() => one.isClosed);
    expect(bench.gateway.health().refusals).toMatchObject({ FLOOD: FLOOD.maxOver + 1 });
  });
});

it('without flood protection everything is taken', async () => {
  const { bench, one } = await start('off');
  sendBeats(one, 500);
  expect((await one.press({ bootId: 1, seq: 1 }, KEY_GREEN)).result).toBe(RECEIPT_STORED);
  expect(bench.gateway.health().refusals).toEqual({});
});

describe('under overload', () => {
  /** Every look finds the loop too late. */
  async function startOverloaded() {
    const shed: string[] = [];
    const received: string[] = [];
    const bench = await startBench(
      [FLOODS, OTHER],
      { flood: 'off', overload: { ...DEFAULT_INTAKE.overload, loopDelayMs: -1 } },
      () => ({
        meter: {
          ...NO_METER,
          shed: (what) => void shed.push(what),
          received: (kind) => void received.push(kind),
        },
      }),
    );
    const rawDevice = await device(FLOODS).join(bench.gateway.mqttPort);
    await until(() => bench.gateway.intake.status().overloaded);
    return { bench, one: rawDevice, shed };
  }

  it('heartbeats are PUBACKed and dropped, but for the first, and those that ask for a receipt', async () => {
    const { one, shed } = await startOverloaded();
    const beats = sendBeats(one, 4);
    one.publish(one.seal(beat(true)));
    expect((await one.receiptOf(5)).result).toBe(RECEIPT_STORED);
    expect(beats.every((id) => one.hasPuback(id))).toBe(true);
    expect(shed).toEqual(['heartbeat', 'heartbeat', 'heartbeat']);
  });

  it('presses are taken, and a device with nothing to say still gets in', async () => {
    const { bench, one } = await startOverloaded();
    expect((await one.press({ bootId: 1, seq: 1 }, KEY_GREEN)).result).toBe(RECEIPT_STORED);
    expect((await one.press({ bootId: 1, seq: 2 }, KEY_RED)).result).toBe(RECEIPT_STORED);
    const other = await device(OTHER).join(bench.gateway.mqttPort);
    expect((await other.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
  });
});

describe('a flood of what carries nothing', () => {
  const packets = {
    PUBREL: Buffer.from([0x62, 2, 0, 1]),
    PUBREC: Buffer.from([0x50, 2, 0, 1]),
    PINGREQ: Buffer.from([0xc0, 0]),
    UNSUBSCRIBE: Buffer.from([0xa2, 5, 0, 1, 0, 1, 0x61]),
  };
  for (const [name, bytes] of Object.entries(packets)) {
    it(`of ${name} cuts the device that sends it, alone, and says FLOOD`, async () => {
      const { bench, port, one } = await start('off');
      const other = await device(OTHER).join(port);
      one.socket.write(Buffer.concat(Array.from({ length: 2_000 }, () => bytes)));
      await one.until(() => one.isClosed);
      expect(bench.gateway.health().refusals.FLOOD).toBe(1);
      await ping(other);
    });
  }

  it('of subscriptions is no exception', async () => {
    const { bench, one } = await start('off');
    for (let count = 0; count < 60; count++) one.subscribe(downTopic(FLOODS));
    await one.until(() => one.isClosed);
    expect(bench.gateway.health().refusals.FLOOD).toBe(1);
  });

  it('is not what a device does that pings each second', async () => {
    const { bench, one, pass } = await start('off');
    for (let second = 0; second < 120; second++) {
      await ping(one);
      pass(1_000);
    }
    expect(bench.gateway.health().refusals).toEqual({});
  });
});

describe('a device that connects without end', () => {
  function connects(port: number) {
    return (connectNo: number, pending = 0) => {
      const other = device(OTHER, connectNo);
      return other.connect(port, { password: Buffer.from(other.password(pending)) });
    };
  }

  it('is refused from the 21st time in ten seconds on, with a red press from the 41st, and nobody else is', async () => {
    const { bench, port, pass } = await start();
    const code = connects(port);
    for (let connectNo = 1; connectNo <= 20; connectNo++) expect(await code(connectNo)).toBe(0);
    expect(await code(21)).toBe(3);
    for (let connectNo = 22; connectNo <= 40; connectNo++) {
      expect(await code(connectNo, PENDING_RED)).toBe(0);
    }
    expect(await code(41, PENDING_RED)).toBe(3);
    expect(bench.gateway.health().refusals).toEqual({ CONNECT_FLOOD: 2 });
    await device(FLOODS, 2).join(port);
    pass(10_000);
    expect(await code(42)).toBe(0);
  });

  it('is not meant by recordings of its CONNECTs: they leave it all of its own', async () => {
    const { bench, port } = await start();
    const code = connects(port);
    for (let connectNo = 1; connectNo <= 10; connectNo++) expect(await code(connectNo)).toBe(0);
    for (let time = 0; time < 60; time++) expect(await code(1 + (time % 10), PENDING_RED)).toBe(5);
    for (let connectNo = 11; connectNo <= 20; connectNo++) expect(await code(connectNo)).toBe(0);
    expect(bench.gateway.health().refusals).toEqual({ CONNECT_REPLAYED: 60 });
  });

  it('may do so where `flood` is off', async () => {
    const { port } = await start('off');
    const code = connects(port);
    for (let connectNo = 1; connectNo <= 60; connectNo++) expect(await code(connectNo)).toBe(0);
  });

  it('is not meant by recordings that come all at once', async () => {
    const { port } = await start();
    const code = connects(port);
    expect(await code(1)).toBe(0);
    const recordings = Array.from({ length: 100 }, () => code(1, PENDING_RED));
    const own = code(2);
    expect(await own).toBe(0);
    expect(new Set(await Promise.all(recordings))).toEqual(new Set([5]));
  });
});
