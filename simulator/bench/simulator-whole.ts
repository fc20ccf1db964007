// Whole virtual homes in one process, connected to a real gateway in another.
import type { Measurement } from './model.ts';
import { Part } from './part.ts';
import type { GatewayToStart } from './parts/gateway.ts';
import type { HomesConnected, HomesToConnect } from './parts/whole-homes.ts';
import { atLeast, atMost } from './reach.ts';
import { Scope } from './scope.ts';

const GATEWAY = new URL('./parts/gateway.ts', import.meta.url);
const HOMES = new URL('./parts/whole-homes.ts', import.meta.url);

export function wholeHomes(quick: boolean): Measurement {
  const count = quick ? 500 : 15_000;
  const server = 'gateway in another process, journal on disk';
  return {
    title: 'whole homes',
    warmups: 0,
    repetitions: 1,
    metrics: [
      {
        metric: `whole homes connected, one process (${server})`,
        unit: '',
        of: 'connected',
        reach: atLeast(count, ''),
      },
      { metric: '… until all are connected', unit: 's', of: 'seconds', reach: atMost(60, 's') },
      {
        metric: '… memory of the process, at most',
        unit: 'GB',
        of: 'memoryGb',
        reach: atMost(1.2, 'GB'),
      },
      { metric: '… memory growth per home', unit: 'kB', of: 'homeKb' },
      { metric: '… memory growth per home in the gateway', unit: 'kB', of: 'gatewayKb' },
    ],
    prepare: async (scope) => ({ ours: () => runHomes(scope, count) }),
  };
}

async function runHomes(outer: Scope, count: number): Promise<Record<string, number>> {
  const scope = new Scope();
  await outer.onStop(() => scope.stop());
  const folder = await scope.folder();
  const gateway = await Part.start(scope, GATEWAY);
  const homes = await Part.start(scope, HOMES);
  const port = await gateway.call<number>('start', {
    folder,
    devices: count,
  } satisfies GatewayToStart);
  const gatewayBefore = await gateway.call<number>('memory');
  const toConnect: HomesToConnect = { port, count, atOnce: 200, giveUpMs: 180_000 };
  const found = await homes.call<HomesConnected>('connect', toConnect);
  const { seconds, memoryBefore, memoryAfter, memoryPeak } = found;
  const connected = Math.min(found.connected, await gateway.call<number>('connected'));
  const gatewayAfter = await gateway.call<number>('memory');
  await scope.stop();
  return {
    connected,
    seconds,
    memoryGb: memoryPeak / 1e9,
    homeKb: (memoryAfter - memoryBefore) / connected / 1e3,
    gatewayKb: (gatewayAfter - gatewayBefore) / connected / 1e3,
  };
}
