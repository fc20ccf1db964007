// The benchmark `intake`: how many sealed presses and heartbeats a second the gateway takes, beside bare brokers.
import { createHmac } from 'node:crypto';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hmac, prepareKey } from '#protocol/hmac.ts';
import { findMosquitto, startAedes, startMosquitto } from './gateway-baselines.ts';
import { startGateway, startLoad } from './gateway-run.ts';
import type { Benchmark, Figures, Measurement, Metric } from './model.ts';
import type { Part } from './part.ts';
import type { Flooded } from './parts/flood.ts';
import type { LoadFlood } from './parts/load.ts';
import type { MemoryUse } from './parts/serve.ts';
import { findRabbitMq, startRabbitMq } from './rabbitmq.ts';
import { atMost, atMostTimesBaseline, timesBaseline } from './reach.ts';
import { inScope, type Scope } from './scope.ts';

interface Kind {
  of: LoadFlood['of'];
  title: string;
  reach: number;
}

/**
 * Green without a route: stored, receipted and kept. With one, each press would be a webhook call too, and the
 * client of these would be what is measured.
 */
const PRESSES: Kind = {
  of: 'presses',
  title: 'sealed presses (green, kept), QoS 1, on disk and receipted',
  reach: 0.4,
};
const HEARTBEATS: Kind = {
  of: 'heartbeats',
  title: 'sealed heartbeats that ask no receipt, QoS 1',
  reach: 0.9,
};

export const intakeBenchmark: Benchmark = {
  name: 'intake',
  title: 'presses and heartbeats per second, 500 connections × 4 in flight, beside bare brokers',
  measurements: (quick) => [
    ...[PRESSES, HEARTBEATS].map((kind) => intakeOf(kind, quick)),
    macOf(quick),
  ],
};

/** A press in its envelope, which is what most macs cover. */
const COVERED_BYTES = 110;

/** What every frame is sealed with: our own, because libraries take longer and keep more for each key. */
function macOf(quick: boolean): Measurement {
  const secret = new Uint8Array(32).fill(7);
  const covered = new Uint8Array(COVERED_BYTES).fill(3);
  const key = prepareKey(secret);
  const prepared = nobleHmac.create(sha256, secret);
  const times = quick ? 20_000 : 200_000;
  const perMac = (mac: () => Uint8Array): Figures => {
    const from = performance.now();
    for (let index = 0; index < times; index++) mac();
    return { ns: ((performance.now() - from) * 1_000_000) / times };
  };
  const inNode = () => createHmac('sha256', secret).update(covered).digest();
  return {
    title: 'mac',
    warmups: 1,
    repetitions: quick ? 1 : 5,
    metrics: [
      {
        metric: `HMAC-SHA256 of ${COVERED_BYTES} bytes; baseline @noble/hashes with a prepared key`,
        unit: 'ns',
        of: 'ns',
        ...(quick ? {} : { reach: atMostTimesBaseline(0.8) }),
      },
      { metric: '… of node:crypto', unit: 'ns', of: 'node', alone: true },
    ],
    prepare: async () => ({
      ours: async () => ({
        ns: perMac(() => hmac(key, covered)).ns as number,
        node: perMac(inNode).ns as number,
      }),
      baseline: async () => perMac(() => prepared.clone().update(covered).digest()),
    }),
  };
}

function intakeOf(kind: Kind, quick: boolean): Measurement {
  const mosquitto = findMosquitto();
  // What a heartbeat says is lost with its broker.
  const rabbitMq = kind === PRESSES ? findRabbitMq() : undefined;
  const reach = quick ? {} : { reach: timesBaseline(kind.reach) };
  const openPress: Metric = {
    metric: '… heap of the gateway for each press that is open',
    unit: 'B',
    of: 'bytesPerPress',
    alone: true,
    ...(quick ? {} : { reach: atMost(400, 'B') }),
  };
  const beside: Metric = { metric: '… baseline Mosquitto', unit: '/s', of: 'besideMosquitto' };
  const besideDurable: Metric = {
    metric: '… baseline RabbitMQ with a durable queue',
    unit: '/s',
    of: 'besideRabbitMq',
    ...(quick ? {} : { reach: timesBaseline(3) }),
  };
  return {
    title: kind.of,
    warmups: 0,
    repetitions: quick ? 1 : 5,
    metrics: [
      { metric: `${kind.title}; baseline bare Aedes`, unit: '/s', of: 'perSecond', ...reach },
      ...(mosquitto === undefined ? [] : [beside]),
      ...(rabbitMq === undefined ? [] : [besideDurable]),
      { metric: '… per second of CPU of the broker', unit: '/s', of: 'perCore' },
      { metric: '… cores that the broker used', unit: '', of: 'brokerCores' },
      { metric: '… cores that the load used', unit: '', of: 'loadCores' },
      { metric: '… memory of the broker at the end', unit: 'MB', of: 'memoryMb' },
      ...(kind === PRESSES ? [openPress] : []),
    ],
    prepare: async (scope) => ({
      ours: () => floodOurs(scope, kind, quick),
      baseline: () => floodBaselines(scope, kind, quick, { mosquitto, rabbitMq }),
    }),
  };
}

async function floodOurs(outer: Scope, kind: Kind, quick: boolean): Promise<Figures> {
  const awaits = kind.of === 'presses' ? 'receipt' : 'puback';
  return inScope(outer, async (scope) => {
    const { gateway, port } = await startGateway(scope, { devices: connectionsOf(quick) });
    const figures = await flood(scope, { kind, quick, port, awaits, sealsEach: true }, gateway);
    const perSecond = figures.perSecond as number;
    return { ...figures, besideMosquitto: perSecond, besideRabbitMq: perSecond };
  });
}

/** The programs of the brokers that are installed. */
interface Installed {
  mosquitto: string | undefined;
  rabbitMq: string | undefined;
}

async function floodBaselines(
  outer: Scope,
  kind: Kind,
  quick: boolean,
  { mosquitto, rabbitMq }: Installed,
): Promise<Figures> {
  const shared = { kind, quick, awaits: 'puback', sealsEach: false } as const;
  const figures = await inScope(outer, async (scope) => {
    const { aedes, port } = await startAedes(scope);
    return flood(scope, { ...shared, port }, aedes);
  });
  const beside = async (start: (scope: Scope) => Promise<number>) => {
    const flooded = await inScope(outer, async (scope) =>
      flood(scope, { ...shared, port: await start(scope) }),
    );
    return flooded.perSecond as number;
  };
  if (mosquitto !== undefined) {
    figures.besideMosquitto = await beside((scope) => startMosquitto(scope, mosquitto));
  }
  if (rabbitMq !== undefined) {
    const devices = connectionsOf(quick);
    figures.besideRabbitMq = await beside((scope) => startRabbitMq(scope, rabbitMq, devices));
  }
  return figures;
}

interface FloodOf {
  kind: Kind;
  quick: boolean;
  port: number;
  awaits: LoadFlood['awaits'];
  sealsEach: boolean;
}

/** A fresh process for the load and the broker of each run: none has learnt from the one before. */
async function flood(
  scope: Scope,
  { kind, quick, port, awaits, sealsEach }: FloodOf,
  broker?: Part,
): Promise<Figures> {
  const load = await startLoad(scope, { port, first: 0, count: connectionsOf(quick), sealsEach });
  const run = { of: kind.of, awaits, inFlight: 4 };
  const toWarmUp: LoadFlood = { ...run, warmUpMs: 0, countMs: quick ? 300 : 1_500 };
  const toCount: LoadFlood = { ...run, warmUpMs: 0, countMs: quick ? 700 : 3_000 };
  await load.call<Flooded>('flood', toWarmUp);
  // By now every connection has what it needs: what comes on top is that of the presses.
  const before = await broker?.call<MemoryUse>('memoryUse');
  const cpuFrom = (await broker?.call<number>('cpuMs')) ?? 0;
  const from = performance.now();
  const { perSecond, cores, receipts } = await load.call<Flooded>('flood', toCount);
  if (broker === undefined || before === undefined) return { perSecond };
  const cpuMs = (await broker.call<number>('cpuMs')) - cpuFrom;
  const brokerCores = cpuMs / (performance.now() - from);
  const memoryMb = (await broker.call<number>('resident')) / 1e6;
  const after = await broker.call<MemoryUse>('memoryUse');
  return {
    perSecond,
    loadCores: cores,
    brokerCores,
    perCore: perSecond / brokerCores,
    memoryMb,
    bytesPerPress: (after.heap - before.heap) / receipts,
  };
}

function connectionsOf(quick: boolean): number {
  return quick ? 50 : 500;
}
