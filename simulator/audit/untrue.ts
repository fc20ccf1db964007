// The light tells the truth: wherever acceptance was shown, the platform had accepted a press of that call before.
import type { AcceptedSeen } from '../generator/messages.ts';
import type { AuditedCalls } from './calls.ts';
import type { Findings } from './findings.ts';
import { clock, type MadePresses } from './made.ts';
import type { ReceivedPresses } from './received.ts';

/** Processes tell each other's time by `performance.timeOrigin`, which is read apart from the monotonic clock. */
const CLOCK_TOLERANCE_MS = 5;

/** One finding a press, however often its light lied. */
export function findUntrue(
  made: MadePresses,
  received: ReceivedPresses,
  calls: AuditedCalls,
  acceptedSeen: readonly AcceptedSeen[],
  findings: Findings,
): void {
  const { home, bootId, seq, acceptedAt } = made.columns;
  const isTold = new Uint8Array(made.length);
  const strangersTold = new Set<string>();

  const check = (row: number, name: [home: number, bootId: number, seq: number], at: number) => {
    if (row !== -1 && isTold[row] === 1) return;
    const place = received.find(...name);
    const accepted =
      place !== -1
        ? calls.acceptedAt(place)
        : row !== -1
          ? calls.acceptedAround(row)
          : Number.POSITIVE_INFINITY;
    if (accepted <= at + CLOCK_TOLERANCE_MS) return;
    const what = `${received.deviceIdOf(name[0])}/${name[1]}/${name[2]}`;
    if (row !== -1) isTold[row] = 1;
    else if (strangersTold.has(what)) return;
    else strangersTold.add(what);
    findings.add('untrue', what, () => {
      const truth =
        accepted === Number.POSITIVE_INFINITY
          ? 'the platform never accepted its call'
          : `the platform accepted its call at ${clock(accepted)}`;
      const call = place === -1 ? 'not at the platform' : `call ${received.callIdOf(place)}`;
      const known = row === -1 ? 'nobody made this press' : made.describe(row);
      return `acceptance was shown at ${clock(at)}, ${truth}; ${call}; ${known}`;
    });
  };

  /** When a light showed acceptance, by home: whether that was true is judged by what it was about. */
  const shown = new Map<number, Set<number>>();
  for (const seen of acceptedSeen) {
    for (let index = 0; index < seen.at.length; index++) {
      const ofHome = seen.home[index] as number;
      const ofBoot = seen.bootId[index] as number;
      // A gateway that ran before can tell of calls that were open then.
      if (received.isOfEarlierRun(ofHome, ofBoot)) continue;
      const name: [number, number, number] = [ofHome, ofBoot, seen.seq[index] as number];
      const at = seen.at[index] as number;
      shown.set(ofHome, (shown.get(ofHome) ?? new Set()).add(at));
      check(made.find(...name), name, at);
    }
  }
  for (let row = 0; row < made.length; row++) {
    const at = acceptedAt[row] as number;
    // One that came out of order, say: what its light showed was the call of a later press.
    if (Number.isNaN(at) || shown.get(home[row] as number)?.has(at)) continue;
    check(row, [home[row] as number, bootId[row] as number, seq[row] as number], at);
  }
}
