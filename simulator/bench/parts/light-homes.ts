// Light devices in one process: how many, how much memory, and a flood of presses from them.

import { performance } from 'node:perf_hooks';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { Scheduler } from '#gateway/system/scheduler.ts';
import { KEY_RED } from '#protocol/messages.ts';
import { LightDevice, type LightWorld } from '../../lightweight/light-device.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './devices.ts';
import { Flood, type FloodToRun } from './flood.ts';
import { memory, memoryNow, serve } from './serve.ts';
import type { HomesConnected, HomesToConnect } from './whole-homes.ts';

/** How often the states are counted: no device calls out when it has connected. */
const LOOK_EVERY_MS = 20;

const devices: LightDevice[] = [];
let flood: Flood | undefined;

function worldAt(port: number): LightWorld {
  const gateway = { host: '127.0.0.1', port };
  const now = () => performance.now();
  const { limits } = standardSettings(
    '',
    new Uint8Array(),
    KEY_VERSION,
    { ...gateway, tls: false },
    null,
  );
  return {
    gateway,
    limits,
    now,
    alarms: new Scheduler(systemClock),
    random: Math.random,
    settled: ({ index }) => flood?.receipted(index),
    news: () => {},
    heartbeatSent: () => {},
  };
}

async function connect({ port, count, atOnce, giveUpMs }: HomesToConnect): Promise<HomesConnected> {
  const memoryBefore = memory();
  const world = worldAt(port);
  const from = performance.now();
  for (let index = 0; index < count; index++) {
    const deviceId = deviceIdOf(index);
    const key = { version: KEY_VERSION, secret: secretOf(deviceId) };
    const options = { index, deviceId, key, firstBootId: 1, heartbeatMs: 600_000 };
    devices.push(new LightDevice(world, options));
  }
  let on = 0;
  let connected = 0;
  while (connected < count && performance.now() - from < giveUpMs) {
    while (on < count && on - connected < atOnce) devices[on++]?.powerOn();
    await setTimeoutAsync(LOOK_EVERY_MS);
    connected = devices.filter(({ state }) => state === 'connected').length;
  }
  const seconds = (performance.now() - from) / 1_000;
  return { connected, seconds, memoryBefore, ...memoryNow() };
}

serve({
  connect,
  flood(toRun: FloodToRun) {
    flood = new Flood(devices.length, (device) => devices[device]?.press(KEY_RED));
    return flood.run(toRun);
  },
});
