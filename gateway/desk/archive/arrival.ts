// How long helpers were on their way, against the circle of fifteen minutes. Pure.
import type { CallState } from '../call-record.ts';
import { CIRCLE_MS } from './shapes.ts';

export interface Arrival {
  helperId: number;
  /** Milliseconds from when they were sent, and from the press. */
  sinceSentMs: number;
  sincePressMs: number;
  isInCircle: boolean;
}

/** Of everybody who was sent and has arrived. */
export function arrivalsOf({ openedAt, helpers }: CallState): Arrival[] {
  return helpers.flatMap(({ helperId, sentAt, arrivedAt }) => {
    if (arrivedAt === undefined) return [];
    // A clock that was put right meanwhile makes no arrival before its start.
    const sinceSentMs = Math.max(0, arrivedAt - sentAt);
    const sincePressMs = Math.max(0, arrivedAt - openedAt);
    return [{ helperId, sinceSentMs, sincePressMs, isInCircle: sinceSentMs <= CIRCLE_MS }];
  });
}

/** Ids of the helpers who were sent on one of these open calls and are not done there. */
export function busyHelpers(calls: readonly CallState[]): Set<number> {
  const busy = new Set<number>();
  for (const { helpers } of calls) {
    for (const { helperId, doneAt } of helpers) if (doneAt === undefined) busy.add(helperId);
  }
  return busy;
}
