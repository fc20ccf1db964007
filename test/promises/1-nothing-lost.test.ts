// Promise 1: no acknowledged press is lost. Over real TCP, on real disk.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Journal } from '#gateway/domain/ports/journal.ts';
import { RECEIPT_STORED } from '#protocol/messages.ts';
import { pressFrame, RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { wrap } from '#test/support/wrap.ts';

const ID = 'CB-0001';
const { secret } = testDevice(ID).keys[0]!;

async function benchWith(
  appendPress: (journal: Journal) => Journal['appendPress'],
): Promise<TestBench> {
  const bench = await TestBench.start([ID], ({ journal }) => ({
    journal: wrap(journal, { appendPress: appendPress(journal) }),
  }));
  onTestFinished(() => bench.close());
  return bench;
}

/** Everything that was sent before has been handled when its answer is here: MQTT answers in order. */
async function roundTrip(device: RawDevice): Promise<void> {
  device.packets.length = 0;
  device.write({ cmd: 'pingreq' });
  await device.until(() => device.packets.some(({ cmd }) => cmd === 'pingresp'));
}

describe('no acknowledged press is lost', () => {
  it('a press is not acknowledged before it is on disk', async () => {
    let letThrough = () => {};
    const isThrough = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    const bench = await benchWith((journal) => async (press, assign) => {
      const appended = await journal.appendPress(press, assign);
      await isThrough;
      return appended;
    });
    const device = await new RawDevice(ID, secret, { bootId: 1, connectNo: 1 }).join(
      bench.gateway.mqttPort,
    );

    const messageId = device.publish(device.seal(pressFrame({ bootId: 1, seq: 1 })));
    await roundTrip(device);
    expect(device.hasPuback(messageId)).toBe(false);
    expect(device.downlinks.some(({ kind }) => kind === 'receipt')).toBe(false);

    letThrough();
    expect((await device.receiptOf(1)).result).toBe(RECEIPT_STORED);
    await device.until(() => device.hasPuback(messageId));
  });

  it('a press that could not be stored gets neither PUBACK nor receipt, and is taken when it comes again', async () => {
    let isFull = true;
    const bench = await benchWith((journal) => async (press, assign) => {
      if (isFull) throw new Error('ENOSPC');
      return journal.appendPress(press, assign);
    });
    const first = await new RawDevice(ID, secret, { bootId: 1, connectNo: 1 }).join(
      bench.gateway.mqttPort,
    );
    const messageId = first.publish(first.seal(pressFrame({ bootId: 1, seq: 1 })));
    await first.until(() => first.isClosed);
    expect(first.hasPuback(messageId)).toBe(false);
    expect(first.downlinks.some(({ kind }) => kind === 'receipt')).toBe(false);
    expect(bench.gateway.health().refusals).toMatchObject({ JOURNAL_FAILED: 1 });

    isFull = false;
    const second = await new RawDevice(ID, secret, { bootId: 1, connectNo: 2 }).join(
      bench.gateway.mqttPort,
    );
    expect((await second.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
  });

  it('a red press that could not be stored is sent to its route all the same, without a receipt', async () => {
    const bench = await benchWith(() => async () => {
      throw new Error('ENOSPC');
    });
    const device = await new RawDevice(ID, secret, { bootId: 1, connectNo: 1 }).join(
      bench.gateway.mqttPort,
    );
    const arrived = bench.platform.nextPress();
    device.publish(device.seal(pressFrame({ bootId: 1, seq: 1 })));
    expect((await arrived).id).toBe('CB-0001/1/1');
    await device.until(() => device.isClosed);
    expect(device.downlinks.some(({ kind }) => kind === 'receipt')).toBe(false);
  });

  it('a press that was stored while the platform was down is delivered after a restart', async () => {
    let isDown = true;
    const bench = await TestBench.start([ID], undefined, { status: () => (isDown ? 503 : 200) });
    onTestFinished(() => bench.close());
    const device = await new RawDevice(ID, secret, { bootId: 1, connectNo: 1 }).join(
      bench.gateway.mqttPort,
    );
    expect((await device.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
    await bench.down();
    isDown = false;
    const arrived = bench.platform.nextPress();
    await bench.up();
    expect((await arrived).id).toBe('CB-0001/1/1');
  });
});
