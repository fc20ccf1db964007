// A stop: what is under way is answered, nothing new is taken, and it never takes long.
import { expect, it } from 'vitest';
import { PURPOSE_UP } from '#protocol/device/envelope.ts';
import { upTopic } from '#protocol/device/topics.ts';
import { RECEIPT_STORED } from '#protocol/messages.ts';
import { sealFrame } from '#protocol/seal.ts';
import { FakeLog } from '#test/gateway/delivery/bench.ts';
import { frameOf, pressFrame } from '#test/support/raw-device.ts';
import { until } from '#test/support/until.ts';
import { wrap } from '#test/support/wrap.ts';
import { device, ping, startBench } from './setting.ts';

const ID = 'CB-0001';

function startHeld(stopWithinMs = 5_000) {
  let goOn = () => {};
  const isFree = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const stored: number[] = [];
  const bench = startBench([ID], { stopWithinMs }, ({ journal }) => ({
    journal: wrap(journal, {
      appendPress: async (press, assign) => {
        stored.push(press.seq);
        await isFree;
        return journal.appendPress(press, assign);
      },
    }),
  }));
  return { bench, stored, goOn: () => goOn() };
}

it('a press that is being written is receipted, one that comes later is left to the device', async () => {
  const { bench: starting, stored, goOn } = startHeld();
  const bench = await starting;
  const rawDevice = await device(ID).join(bench.gateway.mqttPort);
  const first = rawDevice.publish(rawDevice.seal(pressFrame({ bootId: 1, seq: 1 })));
  await until(() => stored.length === 1);
  const stopped = bench.down();
  rawDevice.publish(rawDevice.seal(pressFrame({ bootId: 1, seq: 2 })));
  await ping(rawDevice);
  goOn();
  expect((await rawDevice.receiptOf(1)).result).toBe(RECEIPT_STORED);
  await stopped;
  await rawDevice.until(() => rawDevice.isClosed);
  expect(rawDevice.hasPuback(first)).toBe(true);
  expect(stored).toEqual([1]);
});

it('a journal that hangs holds a stop up only for so long', async () => {
  const { bench: starting, stored, goOn } = startHeld(50);
  const bench = await starting;
  const rawDevice = await device(ID).join(bench.gateway.mqttPort);
  rawDevice.publish(rawDevice.seal(pressFrame({ bootId: 1, seq: 1 })));
  await until(() => stored.length === 1);
  await bench.gateway.intake.stop();
  await rawDevice.until(() => rawDevice.isClosed);
  expect(rawDevice.downlinks.some(({ kind }) => kind === 'receipt')).toBe(false);
  goOn();
});

it('nobody is said to be lost because the gateway stops', async () => {
  const log = new FakeLog();
  const bench = await startBench([ID], {}, () => ({ log }));
  const rawDevice = device(ID);
  const lost = frameOf({ kind: 'lost' }, null);
  const payload = Buffer.from(sealFrame(PURPOSE_UP, rawDevice.key, ID, rawDevice.session, 0, lost));
  const will = { topic: upTopic(ID), payload, qos: 1, retain: false } as const;
  expect(await rawDevice.connect(bench.gateway.mqttPort, { will })).toBe(0);
  await bench.down();
  expect(log.lines.filter(({ message }) => message === 'connection lost')).toEqual([]);
});
