// How late a generator process is with what its timetable wants, at half of the rate that it could send.
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { KEY_GREEN } from '#protocol/messages.ts';
import type { HomeToRun, Sample } from '../generator/messages.ts';
import { GeneratorPool } from '../generator/pool.ts';
import type { PlannedPresses } from '../plan.ts';
import type { Measurement } from './model.ts';
import type { Part } from './part.ts';
import { deviceIdOf, KEY_VERSION, secretOf } from './parts/devices.ts';
import { atMost } from './reach.ts';
import { Scope } from './scope.ts';
import { floodFrom, LIGHT, startSink } from './simulator-light.ts';
import { percentile } from './statistics.ts';

interface Timing {
  homes: number;
  /** Homes are switched on evenly until then, and have as long again to connect. */
  onWithinMs: number;
  pressForMs: number;
}

export function generatorLateness(quick: boolean): Measurement {
  const timing: Timing = quick
    ? { homes: 100, onWithinMs: 200, pressForMs: 2_000 }
    : { homes: 2_000, onWithinMs: 2_000, pressForMs: 6_000 };
  return {
    title: 'generator lateness',
    warmups: 0,
    repetitions: quick ? 1 : 5,
    metrics: [
      {
        metric: 'generator: later than its timetable, p99, at half of its sending rate (same sink)',
        unit: 'ms',
        of: 'p99',
        ...(quick ? {} : { reach: atMost(5, 'ms') }),
      },
      { metric: '… that is', unit: '/s', of: 'offered' },
      { metric: '… receipted of these', unit: '%', of: 'receipted' },
    ],
    async prepare(scope) {
      const { sink, port } = await startSink(scope);
      return { ours: () => measureLateness(scope, sink, port, quick, timing) };
    },
  };
}

async function measureLateness(
  outer: Scope,
  sink: Part,
  port: number,
  quick: boolean,
  timing: Timing,
): Promise<Record<string, number>> {
  const { perSecond } = await floodFrom(outer, LIGHT, sink, port, quick);
  const scope = new Scope();
  await outer.onStop(() => scope.stop());
  const firstAt = timing.onWithinMs * 2;
  const presses = evenly((perSecond as number) / 2, firstAt, timing);
  const samples = await runGenerator(scope, port, presses, timing);
  await scope.stop();
  const sum = (of: 'pressesMade' | 'pressesStored') =>
    samples.reduce((total, sample) => total + sample[of], 0);
  // The first second is the compiler's; its sample comes a little after it has passed.
  const late = samples
    .filter(({ at }) => at > firstAt + 1_500)
    .flatMap((sample) => [...sample.lateness]);
  return {
    p99: percentile(late, 0.99),
    offered: (perSecond as number) / 2,
    receipted: (sum('pressesStored') / sum('pressesMade')) * 100,
  };
}

function evenly(perSecond: number, firstAt: number, { homes, pressForMs }: Timing): PlannedPresses {
  const count = Math.floor((perSecond * pressForMs) / 1_000);
  const at = Float64Array.from(
    { length: count },
    (_, press) => firstAt + press / (perSecond / 1e3),
  );
  const home = Uint32Array.from({ length: count }, (_, press) => press % homes);
  return { at, home, key: new Uint8Array(count).fill(KEY_GREEN) };
}

/** The samples of the whole run and a second more, in which the last receipts come. */
async function runGenerator(
  scope: Scope,
  port: number,
  presses: PlannedPresses,
  { homes, onWithinMs, pressForMs }: Timing,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const pool = new GeneratorPool({ processes: 1 });
  await scope.onStop(() => pool.end());
  pool.on('sample', (sample) => samples.push(sample));
  const failed = once(pool, 'failed').then(([error]) => Promise.reject(error));
  await pool.start({
    gateway: { host: '127.0.0.1', port },
    seed: 1,
    presses,
    epoch: performance.timeOrigin + performance.now(),
    homes: Array.from({ length: homes }, (_, index) => homeOf(index, (index / homes) * onWithinMs)),
  });
  await Promise.race([setTimeoutAsync(onWithinMs * 2 + pressForMs + 1_500), failed]);
  return samples;
}

function homeOf(index: number, powerOnAt: number): HomeToRun {
  const deviceId = deviceIdOf(index);
  return {
    index,
    deviceId,
    kind: 'light',
    group: 'bench',
    powerOnAt,
    heartbeatMs: 600_000,
    secret: secretOf(deviceId),
    keyVersion: KEY_VERSION,
    firstBootId: 1,
  };
}
