// The samples of all generators for one second, as one.
import type { Sample } from './messages.ts';

function joined(arrays: Float64Array[]): Float64Array {
  const concatenated = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    concatenated.set(array, at);
    at += array.length;
  }
  return concatenated;
}

/** Counts and memory are sums, latencies stand one after another. */
export function joinSamples(at: number, parts: readonly Sample[]): Sample {
  const sum = (of: (part: Sample) => number) => parts.reduce((total, part) => total + of(part), 0);
  const all = (of: (part: Sample) => Float64Array) => joined(parts.map(of));
  return {
    at,
    off: sum(({ off }) => off),
    connecting: sum(({ connecting }) => connecting),
    connected: sum(({ connected }) => connected),
    pressesMade: sum(({ pressesMade }) => pressesMade),
    pressesSkipped: sum(({ pressesSkipped }) => pressesSkipped),
    pressesStored: sum(({ pressesStored }) => pressesStored),
    heartbeatsSent: sum(({ heartbeatsSent }) => heartbeatsSent),
    toStored: all(({ toStored }) => toStored),
    toAccepted: all(({ toAccepted }) => toAccepted),
    redToAccepted: all(({ redToAccepted }) => redToAccepted),
    lateness: all(({ lateness }) => lateness),
    memory: sum(({ memory }) => memory),
  };
}
