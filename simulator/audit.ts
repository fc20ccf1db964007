// The audit: every press that a home made is followed to the platform. Lost and doubled are listed by identity.
import { pressId } from '#gateway/domain/press.ts';
import type { SeenPress } from './home.ts';
import type { ReceivedPress } from './platform.ts';

export interface Verdict {
  presses: number;
  stored: number;
  accepted: number;
  answered: number;
  /** Acknowledged to the device, but never at the platform. */
  lost: string[];
  /** At the platform under two calls, or at the platform without having been made. */
  doubled: string[];
  /** The home saw an acceptance of a press that the platform doesn't have. */
  untrue: string[];
}

/** Compares what homes saw with what the platform received. */
export function audit(
  presses: readonly SeenPress[],
  received: ReadonlyMap<string, ReceivedPress>,
): Verdict {
  const idOf = (press: SeenPress) => pressId({ deviceId: press.deviceId, ...press.identity });
  const made = new Set(presses.map(idOf));
  const missing = presses.filter((press) => !received.has(idOf(press)));
  const underTwoCalls = [...received.values()].filter(({ callIds }) => callIds.size > 1);
  const neverMade = [...received.values()].filter(({ id }) => !made.has(id));
  return {
    presses: presses.length,
    stored: count(presses, (press) => press.storedAt !== undefined && !press.rejected),
    accepted: count(presses, (press) => press.acceptedAt !== undefined),
    answered: count(presses, (press) => press.answeredAt !== undefined),
    lost: missing.filter((press) => press.storedAt !== undefined).map(idOf),
    doubled: [...underTwoCalls, ...neverMade].map(({ id }) => id),
    untrue: missing.filter((press) => press.acceptedAt !== undefined).map(idOf),
  };
}

function count<T>(list: readonly T[], is: (one: T) => boolean): number {
  return list.filter(is).length;
}

export interface Spread {
  p50: number;
  p99: number;
  max: number;
}

/** Percentiles by nearest rank, rounded to 0.1; undefined of nothing. */
export function spread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const value = sorted[Math.ceil(sorted.length * share) - 1] as number;
    return Math.round(value * 10) / 10;
  };
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
