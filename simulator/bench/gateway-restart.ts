// The benchmark `restart`: how long the gateway takes until it serves again, with a year in its journal.
import { join } from 'node:path';
import { type ConfiguredGateway, configureGateway, runGateway } from './gateway-run.ts';
import type { Benchmark, Figures } from './model.ts';
import { Part } from './part.ts';
import type { JournalToFill } from './parts/journal-filler.ts';
import { atMost } from './reach.ts';
import { inScope, type Scope } from './scope.ts';

const FILLER = new URL('./parts/journal-filler.ts', import.meta.url);

export const restartBenchmark: Benchmark = {
  name: 'restart',
  title: 'from the start of the process to "ready", with 1,000,000 presses of 100,000 devices',
  measurements: (quick) => {
    const [presses, devices] = quick ? [2_000, 200] : [1_000_000, 100_000];
    return [
      {
        title: 'restart',
        warmups: 0,
        repetitions: 5,
        metrics: [
          {
            metric: 'ready after a SIGKILL; baseline with no devices and an empty journal',
            unit: 's',
            of: 'seconds',
            ...(quick ? {} : { reach: atMost(5, 's') }),
          },
          { metric: '… memory', unit: 'MB', of: 'memoryMb' },
        ],
        async prepare(scope) {
          const full = await configureGateway(scope, { devices });
          const empty = await configureGateway(scope, { devices: 0 });
          const folder = join(full.folder, 'data', 'journal');
          const toFill: JournalToFill = { folder, devices, presses, open: presses / 1_000 };
          await fill(scope, toFill);
          return { ours: () => restart(scope, full), baseline: () => restart(scope, empty) };
        },
      },
    ];
  },
};

/** Through the journal's own code, in a process that ends before the gateway opens it. */
async function fill(scope: Scope, toFill: JournalToFill): Promise<void> {
  const filler = await Part.start(scope, FILLER);
  await filler.call('fill', toFill);
  await filler.stop();
}

async function restart(outer: Scope, configured: ConfiguredGateway): Promise<Figures> {
  return inScope(outer, async (scope) => {
    const from = performance.now();
    const gateway = await runGateway(scope, configured);
    const seconds = (performance.now() - from) / 1e3;
    return { seconds, memoryMb: (await gateway.call<number>('resident')) / 1e6 };
  });
}
