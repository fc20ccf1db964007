// Work at a steady rate by a timetable: what a late timer missed is made good at once.
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import { sharedNow } from './shared-clock.ts';

/** Shorter ones cost more than they smooth. */
const TICK_MS = 2;

/** Calls `work` with 0, 1, 2, … as each falls due. Returns how often. */
export async function pace(
  perSecond: number,
  forMs: number,
  work: (turn: number) => void,
  now: () => number = sharedNow,
): Promise<number> {
  const from = now();
  const turns = Math.floor((perSecond * forMs) / 1e3);
  let turn = 0;
  while (turn < turns) {
    const due = Math.min(turns, Math.floor(((now() - from) * perSecond) / 1e3) + 1);
    while (turn < due) work(turn++);
    await setTimeoutAsync(TICK_MS);
  }
  return turn;
}
