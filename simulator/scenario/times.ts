// When a load or a fault begins and ends, with its repetitions. Milliseconds from the start, at speed 1.
import type { Fault, Load } from './schema.ts';

/** How a scenario writes times down, in milliseconds. Most loads and faults have only some of these. */
interface Timed {
  at: number;
  for?: number | undefined;
  every?: number | undefined;
  times?: number | undefined;
}

/** From `at` until `until`, in milliseconds from the start of the run. */
export interface Span {
  at: number;
  until: number;
}

/** The spans of a fault, in order; none begins at the end or later. */
export function spansOf(fault: Fault, duration: number): Span[] {
  const { at, for: length, every, times } = fault as Timed;
  const spans: Span[] = [];
  const most = every === undefined ? 1 : (times ?? Number.POSITIVE_INFINITY);
  for (let nth = 0; nth < most; nth++) {
    const from = at + nth * (every ?? 0);
    if (from >= duration) break;
    const until = 'gateway' in fault ? from : from + (length ?? duration);
    spans.push({ at: from, until: Math.min(until, duration) });
  }
  return spans;
}

/** When an entry is over as it is written, or undefined when it lasts until the end. */
export function endOf(entry: Load | Fault): number | undefined {
  const { at, for: length, every, times } = entry as Timed;
  if (every !== undefined && times === undefined) return undefined;
  const last = at + ((times ?? 1) - 1) * (every ?? 0);
  if ('home' in entry || 'gateway' in entry) return last;
  return length === undefined ? undefined : last + length;
}
