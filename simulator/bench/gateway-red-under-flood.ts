// The benchmark `red-under-flood`: red presses until the platform accepts them, among heartbeats and without.
import { startGateway, startLoad, startPlatform } from './gateway-run.ts';
import { timesToAccepted } from './gateway-times.ts';
import type { Benchmark, Figures } from './model.ts';
import type { Paced, PressMade } from './parts/load.ts';
import { atMostTimesBaseline } from './reach.ts';
import { inScope, type Scope } from './scope.ts';
import { percentile } from './statistics.ts';

interface Size {
  /** Each presses at most a few times: what is measured is the gateway, not a budget. */
  pressing: number;
  beating: number;
  heartbeatsPerSecond: number;
  redPerSecond: number;
  warmUpMs: number;
  countMs: number;
}

const FULL: Size = {
  pressing: 400,
  beating: 1_200,
  heartbeatsPerSecond: 6_000,
  redPerSecond: 20,
  warmUpMs: 4_000,
  countMs: 15_000,
};
const QUICK: Size = {
  pressing: 40,
  beating: 120,
  heartbeatsPerSecond: 600,
  redPerSecond: 20,
  warmUpMs: 500,
  countMs: 1_500,
};

export const redUnderFloodBenchmark: Benchmark = {
  name: 'red-under-flood',
  title:
    '20 red presses a second to the platform among 6,000 heartbeats a second, and without these',
  measurements: (quick) => [
    {
      title: 'red under flood',
      warmups: 0,
      repetitions: quick ? 1 : 5,
      metrics: [
        {
          metric: 'red press → platform accepted, p99; baseline without heartbeats',
          unit: 'ms',
          of: 'p99',
          ...(quick ? {} : { reach: atMostTimesBaseline(2) }),
        },
        { metric: '… p50', unit: 'ms', of: 'p50' },
        { metric: '… heartbeats sent', unit: '/s', of: 'heartbeats', alone: true },
        { metric: '… cores that the gateway used', unit: '', of: 'gatewayCores' },
        { metric: '… memory of the gateway at the end', unit: 'MB', of: 'memoryMb' },
      ],
      prepare: async (scope) => {
        const size = quick ? QUICK : FULL;
        const side = (heartbeats: number) => () =>
          inScope(scope, (own) => pressAmong(own, { ...size, heartbeatsPerSecond: heartbeats }));
        return { ours: side(size.heartbeatsPerSecond), baseline: side(0) };
      },
    },
  ],
};

/** The heartbeats come from a process of their own, so that they make no press late. */
async function pressAmong(scope: Scope, size: Size): Promise<Figures> {
  const { platform, url } = await startPlatform(scope);
  const { pressing, beating } = size;
  const { gateway, port } = await startGateway(scope, {
    devices: pressing + beating,
    platform: url,
  });
  const connected = { port, sealsEach: true };
  const presses = await startLoad(scope, { ...connected, first: 0, count: pressing });
  const heartbeats = await startLoad(scope, { ...connected, first: pressing, count: beating });
  const sent = heartbeats.call<number>('beat', {
    perSecond: size.heartbeatsPerSecond,
    forMs: size.warmUpMs + size.countMs,
  } satisfies Paced);
  // Awaited below: until then a failure must not be one that nobody handles.
  sent.catch(() => {});
  const perSecond = size.redPerSecond;
  await presses.call('press', { perSecond, forMs: size.warmUpMs } satisfies Paced);
  const cpuFrom = await gateway.call<number>('cpuMs');
  const counted: Paced = { perSecond, forMs: size.countMs };
  const made = await presses.call<PressMade[]>('press', counted);
  const gatewayCores = ((await gateway.call<number>('cpuMs')) - cpuFrom) / size.countMs;
  const took = await timesToAccepted(platform, made);
  return {
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    heartbeats: await sent,
    gatewayCores,
    memoryMb: (await gateway.call<number>('resident')) / 1e6,
  };
}
