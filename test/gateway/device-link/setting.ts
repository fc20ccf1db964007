// What the tests of the intake share: a gateway with other intake options, and devices that end with the test.
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { DEFAULT_INTAKE, type IntakeOptions } from '#gateway/device-link/options.ts';
import type { GatewayPorts } from '#gateway/main.ts';
import type { Session } from '#protocol/messages.ts';
import { RawDevice } from '#test/support/raw-device.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';

export async function startBench(
  deviceIds: string[],
  options: Partial<IntakeOptions> = {},
  change: (ports: GatewayPorts) => Partial<GatewayPorts> = () => ({}),
): Promise<TestBench> {
  const intake = { ...DEFAULT_INTAKE, ...options };
  const bench = await TestBench.start(deviceIds, (ports) => ({ intake, ...change(ports) }));
  onTestFinished(() => bench.close());
  return bench;
}

export function device(deviceId: string, connectNo = 1): RawDevice {
  const session: Session = { bootId: 1, connectNo };
  const made = new RawDevice(deviceId, testDevice(deviceId).keys[0]!.secret, session);
  onTestFinished(() => {
    made.socket?.destroy();
  });
  return made;
}

/** Everything that was sent before is handled. */
export async function ping(rawDevice: RawDevice): Promise<void> {
  const pongs = () => rawDevice.packets.filter(({ cmd }) => cmd === 'pingresp').length;
  const before = pongs();
  rawDevice.write({ cmd: 'pingreq' });
  await rawDevice.until(() => pongs() > before || rawDevice.isClosed);
}

/** Resolves when it is closed, also after an error. */
export function closed(socket: Socket): Promise<void> {
  socket.on('error', () => {}).resume();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
