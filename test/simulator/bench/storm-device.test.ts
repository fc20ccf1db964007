// A device of a storm: says in CONNECT what waits, or hides it, and clears its press with the receipt.

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { Scheduler } from '#gateway/system/scheduler.ts';
import { PENDING_NOTHING, PENDING_RED } from '#protocol/device/password.ts';
import { openPassword } from '#protocol/seal.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from '#simulator/bench/parts/devices.ts';
import { StormDevice } from '#simulator/bench/parts/storm-device.ts';

const PASSWORD = /\d+\.\d+\.\d\.[0-9a-f]{32}/;

/** `pending` in the CONNECT of a device with a red press. */
async function pendingTold(tellsPending: boolean): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const gateway = { host: '127.0.0.1', port };
  const now = () => performance.now();
  const alarms = new Scheduler(systemClock);
  const address = { ...gateway, tls: false };
  const { limits } = standardSettings('', new Uint8Array(), KEY_VERSION, address, null);
  const world = { gateway, limits, now, random: () => 0, tellsPending, alarms, connected() {} };
  const device = new StormDevice(world, 3);
  onTestFinished(() => {
    device.cut();
    alarms.clear();
    server.close();
  });
  expect(device.press()).toBe(`${deviceIdOf(3)}/1/1`);
  device.start();
  const [socket] = (await once(server, 'connection')) as [Socket];
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  const [password = ''] = PASSWORD.exec(bytes.toString('latin1')) ?? [];
  const key = { version: KEY_VERSION, secret: secretOf(deviceIdOf(3)) };
  const claim = openPassword([key], deviceIdOf(3), password);
  if (!claim.ok) throw new Error(claim.error.code);
  return claim.value.pending;
}

describe('a device of a storm with a red press', () => {
  it('says so in CONNECT', async () => {
    expect(await pendingTold(true)).toBe(PENDING_RED);
  });

  it('of the baseline says that nothing waits, in a password as good as any', async () => {
    expect(await pendingTold(false)).toBe(PENDING_NOTHING);
  });
});
