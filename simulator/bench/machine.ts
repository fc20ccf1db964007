// The machine by itself: what it is, how fast its disk syncs, how fast its loopback answers.

import { once } from 'node:events';
import { fdatasync as fdatasyncWithCallback, write as writeWithCallback } from 'node:fs';
import { open } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Latency, Machine } from './model.ts';
import { Scope } from './scope.ts';
import { percentile } from './statistics.ts';

const fdatasync = promisify(fdatasyncWithCallback);
const write = promisify(writeWithCallback);

const SYNCS: Rhythm = { times: 200, pauseMs: 0 };
const ROUND_TRIPS: Rhythm = { times: 2_000, pauseMs: 0 };
/** For a look between two runs, which is to take no time. */
const FEW_SYNCS: Rhythm = { times: 40, pauseMs: 0 };
const FEW_ROUND_TRIPS: Rhythm = { times: 400, pauseMs: 0 };
/** So long the processors are watched while nothing of ours runs. */
const WATCH_MS = 1_000;
/** Above this share of all processors no figure says much of us. */
const MAX_BUSY = 0.15;

function latency(times: readonly number[]): Latency {
  const rounded = (share: number) => Number(percentile(times, share).toPrecision(3));
  return { p50: rounded(0.5), p99: rounded(0.99) };
}

/** How often something is measured, and the quiet before each time, milliseconds. */
export interface Rhythm {
  times: number;
  pauseMs: number;
}

async function timed({ times, pauseMs }: Rhythm, work: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let round = 0; round < times; round++) {
    if (pauseMs > 0) await setTimeoutAsync(pauseMs);
    const from = performance.now();
    await work();
    took.push(performance.now() - from);
  }
  return took;
}

/** Appends 4 KB and syncs, as a journal does, in a fresh folder of temporary files. */
export async function measureSync(scope: Scope, rhythm = SYNCS): Promise<Latency> {
  const file = await open(join(await scope.folder(), 'sync'), 'w');
  await scope.onStop(() => file.close());
  const block = Buffer.alloc(4_096, 1);
  const took = await timed(rhythm, async () => {
    await write(file.fd, block);
    await fdatasync(file.fd);
  });
  return latency(took);
}

/** One byte there and back over 127.0.0.1, both ends in this process. */
export async function measureLoopback(scope: Scope, rhythm = ROUND_TRIPS): Promise<Latency> {
  const server = createServer({ noDelay: true }, (socket) => socket.pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await scope.onStop(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await scope.onStop(() => void socket.destroy());
  await once(socket, 'connect');
  const byte = Buffer.alloc(1);
  const took = await timed(rhythm, async () => {
    const back = once(socket, 'data');
    socket.write(byte);
    await back;
  });
  return latency(took);
}

/** What the machine did by itself right before one run. */
export interface Look {
  fdatasyncMs: number;
  loopbackMs: number;
}

/** Medians, of few times. */
export async function lookAtMachine(): Promise<Look> {
  const scope = new Scope();
  try {
    return {
      fdatasyncMs: (await measureSync(scope, FEW_SYNCS)).p50,
      loopbackMs: (await measureLoopback(scope, FEW_ROUND_TRIPS)).p50,
    };
  } finally {
    await scope.stop();
  }
}

/** The share of all processors that is used while this process waits: 0 to 1. */
export async function measureBusy(): Promise<number> {
  const used = () => {
    const times = cpus().map((cpu) => cpu.times);
    const sum = (of: (time: (typeof times)[number]) => number) =>
      times.reduce((total, time) => total + of(time), 0);
    const all = sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq);
    return { all, idle: sum(({ idle }) => idle) };
  };
  const before = used();
  await setTimeoutAsync(WATCH_MS);
  const after = used();
  const share = 1 - (after.idle - before.idle) / (after.all - before.all);
  return Number(share.toFixed(2));
}

export function isTooBusy({ busyBefore }: Machine): boolean {
  return busyBefore > MAX_BUSY;
}

/** `busyBefore`: from `measureBusy`, before the first run of all. */
export async function measureMachine(busyBefore: number): Promise<Machine> {
  const scope = new Scope();
  const [loadBefore] = loadavg() as [number, number, number];
  try {
    return {
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryGb: Number((totalmem() / 2 ** 30).toFixed(1)),
      node: process.version,
      platform: `${type()} ${release()} ${arch()}`,
      loadBefore: Number(loadBefore.toFixed(2)),
      busyBefore,
      fdatasync4kMs: await measureSync(scope),
      loopbackMs: await measureLoopback(scope),
    };
  } finally {
    await scope.stop();
  }
}
