// The benchmark `updates`: red presses until the platform accepts them while 1,000 devices of one stage get an update, and without.
import { join } from 'node:path';
import { askGateway } from '#gateway/management/socket-client.ts';
import { controlPath } from '#gateway/management/socket-server.ts';
import { imageFile } from '../updates/image.ts';
import { configureGateway, runGateway, startLoad, startPlatform } from './gateway-run.ts';
import { timesToAccepted } from './gateway-times.ts';
import type { Benchmark, Figures } from './model.ts';
import { Part } from './part.ts';
import type { Paced, PressMade } from './parts/load.ts';
import type { Received, UpdatingToConnect } from './parts/updating.ts';
import { atMost, atMostTimesBaseline } from './reach.ts';
import { inScope, type Scope } from './scope.ts';
import { percentile } from './statistics.ts';

const UPDATING = new URL('./parts/updating.ts', import.meta.url);
const GROUP = 'updating';
/** As many as the gateway lets have chunks at the same time. */
const AT_ONCE = 200;
/** More than a device gets while it is measured. */
const SCRIPT_BYTES = 200_000;

interface Size {
  pressing: number;
  /** Of the last stage. */
  updating: number;
  /** Of the stages before it: 1, 1 % and 10 % of all. */
  before: number;
  redPerSecond: number;
  warmUpMs: number;
  countMs: number;
}

const FULL: Size = {
  pressing: 400,
  updating: 1_000,
  before: 112,
  redPerSecond: 20,
  warmUpMs: 4_000,
  countMs: 20_000,
};
const QUICK: Size = {
  ...FULL,
  pressing: 40,
  updating: 200,
  before: 23,
  warmUpMs: 500,
  countMs: 2_500,
};

export const updatesBenchmark: Benchmark = {
  name: 'updates',
  title:
    '20 red presses a second to the platform while 1,000 devices in one stage get an update, and without',
  measurements: (quick) => [
    {
      title: 'red during an update',
      warmups: 0,
      repetitions: quick ? 1 : 5,
      metrics: [
        {
          metric: 'red press → platform accepted, p99; baseline without an update',
          unit: 'ms',
          of: 'p99',
          ...(quick ? {} : { reach: atMostTimesBaseline(1.2) }),
        },
        { metric: '… p50', unit: 'ms', of: 'p50' },
        {
          metric: '… bytes to one device in its busiest second',
          unit: 'B',
          of: 'mostBytesPerSecond',
          alone: true,
          ...(quick ? {} : { reach: atMost(2_000, 'B') }),
        },
        {
          metric: '… bytes to a device and second',
          unit: 'B/s',
          of: 'bytesPerSecond',
          alone: true,
        },
        {
          metric: '… devices that got chunks at the same time',
          unit: '',
          of: 'devices',
          alone: true,
        },
        { metric: '… cores that the gateway used', unit: '', of: 'gatewayCores' },
      ],
      prepare: async (scope) => {
        const size = quick ? QUICK : FULL;
        const side = (isUpdating: boolean) => () =>
          inScope(scope, (own) => pressDuring(own, size, isUpdating));
        return { ours: side(true), baseline: side(false) };
      },
    },
  ],
};

async function pressDuring(scope: Scope, size: Size, isUpdating: boolean): Promise<Figures> {
  const { platform, url } = await startPlatform(scope);
  const { pressing, updating: taking, before } = size;
  const count = taking + before;
  // Those that press are of no update: the ones that get it would be let alone during their calls.
  const configured = await configureGateway(scope, {
    devices: count + pressing,
    platform: url,
    groupOf: (index) => (index < count ? GROUP : 'pressing'),
  });
  const gateway = await runGateway(scope, configured);
  const { port, folder } = configured;
  const presses = await startLoad(scope, { port, first: count, count: pressing, sealsEach: true });
  const updating = await Part.start(scope, UPDATING);
  const toConnect: UpdatingToConnect = { port, first: 0, count, good: before };
  await updating.call('connect', toConnect);
  if (isUpdating) {
    await beginUpdate(join(folder, 'data'));
    await updating.call('underWay', Math.min(AT_ONCE, taking) * 0.9);
  }
  const perSecond = size.redPerSecond;
  await presses.call('press', { perSecond, forMs: size.warmUpMs } satisfies Paced);
  await updating.call('begin');
  const cpuFrom = await gateway.call<number>('cpuMs');
  const made = await presses.call<PressMade[]>('press', { perSecond, forMs: size.countMs });
  const gatewayCores = ((await gateway.call<number>('cpuMs')) - cpuFrom) / size.countMs;
  const { devices, mostBytesPerSecond, bytesPerSecond } = await updating.call<Received>(
    'received',
    size.countMs,
  );
  const took = await timesToAccepted(platform, made);
  return {
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    devices,
    mostBytesPerSecond,
    bytesPerSecond,
    gatewayCores,
  };
}

async function beginUpdate(data: string): Promise<void> {
  const socket = controlPath({ data });
  const file = imageFile({ scripts: { main: 'x'.repeat(SCRIPT_BYTES) } });
  const image = file.toString('base64');
  const { sha256 } = await askGateway(socket, '/updates', 'store', { by: 'bench', image });
  const scope = { group: GROUP };
  await askGateway(socket, '/updates', 'begin', { by: 'bench', image: sha256, scope });
}
