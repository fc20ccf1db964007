// All the way on real parts: the built script on the real interpreter, a real gateway, a platform. Skipped without one.
import { expect, onTestFinished, test } from 'vitest';
import { board, RunningBoard } from '#test/support/board.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';

const ID = 'CB-0001';

test.skipIf(!interpreter)(
  'a red press on the interpreter arrives at the platform, and its light follows the call',
  async () => {
    const bench = await TestBench.start([ID]);
    onTestFinished(() => bench.close());
    const { secret } = testDevice(ID).keys[0]!;
    const folder = await board({ deviceId: ID, secret }, bench.gateway.mqttPort);
    const running = new RunningBoard(folder);
    await running.says('link connected');

    running.pressRed();
    await bench.platform.until(({ size }) => size === 1);
    const [press] = bench.platform.received.values();
    expect(press?.id).toBe('CB-0001/1/2');
    await running.says('shown accepted');
    await bench.platform.report([...press!.callIds][0]!, 'answered');
    await running.says('shown answered');
    expect(bench.gateway.health().refusals).toEqual({});
  },
);
