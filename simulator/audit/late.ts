// The limit that a scenario sets: how soon red presses are accepted at the platform.
import { KEY_RED } from '#protocol/messages.ts';
import { REJECTED } from '../ledger.ts';
import type { Expectation } from '../plan.ts';
import { percentiles } from '../report/percentiles.ts';
import type { Findings } from './findings.ts';
import type { MadePresses } from './made.ts';
import type { ReceivedPresses } from './received.ts';

/** A red press that was never accepted is later than any limit; a rejected one is judged by its code. */
export function checkLateness(
  made: MadePresses,
  received: ReceivedPresses,
  { redAcceptedP99Ms: limit }: Expectation,
  findings: Findings,
): void {
  if (limit === undefined) return;
  const { home, bootId, seq, key, state, intendedAt } = made.columns;
  const took = new Float64Array(made.length).fill(Number.NaN);
  let slowest = -1;
  let longest = -1;
  for (let row = 0; row < made.length; row++) {
    if (key[row] !== KEY_RED || state[row] === REJECTED) continue;
    const at = received.find(home[row] as number, bootId[row] as number, seq[row] as number);
    const acceptedAt = at === -1 ? Number.NaN : (received.columns.acceptedAt[at] as number);
    const isAccepted = !Number.isNaN(acceptedAt);
    const ms = isAccepted ? acceptedAt - (intendedAt[row] as number) : Number.POSITIVE_INFINITY;
    took[row] = ms;
    if (ms > longest) {
      slowest = row;
      longest = ms;
    }
  }
  const reds = percentiles(took);
  if (reds === null || reds.p99 <= limit) return;
  findings.add('late', 'red presses', () => {
    const id = `${received.deviceIdOf(home[slowest] as number)}/${bootId[slowest]}/${seq[slowest]}`;
    return (
      `accepted at the platform within ${said(reds.p99)} (p99 of ${reds.count}, p50 ${said(reds.p50)}), ` +
      `the limit is ${limit} ms; the slowest is ${id}, ${made.describe(slowest)}`
    );
  });
}

function said(ms: number): string {
  return Number.isFinite(ms) ? `${ms.toFixed(1)} ms` : 'no time at all: never';
}
