// The benchmark `storm`: a district comes back at once, and some of its devices have a red press waiting.
import { readFileSync } from 'node:fs';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { startGateway, startPlatform } from './gateway-run.ts';
import { timesToAccepted } from './gateway-times.ts';
import type { Benchmark, Figures } from './model.ts';
import { Part } from './part.ts';
import { sharedNow } from './parts/shared-clock.ts';
import type { Stormed, StormToRaise } from './parts/storm.ts';
import { atLeast, atMostInEach } from './reach.ts';
import { inScope, type Scope } from './scope.ts';
import { percentile } from './statistics.ts';

const STORM = new URL('./parts/storm.ts', import.meta.url);

/** A process has 20,000 open files at most, and the gateway's is a process too. */
const PROCESSES = 2;
const GIVE_UP_MS = 60_000;
/** The gateway has closed what was cut. */
const CALM_MS = 2_000;
/** How long before the storm the processes are told, so that it starts in all of them at once. */
const TOLD_BEFORE_MS = 200;

interface Size {
  devices: number;
  red: number;
}

export const stormBenchmark: Benchmark = {
  name: 'storm',
  title:
    '15,000 devices reconnect at once, 150 with a red press, each timed from its own connect(); baseline: none says so in CONNECT',
  measurements: (quick) => {
    const size: Size = quick ? { devices: 600, red: 6 } : { devices: 15_000, red: 150 };
    return [
      {
        title: 'storm',
        warmups: 0,
        repetitions: quick ? 1 : 5,
        metrics: [
          {
            metric: 'red accepted, p99, as a share of the time until every device is back',
            unit: '',
            of: 'share',
            ...(quick ? {} : { reach: atMostInEach(0.15, '') }),
          },
          { metric: '… red press → platform accepted, p50', unit: 'ms', of: 'p50' },
          { metric: '… red press → platform accepted, p99', unit: 'ms', of: 'p99' },
          { metric: '… until every device is back', unit: 'ms', of: 'everyMs' },
          {
            metric: '… from the first connect() to the last one back',
            unit: 'ms',
            of: 'allBackMs',
          },
          {
            metric: `… devices back within ${GIVE_UP_MS / 1e3} s`,
            unit: '',
            of: 'back',
            ...(quick ? {} : { reach: atLeast(size.devices, '') }),
          },
          { metric: '… memory of the gateway at the end', unit: 'MB', of: 'memoryMb' },
          {
            metric:
              '… connections that the kernel keeps for the gateway: it drops more, red or not',
            unit: '',
            of: 'kernelQueue',
            alone: true,
          },
        ],
        prepare: async (scope) => {
          const side = (tellsPending: boolean) => () =>
            inScope(scope, (own) => raise(own, size, tellsPending));
          return { ours: side(true), baseline: side(false) };
        },
      },
    ];
  },
};

async function raise(scope: Scope, size: Size, tellsPending: boolean): Promise<Figures> {
  const { platform, url } = await startPlatform(scope);
  const { gateway, port } = await startGateway(scope, { devices: size.devices, platform: url });
  const count = size.devices / PROCESSES;
  const parts = await Promise.all(
    Array.from({ length: PROCESSES }, () => Part.start(scope, STORM)),
  );
  await Promise.all(
    parts.map(async (part, place) => {
      const redEvery = size.devices / size.red;
      const common = { port, count, redEvery, tellsPending, giveUpMs: GIVE_UP_MS };
      const toRaise: StormToRaise = { ...common, first: place * count };
      const connected = await part.call<number>('connect', toRaise);
      if (connected < count) throw new Error(`${connected} of ${count} connected before the storm`);
    }),
  );
  await Promise.all(parts.map((part) => part.call('cut')));
  await setTimeoutAsync(CALM_MS);
  const at = sharedNow() + TOLD_BEFORE_MS;
  const stormed = await Promise.all(parts.map((part) => part.call<Stormed>('storm', { at })));
  const took = await timesToAccepted(
    platform,
    stormed.flatMap(({ red }) => red),
  );
  const back = stormed.reduce((sum, { connected }) => sum + connected, 0);
  // When some are still away, they will take longer than this.
  const lastMs = Math.max(...stormed.map((reconnected) => reconnected.lastBackMs));
  const longestMs = Math.max(...stormed.map((reconnected) => reconnected.longestMs));
  const [allBackMs, everyMs] =
    back === size.devices ? [lastMs, longestMs] : [GIVE_UP_MS, GIVE_UP_MS];
  const p50 = percentile(took, 0.5);
  const p99 = percentile(took, 0.99);
  const memoryMb = (await gateway.call<number>('resident')) / 1e6;
  const kernelQueue = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  return { p50, p99, back, everyMs, allBackMs, share: p99 / everyMs, memoryMb, kernelQueue };
}
