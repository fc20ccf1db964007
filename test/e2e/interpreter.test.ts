// All the way on real parts: the built script on the real interpreter, a real gateway, a platform. Skipped without one.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { StandInPlatform } from '#simulator/platform.ts';
import { board, RunningBoard } from '#test/support/board.ts';
import { interpreter } from '#test/support/interpreter.ts';
import { startGatewayChild } from '#test/support/start-gateway-child.ts';
import { SECRET, TestBench, testDevice } from '#test/support/test-gateway.ts';

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

test.skipIf(!interpreter)(
  'presses on the interpreter, one cut off by SIGKILL of the gateway and one while it is gone, arrive once when it is back',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'call-button-kill-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const platform = new StandInPlatform({ secret: SECRET });
    onTestFinished(() => platform.stop());
    const options = { folder, platformUrl: await platform.start(), deviceIds: [ID] };
    const first = await startGatewayChild({
      ...options,
      mqttPort: 0,
      httpPort: 0,
      killAt: 'after the press is written, before its receipt',
    });
    const { mqttPort, httpPort } = first;
    const { secret } = testDevice(ID).keys[0]!;
    const running = new RunningBoard(await board({ deviceId: ID, secret }, mqttPort));
    await running.says('link connected');

    const exited = once(first.process, 'exit');
    running.pressRed();
    expect((await exited)[1]).toBe('SIGKILL');
    await running.says('link waiting');
    // The gateway may be gone before the contact has come to rest.
    await running.says('released');
    running.pressRed();
    await running.says('pressed 1 3 2');
    expect(running.output).not.toMatch(/settled 1 [23]|shown (stored|accepted)/);

    await startGatewayChild({ ...options, mqttPort, httpPort });
    await running.says('settled 1 2 2');
    await running.says('settled 1 3 1');
    await running.says('shown accepted');
    expect([...platform.received.keys()].sort()).toEqual(['CB-0001/1/2', 'CB-0001/1/3']);
    const calls = [...platform.received.values()].flatMap(({ callIds }) => [...callIds]);
    expect(new Set(calls).size).toBe(1);
    expect(running.output).not.toMatch(/Uncaught|exception/);
  },
);
