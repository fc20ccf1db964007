// Measurements whose figures are known beforehand.
import type { Benchmark, Figures, Measurement, Metric } from '#simulator/bench/model.ts';

/** Gives `values` one after the other, as the figure "value", and writes down who ran. */
export function side(values: number[], name = '', order: string[] = []): () => Promise<Figures> {
  const left = [...values];
  return async () => {
    order.push(name);
    const value = left.shift();
    if (value === undefined) throw new Error(`${name} ran once too often`);
    return { value };
  };
}

export const SPEED: Metric = { metric: 'speed', unit: '/s', of: 'value' };

export function measurement(changes: Partial<Measurement> = {}): Measurement {
  return {
    title: 'fake',
    metrics: [SPEED],
    warmups: 0,
    repetitions: 1,
    prepare: async () => ({ ours: side([1]) }),
    ...changes,
  };
}

export function benchmark(name: string, ...measurements: Measurement[]): Benchmark {
  return { name, title: `what ${name} measures`, measurements: () => measurements };
}

export const never = new AbortController().signal;
