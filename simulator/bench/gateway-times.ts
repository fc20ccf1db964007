// From presses made and presses accepted to times.
import { setTimeout as setTimeoutAsync } from 'node:timers/promises';
import type { Part } from './part.ts';
import type { PressMade } from './parts/load.ts';

const ACCEPTED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Milliseconds from the moment when each press was due to its acceptance. Throws when one is not there. */
export function timesBetween(
  made: readonly PressMade[],
  accepted: ReadonlyMap<string, number>,
): number[] {
  return made.map(({ id, at }) => {
    const acceptedAt = accepted.get(id);
    if (acceptedAt === undefined) throw new Error(`${id} was never accepted`);
    return acceptedAt - at;
  });
}

/** The same, once the platform has accepted them all. */
export async function timesToAccepted(
  platform: Part,
  made: readonly PressMade[],
): Promise<number[]> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const accepted = await platform.call<Map<string, number>>('accepted');
    const areThere = made.every(({ id }) => accepted.has(id));
    if (areThere || waited >= ACCEPTED_WITHIN_MS) return timesBetween(made, accepted);
    await setTimeoutAsync(LOOK_EVERY_MS);
  }
}
