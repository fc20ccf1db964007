// The benchmark `memory`: what one more connected device costs the gateway, beside bare Aedes.
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { startAedes } from './gateway-baselines.ts';
import { startGateway, startLoad } from './gateway-run.ts';
import type { Benchmark, Figures } from './model.ts';
import type { Part } from './part.ts';
import type { LoadToConnect } from './parts/load.ts';
import type { MemoryUse } from './parts/serve.ts';
import { atMostAboveBaseline } from './reach.ts';
import { inScope, type Scope } from './scope.ts';

/** What is on its way when the last one has connected. */
const SETTLE_MS = 1_000;

export const memoryBenchmark: Benchmark = {
  name: 'memory',
  title: 'memory per connected idle device, beside bare Aedes',
  measurements: (quick) => {
    const sizes: [number, number] = quick ? [100, 500] : [2_000, 10_000];
    const reach = quick ? {} : { reach: atMostAboveBaseline(1, 'kB') };
    return [
      {
        title: 'memory',
        warmups: 0,
        repetitions: quick ? 1 : 5,
        metrics: [
          {
            metric: `heap and buffers per device, from ${sizes.join(' to ')}; baseline bare Aedes`,
            unit: 'kB',
            of: 'heapKb',
            ...reach,
          },
          { metric: '… resident memory per device', unit: 'kB', of: 'residentKb' },
          { metric: `… resident memory with ${sizes[1]} devices`, unit: 'MB', of: 'residentMb' },
        ],
        prepare: async (scope) => ({
          ours: () =>
            inScope(scope, async (own) => {
              const { gateway, port } = await startGateway(own, { devices: sizes[1] });
              return grow(own, gateway, port, sizes);
            }),
          baseline: () =>
            inScope(scope, async (own) => {
              const { aedes, port } = await startAedes(own);
              return grow(own, aedes, port, sizes);
            }),
        }),
      },
    ];
  },
};

/** The slope between two sizes: what a process costs by itself falls out. */
async function grow(
  scope: Scope,
  broker: Part,
  port: number,
  [few, many]: [number, number],
): Promise<Figures> {
  const before = await withDevices(scope, broker, { port, first: 0, count: few });
  const after = await withDevices(scope, broker, { port, first: few, count: many - few });
  const perDevice = (of: keyof MemoryUse) => (after[of] - before[of]) / (many - few) / 1e3;
  return {
    heapKb: perDevice('heap'),
    residentKb: perDevice('resident'),
    residentMb: after.resident / 1e6,
  };
}

async function withDevices(
  scope: Scope,
  broker: Part,
  toConnect: Omit<LoadToConnect, 'sealsEach'>,
): Promise<MemoryUse> {
  await startLoad(scope, { ...toConnect, sealsEach: true });
  await setTimeoutAsync(SETTLE_MS);
  return broker.call<MemoryUse>('memoryUse');
}
