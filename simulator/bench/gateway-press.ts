// The benchmark `press`: how long one red press takes to its PUBACK when nothing else is going on.
import { startGateway, startLoad, startPlatform } from './gateway-run.ts';
import { measureLoopback, measureSync, type Rhythm } from './machine.ts';
import type { Benchmark, Figures } from './model.ts';
import { atMostTimesBaseline } from './reach.ts';
import { inScope, type Scope } from './scope.ts';
import { percentile } from './statistics.ts';

/** Between two presses, so that each comes to an idle gateway. */
const PAUSE_MS = 10;

/** Each device presses once. The first ones teach the compiler. */
const UNCOUNTED_SHARE = 0.5;

export const pressBenchmark: Benchmark = {
  name: 'press',
  title:
    'one red press on an idle gateway, to its PUBACK, beside one fdatasync and one round trip in the same rhythm',
  measurements: (quick) => [
    {
      title: 'press',
      warmups: 0,
      repetitions: quick ? 1 : 5,
      metrics: [
        {
          metric: 'red press → PUBACK, p50; baseline p50 of fdatasync + of a loopback round trip',
          unit: 'ms',
          of: 'p50',
          ...(quick ? {} : { reach: atMostTimesBaseline(2) }),
        },
        { metric: '… p99', unit: 'ms', of: 'p99' },
        { metric: '… memory of the gateway', unit: 'MB', of: 'memoryMb', alone: true },
      ],
      prepare: async (scope) => ({
        ours: () => inScope(scope, (own) => pressAlone(own, quick ? 40 : 400)),
        baseline: () =>
          inScope(scope, (own) =>
            measureAlone(own, { times: quick ? 20 : 200, pauseMs: PAUSE_MS }),
          ),
      }),
    },
  ],
};

async function pressAlone(scope: Scope, devices: number): Promise<Figures> {
  const { url } = await startPlatform(scope);
  const { gateway, port } = await startGateway(scope, { devices, platform: url });
  const load = await startLoad(scope, { port, first: 0, count: devices, sealsEach: true });
  const took = await load.call<number[]>('pressAlone', { pauseMs: PAUSE_MS });
  const counted = took.slice(devices * UNCOUNTED_SHARE);
  return {
    p50: percentile(counted, 0.5),
    p99: percentile(counted, 0.99),
    memoryMb: (await gateway.call<number>('resident')) / 1e6,
  };
}

/** In the same rhythm: after a pause a disk takes longer than in a row. */
async function measureAlone(scope: Scope, rhythm: Rhythm): Promise<Figures> {
  const sync = await measureSync(scope, rhythm);
  const loopback = await measureLoopback(scope, rhythm);
  return { p50: sync.p50 + loopback.p50, p99: sync.p99 + loopback.p99 };
}
