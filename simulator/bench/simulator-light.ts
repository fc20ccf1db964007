// Light devices in one process: how many fit, and how fast they send compared with mqtt.js.
import type { Figures, Measurement } from './model.ts';
import { Part } from './part.ts';
import type { Flooded, FloodToRun } from './parts/flood.ts';
import type { HomesConnected, HomesToConnect } from './parts/whole-homes.ts';
import { atLeast, atMost, timesBaseline } from './reach.ts';
import { Scope } from './scope.ts';

const SINK = new URL('./parts/sink.ts', import.meta.url);
export const LIGHT = new URL('./parts/light-homes.ts', import.meta.url);
const MQTTJS = new URL('./parts/mqttjs-homes.ts', import.meta.url);

const GIVE_UP_MS = 180_000;

export function lightHomes(quick: boolean): Measurement {
  const count = quick ? 500 : 19_000;
  return {
    title: 'light homes',
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: 'light homes connected, one process (sink in another process)',
        unit: '',
        of: 'connected',
        reach: atLeast(count, ''),
      },
      { metric: '… until all are connected', unit: 's', of: 'seconds' },
      {
        metric: '… memory growth per home',
        unit: 'kB',
        of: 'homeKb',
        // A few hundred don't pay for the process itself.
        ...(quick ? {} : { reach: atMost(20, 'kB') }),
      },
    ],
    async prepare(scope) {
      const { port } = await startSink(scope);
      return { ours: () => connectAll(scope, { port, count, atOnce: 500, giveUpMs: GIVE_UP_MS }) };
    },
  };
}

async function connectAll(scope: Scope, homes: HomesToConnect): Promise<Figures> {
  const part = await Part.start(scope, LIGHT);
  const found = await part.call<HomesConnected>('connect', homes);
  const { connected, seconds, memoryBefore, memoryAfter } = found;
  return { connected, seconds, homeKb: (memoryAfter - memoryBefore) / connected / 1e3 };
}

export async function startSink(scope: Scope): Promise<{ sink: Part; port: number }> {
  const sink = await Part.start(scope, SINK);
  return { sink, port: await sink.call<number>('start') };
}

export function sendingRate(quick: boolean): Measurement {
  const server = 'sink in another process that PUBACKs and receipts';
  return {
    title: 'sending rate',
    warmups: quick ? 0 : 1,
    repetitions: quick ? 1 : 5,
    metrics: [
      {
        metric: `sealed presses, QoS 1, to their receipts, one process; baseline mqtt.js (${server})`,
        unit: '/s',
        of: 'perSecond',
        ...(quick ? {} : { reach: timesBaseline(3) }),
      },
      { metric: '… per second of CPU of the process', unit: '/s', of: 'perCore' },
      { metric: '… cores that the process used', unit: '', of: 'cores' },
      { metric: '… cores that the sink used', unit: '', of: 'sinkCores' },
    ],
    async prepare(scope) {
      const { sink, port } = await startSink(scope);
      const flood = (file: URL) => floodFrom(scope, file, sink, port, quick);
      return { ours: () => flood(LIGHT), baseline: () => flood(MQTTJS) };
    },
  };
}

/**
 * 500 connections with four presses each on the way: enough that neither side waits for the network.
 * A fresh process for each run, because a compiler that has learnt is not what the next run has.
 */
export async function floodFrom(
  outer: Scope,
  file: URL,
  sink: Part,
  port: number,
  quick: boolean,
): Promise<Figures> {
  const toRun: FloodToRun = quick
    ? { inFlight: 4, warmUpMs: 200, countMs: 500 }
    : { inFlight: 4, warmUpMs: 1_000, countMs: 4_000 };
  const scope = new Scope();
  await outer.onStop(() => scope.stop());
  const part = await Part.start(scope, file);
  const count = quick ? 50 : 500;
  const homes: HomesToConnect = { port, count, atOnce: 100, giveUpMs: GIVE_UP_MS };
  await part.call<HomesConnected>('connect', homes);
  const from = performance.now();
  const cpu = await sink.call<number>('cpuMs');
  const { perSecond, cores } = await part.call<Flooded>('flood', toRun);
  const sinkMs = (await sink.call<number>('cpuMs')) - cpu;
  const sinkCores = sinkMs / (performance.now() - from);
  await scope.stop();
  return { perSecond, cores, sinkCores, perCore: perSecond / cores };
}
