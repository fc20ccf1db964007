// Plans and pools for the tests of the generators.

import { EventEmitter } from 'node:events';
import { performance } from 'node:perf_hooks';
import { onTestFinished } from 'vitest';
import { DEFAULT_INTAKE } from '#gateway/device-link/options.ts';
import { KEY_RED, type Key } from '#protocol/messages.ts';
import type { GatewayAddress, HomeToRun, Sample } from '#simulator/generator/messages.ts';
import { GeneratorPool, type PoolStart } from '#simulator/generator/pool.ts';
import { Ledger } from '#simulator/ledger.ts';
import type { HomeKind, PlannedPress } from '#simulator/plan.ts';
import type { PlatformOptions } from '#simulator/platform.ts';
import { TestBench, testDevice } from '#test/support/test-gateway.ts';
import { untilAfter } from '#test/support/until.ts';

export const idOf = (index: number) => `CB-${String(index).padStart(4, '0')}`;
export const HOST = '127.0.0.1';

export async function startBench(
  homes: number,
  platform: Partial<PlatformOptions> = {},
): Promise<TestBench> {
  const ids = Array.from({ length: homes }, (_, index) => idOf(index));
  // A generator makes one home send as much as it likes.
  const change = () => ({ intake: { ...DEFAULT_INTAKE, flood: 'off' as const } });
  const bench = await TestBench.start(ids, change, platform);
  onTestFinished(() => bench.close());
  return bench;
}

export function home(index: number, kind: HomeKind, changes: Partial<HomeToRun> = {}): HomeToRun {
  const deviceId = idOf(index);
  const { secret } = testDevice(deviceId).keys[0]!;
  return {
    index,
    deviceId,
    kind,
    group: 'g',
    powerOnAt: 0,
    heartbeatMs: 600_000,
    secret,
    keyVersion: 1,
    firstBootId: 1,
    ...changes,
  };
}

export function plan(
  gateway: GatewayAddress,
  homes: HomeToRun[],
  presses: (Omit<PlannedPress, 'key'> & { key?: Key })[],
): PoolStart {
  const sorted = [...presses].sort((a, b) => a.at - b.at);
  return {
    gateway,
    homes,
    seed: 1,
    epoch: performance.timeOrigin + performance.now(),
    presses: {
      at: Float64Array.from(sorted, ({ at }) => at),
      home: Uint32Array.from(sorted, (press) => press.home),
      key: Uint8Array.from(sorted, ({ key }) => key ?? KEY_RED),
    },
  };
}

/** A pool, and what it has told so far, summed up. */
export class PoolBench {
  readonly pool: GeneratorPool;
  readonly samples: Sample[] = [];
  readonly #changed = new EventEmitter();

  constructor(processes = 1) {
    this.pool = new GeneratorPool({ processes });
    this.pool.on('sample', (sample) => {
      this.samples.push(sample);
      this.#changed.emit('change');
    });
    onTestFinished(() => this.pool.end());
  }

  sum(of: 'pressesMade' | 'pressesSkipped' | 'pressesStored' | 'heartbeatsSent'): number {
    return this.samples.reduce((total, sample) => total + sample[of], 0);
  }

  all(of: 'toStored' | 'toAccepted' | 'redToAccepted' | 'lateness'): number[] {
    return this.samples.flatMap((sample) => [...sample[of]]);
  }

  /** Resolves when `is` holds; looked at after every sample. */
  async until(is: () => boolean): Promise<void> {
    await untilAfter(this.#changed, 'change', is);
  }

  /** The rows of all processes, and how often which press was seen accepted. */
  async collect() {
    const { ledger, acceptedSeen } = await this.pool.collect();
    const rows = ledger.flatMap((columns) => {
      const { columns: c } = new Ledger(columns);
      return Array.from({ length: c.length }, (_, row) => ({
        id: `${idOf(c.home[row]!)}/${c.bootId[row]}/${c.seq[row]}`,
        home: c.home[row]!,
        bootId: c.bootId[row]!,
        key: c.key[row]!,
        state: c.state[row]!,
        intendedAt: c.intendedAt[row]!,
        madeAt: c.madeAt[row]!,
        storedAt: c.storedAt[row]!,
        acceptedAt: c.acceptedAt[row]!,
        answeredAt: c.answeredAt[row]!,
      }));
    });
    const seen = acceptedSeen.flatMap(({ home: homes, bootId, seq, at }) =>
      Array.from(homes, (index, row) => ({
        id: `${idOf(index)}/${bootId[row]}/${seq[row]}`,
        at: at[row]!,
      })),
    );
    return { rows: rows.sort((a, b) => a.intendedAt - b.intendedAt), seen };
  }
}
