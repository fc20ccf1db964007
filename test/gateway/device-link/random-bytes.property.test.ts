// Random bytes at the intake, over real TCP: nothing crashes, nobody is disturbed.
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { RECEIPT_STORED } from '#protocol/messages.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';

const ID = 'CB-0001';
const { secret } = testDevice(ID).keys[0]!;

async function start(): Promise<{ bench: TestBench; device: RawDevice }> {
  const bench = await TestBench.start([ID]);
  onTestFinished(() => bench.close());
  const device = await new RawDevice(ID, secret, { bootId: 1, connectNo: 1 }).join(
    bench.gateway.mqttPort,
  );
  return { bench, device };
}

it('random payloads and random sealed frames are refused or taken, and the link stays up', async () => {
  const { bench, device } = await start();
  const payloads = fc.record({ bytes: fc.uint8Array({ maxLength: 600 }), isSealed: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(payloads, async ({ bytes, isSealed }) => {
      const messageId = device.publish(isSealed ? device.seal(bytes) : bytes);
      await device.until(() => device.hasPuback(messageId) || device.isClosed);
      expect(device.isClosed).toBe(false);
    }),
    { numRuns: 300 },
  );
  expect((await device.press({ bootId: 1, seq: 1_000 })).result).toBe(RECEIPT_STORED);
  await bench.platform.until((received) => received.has('CB-0001/1/1000'));
});

it('random bytes instead of MQTT close that connection and no other', async () => {
  const { bench, device } = await start();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), async (bytes) => {
      const socket = connect({ port: bench.gateway.mqttPort, host: '127.0.0.1' });
      socket.on('error', () => {});
      const closed = once(socket, 'close');
      socket.end(bytes);
      socket.resume();
      await closed;
    }),
    { numRuns: 100 },
  );
  expect((await device.press({ bootId: 1, seq: 1 })).result).toBe(RECEIPT_STORED);
});
