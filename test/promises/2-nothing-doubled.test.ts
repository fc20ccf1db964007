// Promise 2: no press is counted twice. Over real TCP, on real disk.
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  KEY_GREEN,
  KEY_RED,
  RECEIPT_DUPLICATE,
  RECEIPT_STORED,
  STAGE_ACCEPTED,
} from '#protocol/messages.ts';
import { pressFrame, RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';

const ID = 'CB-0001';
const { secret } = testDevice(ID).keys[0]!;

async function start(): Promise<TestBench> {
  const bench = await TestBench.start([ID]);
  onTestFinished(() => bench.close());
  return bench;
}

function join(bench: TestBench, bootId: number, connectNo: number): Promise<RawDevice> {
  return new RawDevice(ID, secret, { bootId, connectNo }).join(bench.gateway.mqttPort);
}

describe('no press is counted twice', () => {
  it('a retransmission is answered `duplicate` and not delivered again', async () => {
    const bench = await start();
    const device = await join(bench, 1, 1);
    expect((await device.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    expect((await device.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_DUPLICATE);
    await bench.platform.until(({ size }) => size === 1);
    expect((await device.press({ bootId: 1, seq: 2 })).result).toBe(RECEIPT_STORED);
    await bench.platform.until(({ size }) => size === 2);
    expect([...bench.platform.received.values()].map(({ times }) => times)).toEqual([1, 1]);
  });

  it('a retransmission is one duplicate in the metrics', async () => {
    const bench = await start();
    const device = await join(bench, 1, 1);
    for (const _ of ['first', 'again']) await device.press({ bootId: 1, seq: 1 });
    const metrics = await fetch(`http://127.0.0.1:${bench.gateway.httpPort}/metrics`);
    expect(await metrics.text()).toContain('callbutton_duplicates_total{kind="press"} 1\n');
  });

  it('two copies on their way at once are one press', async () => {
    const bench = await start();
    const device = await join(bench, 1, 1);
    const frame = pressFrame({ bootId: 1, seq: 1 });
    device.publish(device.seal(frame));
    device.publish(device.seal(frame));
    const results = [(await device.receiptOf(1)).result, (await device.receiptOf(2)).result];
    expect(results.sort()).toEqual([RECEIPT_STORED, RECEIPT_DUPLICATE]);
  });

  it('a retransmission after a restart is recognised', async () => {
    const bench = await start();
    await (await join(bench, 1, 1)).press({ bootId: 1, seq: 1 });
    await bench.platform.until(({ size }) => size === 1);
    await bench.down();
    await bench.up();
    const again = await (await join(bench, 1, 2)).press({ bootId: 1, seq: 1 });
    expect(again.result).toBe(RECEIPT_DUPLICATE);
    expect(bench.platform.received.size).toBe(1);
  });

  it('a press from an older boot that arrives late is not refused, and is recognised when it comes again', async () => {
    const bench = await start();
    const device = await join(bench, 9, 1);
    expect((await device.press({ bootId: 9, seq: 500 })).result).toBe(RECEIPT_STORED);
    expect((await device.press({ bootId: 2, seq: 3 })).result).toBe(RECEIPT_STORED);
    expect((await device.press({ bootId: 2, seq: 3 })).result).toBe(RECEIPT_DUPLICATE);
    await bench.platform.until(({ size }) => size === 2);
    expect([...bench.platform.received.keys()].sort()).toEqual(['CB-0001/2/3', 'CB-0001/9/500']);
  });

  it('a second real press joins the open call and is delivered', async () => {
    const bench = await start();
    const device = await join(bench, 1, 1);
    await device.press({ bootId: 1, seq: 1 });
    expect((await device.press({ bootId: 1, seq: 2 })).result).toBe(RECEIPT_STORED);
    await bench.platform.until(({ size }) => size === 2);
    const callIds = [...bench.platform.received.values()].flatMap((press) => [...press.callIds]);
    expect(new Set(callIds)).toEqual(new Set(['CB-0001.1.1']));
    await device.until(() =>
      device.downlinks.some(
        (downlink) =>
          downlink.kind === 'progress' && !downlink.complete && downlink.calls[0]?.latest.seq === 2,
      ),
    );
  });

  it('a red press while a green call is open opens a call of its own', async () => {
    const bench = await start();
    const device = await join(bench, 1, 1);
    await device.press({ bootId: 1, seq: 1 }, KEY_GREEN);
    await device.press({ bootId: 1, seq: 2 }, KEY_RED);
    await bench.platform.until(({ size }) => size === 2);
    expect(bench.platform.received.get('CB-0001/1/2')?.callIds).toEqual(new Set(['CB-0001.1.2']));
  });

  it('a press after the answer opens a new call that names the former', async () => {
    const bench = await start();
    const device = await join(bench, 1, 1);
    await device.press({ bootId: 1, seq: 1 });
    await device.until(() =>
      device.downlinks.some(
        (downlink) => downlink.kind === 'progress' && downlink.calls[0]?.stage === STAGE_ACCEPTED,
      ),
    );
    expect(await bench.platform.report('CB-0001.1.1', 'answered')).toBe(200);
    await device.press({ bootId: 1, seq: 2 });
    await bench.platform.until(({ size }) => size === 2);
    const second = bench.platform.received.get('CB-0001/1/2');
    expect(second?.callIds).toEqual(new Set(['CB-0001.1.2']));
    expect(second?.formerCallId).toBe('CB-0001.1.1');
  });

  it('an open call goes on under its name after a restart', async () => {
    const bench = await start();
    await (await join(bench, 1, 1)).press({ bootId: 1, seq: 1 });
    await bench.platform.until(({ size }) => size === 1);
    await bench.down();
    await bench.up();
    await (await join(bench, 2, 1)).press({ bootId: 2, seq: 1 });
    await bench.platform.until(({ size }) => size === 2);
    expect(bench.platform.received.get('CB-0001/2/1')?.callIds).toEqual(new Set(['CB-0001.1.1']));
  });
});
