// The audit of a long run: how long it takes and how much memory it needs.
import type { Measurement } from './model.ts';
import { Part } from './part.ts';
import type { Audited, PressesToAudit } from './parts/audit.ts';
import { atMost } from './reach.ts';
import { Scope } from './scope.ts';

const AUDIT = new URL('./parts/audit.ts', import.meta.url);

export function auditOfRun(quick: boolean): Measurement {
  const toAudit: PressesToAudit = { presses: quick ? 20_000 : 1_000_000, homes: 10_000 };
  return {
    title: 'audit',
    warmups: 0,
    repetitions: quick ? 1 : 3,
    metrics: [
      {
        metric: `audit of ${toAudit.presses.toLocaleString('en-US')} presses`,
        unit: 's',
        of: 'seconds',
        reach: atMost(10, 's'),
      },
      {
        metric: '… memory of the process with ledger and deliveries, at most',
        unit: 'MB',
        of: 'memoryMb',
        reach: atMost(500, 'MB'),
      },
    ],
    prepare: async (scope) => ({ ours: () => runAudit(scope, toAudit) }),
  };
}

/** A fresh process each time, because its memory never shrinks. */
async function runAudit(outer: Scope, toAudit: PressesToAudit): Promise<Record<string, number>> {
  const scope = new Scope();
  await outer.onStop(() => scope.stop());
  const part = await Part.start(scope, AUDIT);
  const { seconds, memoryPeak } = await part.call<Audited>('audit', toAudit);
  await scope.stop();
  return { seconds, memoryMb: memoryPeak / 1e6 };
}
