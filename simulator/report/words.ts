// How figures are written, the same in table, page and live view.

/** 12 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number): string {
  const wholeSeconds = Math.round(seconds);
  if (wholeSeconds < 60) return `${wholeSeconds} s`;
  const minutes = Math.floor(wholeSeconds / 60);
  const rest = wholeSeconds % 60;
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  const left = minutes % 60;
  return left === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${left} min`;
}

/** Milliseconds to three figures: 0.41 ms, 12.3 ms, 3.20 s. */
export function latency(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(ms >= 100_000 ? 0 : ms >= 10_000 ? 1 : 2)} s`;
  return `${ms.toFixed(ms >= 99.95 ? 0 : ms >= 9.995 ? 1 : 2)} ms`;
}

/** 1,234,567. */
export function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Generators that are later than this distort the latencies that they measure. */
export const LATE_GENERATOR_MS = 20;
