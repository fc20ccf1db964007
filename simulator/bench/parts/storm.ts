// A share of the devices of a storm: connected in calm, cut, and all back at once.

import { performance } from 'node:perf_hooks';
import {
  setImmediate as setImmediateAsync,
  setTimeout as setTimeoutAsync,
} from 'node:timers/promises';
import { standardSettings } from '#firmware/src/core/settings.ts';
import { systemClock } from '#gateway/system/clock.ts';
import { Scheduler } from '#gateway/system/scheduler.ts';
import { KEY_VERSION } from './devices.ts';
import type { PressMade } from './load.ts';
import { serve } from './serve.ts';
import { sharedNow } from './shared-clock.ts';
import { StormDevice, type StormWorld } from './storm-device.ts';

export interface StormToRaise {
  port: number;
  first: number;
  count: number;
  /** Every so many-th device has a red press waiting when it comes back. */
  redEvery: number;
  tellsPending: boolean;
  giveUpMs: number;
}

export interface Stormed {
  connected: number;
  /** Milliseconds from the first attempts on until the last of these was. */
  lastBackMs: number;
  /** The longest that one of these took from its own first attempt, milliseconds. */
  longestMs: number;
  red: PressMade[];
}

const CONNECTING_AT_ONCE = 200;
const LOOK_EVERY_MS = 20;
const STARTED_PER_TICK = 50;

const devices: StormDevice[] = [];
let redEvery = 1;
let giveUpMs = 0;
let connected = 0;
let lastAt = 0;
let longestMs = 0;

function worldAt({ port, tellsPending }: StormToRaise): StormWorld {
  const now = () => performance.now();
  const gateway = { host: '127.0.0.1', port };
  const address = { ...gateway, tls: false };
  const { limits } = standardSettings('', new Uint8Array(), KEY_VERSION, address, null);
  return {
    gateway,
    limits,
    now,
    tellsPending,
    alarms: new Scheduler(systemClock),
    random: Math.random,
    connected({ startedAt }) {
      connected++;
      lastAt = sharedNow();
      longestMs = Math.max(longestMs, lastAt - startedAt);
    },
  };
}

async function connect(toRaise: StormToRaise): Promise<number> {
  const world = worldAt(toRaise);
  ({ redEvery, giveUpMs } = toRaise);
  const until = performance.now() + giveUpMs;
  while (connected < toRaise.count && performance.now() < until) {
    while (devices.length < toRaise.count && devices.length - connected < CONNECTING_AT_ONCE) {
      const device = new StormDevice(world, toRaise.first + devices.length);
      devices.push(device);
      device.start();
    }
    await setTimeoutAsync(LOOK_EVERY_MS);
  }
  return connected;
}

/** Breaks every connection. */
function cut(): void {
  for (const device of devices) device.cut();
  connected = 0;
  longestMs = 0;
}

/** A tick of this process doesn't last so long that a CONNECT waits here for the sockets of all others. */
async function startAll(): Promise<void> {
  for (const [place, device] of devices.entries()) {
    device.start();
    if (place % STARTED_PER_TICK === 0) await setImmediateAsync();
  }
}

/** All come back from `at` on, by `sharedNow`. Red ones are spread evenly among the others. */
async function storm({ at }: { at: number }): Promise<Stormed> {
  const pressed = devices.filter((_, place) => place % redEvery === redEvery - 1);
  const ids = pressed.map((device) => device.press());
  await setTimeoutAsync(at - sharedNow());
  await startAll();
  while (connected < devices.length && sharedNow() - at < giveUpMs) {
    await setTimeoutAsync(LOOK_EVERY_MS);
  }
  // From its own first attempt: that this process takes seconds to begin them all is not the gateway's doing.
  const red = pressed.map(({ startedAt }, place) => ({ id: ids[place] as string, at: startedAt }));
  return { connected, lastBackMs: lastAt - at, longestMs, red };
}

serve({ connect, cut, storm });
