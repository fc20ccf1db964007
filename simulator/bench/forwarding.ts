// The benchmark `forwarding`: red presses to the platform through each kind of destination, and what holds when one is stuck.
import { FLOWS, STUCK_FLOWS } from './flow-forwarders.ts';
import { FORWARDERS, type Forwarder, STUCK, webhookForwarder } from './forwarders.ts';
import { startGatewayWith, startLoad } from './gateway-run.ts';
import { timesToAccepted } from './gateway-times.ts';
import { measureSync } from './machine.ts';
import type { Benchmark, Figures, Measurement, Metric, Reach } from './model.ts';
import type { Paced, PressesPaced, PressMade } from './parts/load.ts';
import { atLeast, atMost, atMostTimesBaseline } from './reach.ts';
import { inScope, type Scope } from './scope.ts';
import { percentile } from './statistics.ts';

interface Size {
  /** Each presses at most a few times: what is measured is the gateway, not a budget. */
  pressing: number;
  beating: number;
  heartbeatsPerSecond: number;
  redPerSecond: number;
  greenDevices: number;
  greenPerSecond: number;
  warmUpMs: number;
  countMs: number;
}

const FULL: Size = {
  pressing: 400,
  beating: 1_200,
  heartbeatsPerSecond: 6_000,
  redPerSecond: 20,
  greenDevices: 4_000,
  greenPerSecond: 1_000,
  warmUpMs: 4_000,
  countMs: 15_000,
};
const QUICK: Size = {
  pressing: 40,
  beating: 120,
  heartbeatsPerSecond: 600,
  redPerSecond: 20,
  greenDevices: 100,
  greenPerSecond: 100,
  warmUpMs: 500,
  countMs: 1_000,
};

/** When the fallback of a stuck destination begins. The usual 10 s would be too long to repeat often. */
const FALLBACK_AFTER_MS = 2_000;
/** In the rhythm of the presses: after a pause a disk takes longer than in a row. */
const SYNCS = 100;
/** What Mosquitto with a flow in Node-RED takes at its best, p99. */
const RED_P99_MS = 50;

export const forwardingBenchmark: Benchmark = {
  name: 'forwarding',
  title:
    'red press to the acceptance of the platform through each destination, beside the bare exchange; 1,000 green a second; red while a destination is stuck',
  measurements: (quick) => {
    const size = quick ? QUICK : FULL;
    const common = { warmups: 0, repetitions: quick ? 1 : 5 };
    return [
      ...[...FORWARDERS, ...FLOWS].flatMap((forwarder) =>
        [0, size.heartbeatsPerSecond].map((heartbeatsPerSecond) => ({
          ...redThrough(forwarder, { ...size, heartbeatsPerSecond }, quick),
          ...common,
        })),
      ),
      { ...greenOverWebhook(size, quick), ...common },
      ...[...STUCK, ...STUCK_FLOWS].map((forwarder) => ({
        ...redOverFallback(forwarder, size, quick),
        ...common,
      })),
    ];
  },
};

type Part = Omit<Measurement, 'warmups' | 'repetitions'>;

interface Reaches {
  p99?: Reach;
  p50?: Reach;
}

function times(what: string, { p99, p50 }: Reaches = {}): Metric[] {
  return [
    { metric: `${what}, p99`, unit: 'ms', of: 'p99', ...(p99 ? { reach: p99 } : {}) },
    { metric: '… p50', unit: 'ms', of: 'p50', ...(p50 ? { reach: p50 } : {}) },
    { metric: '… longest', unit: 'ms', of: 'max' },
  ];
}

function reachesOf({ beside }: Forwarder, { heartbeatsPerSecond }: Size): Reaches {
  if (beside === undefined) return { p99: atMost(RED_P99_MS, 'ms'), p50: atMostTimesBaseline(1.5) };
  const isIdle = heartbeatsPerSecond === 0;
  return { p99: atMostTimesBaseline(isIdle ? beside.idle : beside.amongHeartbeats) };
}

function redThrough(forwarder: Forwarder, size: Size, quick: boolean): Part {
  const { name, beside } = forwarder;
  const bareName = beside ? forwarder.bareName : `${forwarder.bareName} and one fdatasync`;
  const among = size.heartbeatsPerSecond > 0 ? ' among heartbeats' : '';
  return {
    title: `${name}${among}`,
    metrics: times(
      `red press → platform accepted over ${name}${among}; baseline ${bareName}`,
      quick ? {} : reachesOf(forwarder, size),
    ),
    prepare: async (scope) => ({
      ours: () => inScope(scope, (own) => pressAmong(own, forwarder, size)),
      baseline: () => inScope(scope, (own) => bareRed(own, forwarder, size)),
    }),
  };
}

function greenOverWebhook(size: Size, quick: boolean): Part {
  const reach = quick ? {} : { reach: atLeast(size.greenPerSecond * 0.99, '/s') };
  return {
    title: 'green over webhook',
    metrics: [
      {
        metric: `green presses of ${size.greenDevices} devices accepted over one webhook; baseline ${webhookForwarder.bareName}`,
        unit: '/s',
        of: 'perSecond',
        ...reach,
      },
      ...times('… press → platform accepted'),
    ],
    prepare: async (scope) => ({
      ours: () => inScope(scope, (own) => pressGreen(own, size)),
      baseline: () =>
        inScope(scope, (own) => bareOf(own, webhookForwarder, size, size.greenPerSecond)),
    }),
  };
}

function redOverFallback(forwarder: Forwarder, size: Size, quick: boolean): Part {
  const reaches = quick ? {} : { p99: atMost(FALLBACK_AFTER_MS * 1.1, 'ms') };
  return {
    title: `fallback while ${forwarder.name}`,
    metrics: times(
      `red press → accepted by the fallback (from ${FALLBACK_AFTER_MS} ms on) while ${forwarder.name}`,
      reaches,
    ).map((metric) => ({ ...metric, alone: true })),
    prepare: async (scope) => ({
      ours: () => inScope(scope, (own) => pressPast(own, forwarder, size)),
    }),
  };
}

/** The heartbeats come from a process of their own, so that they make no press late. */
async function pressAmong(scope: Scope, forwarder: Forwarder, size: Size): Promise<Figures> {
  const { pressing, beating, heartbeatsPerSecond, redPerSecond: perSecond } = size;
  const { platform, config, env } = await forwarder.start(scope);
  const { port } = await startGatewayWith(scope, {
    devices: pressing + beating,
    env,
    config: { ...config, routes: { red: 'platform' } },
  });
  const connected = { port, sealsEach: true };
  const presses = await startLoad(scope, { ...connected, first: 0, count: pressing });
  if (heartbeatsPerSecond > 0) {
    const load = await startLoad(scope, { ...connected, first: pressing, count: beating });
    const forMs = size.warmUpMs + size.countMs;
    const beats = load.call('beat', { perSecond: heartbeatsPerSecond, forMs } satisfies Paced);
    // It is stopped with the scope: then it has no answer.
    beats.catch(() => {});
  }
  await presses.call('press', { perSecond, forMs: size.warmUpMs } satisfies PressesPaced);
  const counted: PressesPaced = { perSecond, forMs: size.countMs };
  const made = await presses.call<PressMade[]>('press', counted);
  return figuresOf(await timesToAccepted(platform, made));
}

async function pressGreen(scope: Scope, size: Size): Promise<Figures> {
  const { platform, config, env } = await webhookForwarder.start(scope);
  const { port } = await startGatewayWith(scope, {
    devices: size.greenDevices,
    env,
    config: { ...config, routes: { green: 'platform' } },
  });
  const load = await startLoad(scope, {
    port,
    sealsEach: true,
    first: 0,
    count: size.greenDevices,
  });
  const pace = { perSecond: size.greenPerSecond, key: 'green' as const };
  await load.call('press', { ...pace, forMs: size.warmUpMs } satisfies PressesPaced);
  const counted: PressesPaced = { ...pace, forMs: size.countMs };
  const made = await load.call<PressMade[]>('press', counted);
  const took = await timesToAccepted(platform, made);
  return { ...figuresOf(took), perSecond: rateOf(made, took) };
}

async function pressPast(scope: Scope, forwarder: Forwarder, size: Size): Promise<Figures> {
  const stuck = await forwarder.start(scope);
  const duty = await webhookForwarder.start(scope);
  const { port } = await startGatewayWith(scope, {
    devices: size.pressing,
    env: { ...stuck.env, ...duty.env },
    config: {
      ...stuck.config,
      destinations: { ...stuck.config.destinations, duty: duty.config.destinations.platform },
      routes: {
        red: { to: 'platform', fallback: { to: 'duty', after: `${FALLBACK_AFTER_MS}ms` } },
      },
    },
  });
  const presses = await startLoad(scope, { port, sealsEach: true, first: 0, count: size.pressing });
  const counted: PressesPaced = { perSecond: size.redPerSecond, forMs: size.countMs };
  const made = await presses.call<PressMade[]>('press', counted);
  return figuresOf(await timesToAccepted(duty.platform, made));
}

/** The same exchange in the same rhythm without a gateway, from the sending to the platform's acceptance. */
async function bareOf(
  scope: Scope,
  forwarder: Forwarder,
  size: Size,
  perSecond: number,
): Promise<Figures> {
  const { platform, send } = await forwarder.startBare(scope);
  await send({ perSecond, forMs: size.warmUpMs });
  const made = await send({ perSecond, forMs: size.countMs });
  const took = await timesToAccepted(platform, made);
  return { ...figuresOf(took), perSecond: rateOf(made, took) };
}

/** What nobody can be quicker than who keeps a press before it is answered. */
async function bareRed(scope: Scope, forwarder: Forwarder, size: Size): Promise<Figures> {
  const figures = await bareOf(scope, forwarder, size, size.redPerSecond);
  if (forwarder.beside) return figures;
  const rhythm = { times: SYNCS, pauseMs: 1e3 / size.redPerSecond };
  const { p50, p99 } = await measureSync(scope, rhythm);
  return { ...figures, p50: (figures.p50 as number) + p50, p99: (figures.p99 as number) + p99 };
}

function figuresOf(took: readonly number[]): Figures {
  return {
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    max: percentile(took, 1),
  };
}

/** From when the first was due to the acceptance of the last. */
function rateOf(made: readonly PressMade[], took: readonly number[]): number {
  const first = made[0]?.at ?? 0;
  const last = Math.max(...made.map(({ at }, index) => at + (took[index] as number)));
  return (made.length / (last - first)) * 1e3;
}
